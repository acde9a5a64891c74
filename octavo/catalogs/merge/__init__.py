"""Merge a template, a catalog and the memory into a catalog, and lose no translation.

For each text of the master, the first of these rules that applies:

1. The catalog has a translation of it: the message stays, line by line.
2. The memory has a translation of exactly this text: it is taken. If the text moved here, came back, or its page was
   renamed, with all comments and flags; if it stays elsewhere too, with a note that says where.
3. A text that the master no longer has, of this page first, is an earlier version of it: the translation is taken as
   fuzzy, with the text it was made for as previous msgid.
4. Another text of the memory is like it: the same, with a note that says how much and where.
5. By rule 3, the same text has a translation on another page: it is taken, as fuzzy too, with a note that says where.
6. The text is new.

An edit is *slight* if the texts are equal but for case, punctuation, white space, markup, targets and addresses. A
slight edit takes the translation over, however much differs, replaces in it each address and target that the edit
replaced, and says so in a note. It is fuzzy all the same: a comma can change what a sentence says.

A translated text that goes stays in its catalog as obsolete, or, if its page goes, in the retired text. A translation
goes from the catalogs only if the same text has it elsewhere, or if it was carried over to a later version of its text.
The catalog of a page that is in the source folder, but left out of the publication for now, is not touched; nor is a
catalog that never belonged to a page.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.plurals import get_plural

from octavo.catalogs import memory, po
from octavo.catalogs.extract.pot import SPHINX, other_catalogs
from octavo.catalogs.memory.retired import ORIGIN, read_retired
from octavo.catalogs.merge.algorithm import Merged, merged
from octavo.catalogs.merge.ownership import is_removed, read_all, with_kept
from octavo.catalogs.merge.results import Counts, Merge
from octavo.catalogs.merge.save import store
from octavo.catalogs.po import Catalog, Message
from octavo.errors import ContentError, OctavoError
from octavo.files import name_below
from octavo.project import Language, Project, babel_locale, domains

__all__ = ["Counts", "Merge", "merge_all", "projected_merge", "read_templates"]


def read_templates(project: Project) -> dict[str, Catalog]:
    """Return the templates by domain, in the order of their names."""
    return _read_folder(project.templates, ".pot")


def merge_all(
    project: Project, language: Language, templates: Mapping[str, Catalog], *, tmx: Sequence[Path] = ()
) -> Merge:
    """Bring the catalogs of *language* up to date with *templates*, filling from *tmx* files too.

    Every file is read before the first is written. A catalog that cannot be read is left as it is, and told of.

    :raises ContentError: the retired text or a TMX file cannot be read; nothing has changed
    :raises OctavoError: there is no template, so every catalog would be retired
    """

    def merge() -> Merge:
        work = _prepared(project, language, templates, tmx)
        header = _header(project, language)
        written = store(project.catalogs(language), work.old, work.done.catalogs, work.retired, header)
        removed = tuple(content.path for domain, content in work.old.items() if domain not in work.done.catalogs)
        tolerated = tuple(error for content in work.old.values() for error in content.tolerated)
        return Merge(work.done.counts, tuple(written), removed, work.broken, work.unknown, tolerated)

    return po.until_unchanged(merge)


def projected_merge(project: Project, language: Language, templates: Mapping[str, Catalog]) -> dict[str, Catalog]:
    """Return, by domain, the catalogs of *language* as :func:`merge_all` would leave them; nothing is written.

    :raises ContentError: the retired text cannot be read
    :raises OctavoError: there is no template
    """
    return _prepared(project, language, templates).done.catalogs


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Represent a merge that is ready to be stored."""

    old: Mapping[str, Catalog]
    retired: Catalog
    done: Merged
    broken: tuple[ContentError, ...]
    unknown: tuple[Path, ...]


def _prepared(
    project: Project, language: Language, templates: Mapping[str, Catalog], tmx: Sequence[Path] = ()
) -> _Prepared:
    if not templates:
        raise OctavoError(
            "no-templates", "there are no templates to merge", remedy="Run “octavo update”, which writes them",
            path=project.templates,
        )  # fmt: skip
    folder = project.catalogs(language)
    every, faults = read_all(folder)
    # Of another catalog it cannot be known whose it is.
    broken = {name: error for name, error in faults.items() if name in templates or name in domains(project)}
    templates = {domain: template for domain, template in templates.items() if domain not in broken}
    old = {name: content for name, content in every.items() if name in templates or is_removed(project, name, content)}
    known_names = {*old, *domains(project), SPHINX}
    unknown = tuple(content.path for name, content in every.items() if name not in known_names)
    # A page that nobody is asked to translate gets no catalog.
    templates = {
        domain: with_kept(domain, template, old.get(domain))
        for domain, template in templates.items()
        if domain in old or not template.obsolete or any(True for _ in template)
    }
    retired = read_retired(project, language)
    others, unread = _other_catalogs(project, language)
    known = memory.build(
        [
            *((domain, list(content)) for domain, content in every.items()),
            *((domain, content.obsolete) for domain, content in every.items()),
            (ORIGIN, retired.messages),
            *others,
        ],
        [(path, project.master, language) for path in tmx],
    )
    done = merged(templates, old, known, folder, _header(project, language))
    return _Prepared(old, retired, done, (*broken.values(), *unread), unknown)


def _other_catalogs(project: Project, language: Language) -> tuple[list[tuple[str, list[Message]]], list[ContentError]]:
    """Return the messages of the other folders in ``locale_dirs`` by origin, and the catalogs that cannot be read."""
    found: list[tuple[str, list[Message]]] = []
    unread: list[ContentError] = []
    for folder in other_catalogs(project):
        catalogs, faults = read_all(folder / language.locale / "LC_MESSAGES")
        place = os.path.relpath(folder, project.root).replace(os.sep, "/")
        found += ((f"{place}/{domain}", list(content)) for domain, content in catalogs.items())
        unread += faults.values()
    return found, unread


def _read_folder(folder: Path, suffix: str) -> dict[str, Catalog]:
    return {name_below(folder, path): po.read(path) for path in sorted(folder.rglob(f"*{suffix}"))}


def _header(project: Project, language: Language) -> Message:
    """Return the header of a new catalog: what ``msgfmt -c`` and Poedit ask for, and no date that would churn."""
    locale = babel_locale(language.locale)
    return po.header(
        {
            "Project-Id-Version": project.texts["title"],
            "Report-Msgid-Bugs-To": "",
            # Nobody has translated yet. gettext's own placeholders are warnings of msgfmt -c,
            # and Babel reads no empty date.
            "PO-Revision-Date": f"{datetime.now(UTC):%Y-%m-%d} 00:00+0000",
            "Last-Translator": "",
            "Language-Team": locale.english_name or language.locale,
            "Language": language.locale,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": str(get_plural(locale).plural_forms),
            "X-Generator": "Octavo",
        }
    )
