"""Find the catalogs that Octavo may change. The others belong to the project and stay as they are.

Octavo owns the catalog of a page that is in the master, or was: its messages say from which file they came. An
application's ``django.po`` beside them, or a catalog of Sphinx's own words, names no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from octavo.catalogs import po
from octavo.catalogs.extract.pot import SPHINX
from octavo.catalogs.po import Catalog, Message
from octavo.errors import ContentError
from octavo.files import name_below
from octavo.project import Project, domains, git


def read_all(folder: Path) -> tuple[dict[str, Catalog], dict[str, ContentError]]:
    """Return the catalogs in *folder* by domain, and those that cannot be read, or not whole, with the reason."""
    found, broken = {}, {}
    for path in sorted(folder.rglob("*.po")):
        domain = name_below(folder, path)
        try:
            found[domain] = po.read(path).whole()
        except ContentError as error:
            broken[domain] = error
    return found, broken


def is_removed(project: Project, domain: str, content: Catalog) -> bool:
    """Return whether *content* is the catalog of a page that is gone; one that Sphinx leaves out, for now, is not."""
    return domain not in domains(project) and domain != SPHINX and _was_a_page(project, domain, content)


def with_kept(domain: str, template: Catalog, old: Catalog | None) -> Catalog:
    """Return *template* with the messages of *old* that keep their translation although nobody is asked for them.

    Sphinx extracts some of them, and Octavo does not ask for them. The others are Sphinx's own words that a project
    translates in its own way.
    """
    if old is None:
        return template
    wanted = {message.key for message in template}
    known = {message.key for message in template.obsolete}
    kept = tuple(
        message for message in old
        if message.key not in wanted and any(message.msgstrs)
        and (domain == SPHINX or (message.key in known and not message.is_fuzzy))
    )  # fmt: skip
    return replace(template, messages=(*template.messages, *kept)) if kept else template


def _was_a_page(project: Project, domain: str, content: Catalog) -> bool:
    """Return whether *content* was made for a page: its references name the page's file, or git knows that file."""
    pages = {f"{domain}{suffix}" for suffix in project.suffixes}
    for reference in (reference for message in content.messages for reference in _files(message)):
        parts = PurePosixPath(reference).parts
        # Sphinx writes them relative to its folder of templates: ../../source/two/index.rst.
        tails = ["/".join(parts[start:]) for start in range(len(parts))]
        if pages.intersection(tails):
            return True
        # As Octavo writes them, whatever the name of the catalog.
        if project.source_folder != "." and PurePosixPath(reference).is_relative_to(project.source_folder):
            return True
        # A catalog of a folder, where gettext_compact is true.
        if reference.endswith(project.suffixes) and any(tail.startswith(f"{domain}/") for tail in tails):
            return True
    return git.was_known(project.root, [f"{project.source_folder}/{page}" for page in sorted(pages)])


def _files(message: Message) -> Iterator[str]:
    for reference in message.references:
        name, colon, line = reference.rpartition(":")
        yield name if colon and line.isdigit() else reference
