"""Find the catalogs to check, read them, and collect what rules need to know about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from octavo.catalogs import po
from octavo.compiler.checks.subject import CatalogFile
from octavo.compiler.guard import INTERFACE, PUBLICATION, REST, Context, context_for
from octavo.compiler.guard.context.domain import is_code
from octavo.compiler.guard.context.names import Names
from octavo.errors import ContentError, OctavoError, did_you_mean
from octavo.project import Language, LooseProject, Project, domains

#: The header of a catalog that says ``plain``: its messages are the words of a program, not reStructuredText.
TEXT_HEADER = "X-Octavo-Text"


def wanted(project: Project, paths: Sequence[Path]) -> list[Path]:
    """Return *paths*, or the folder of all catalogs if there are none.

    :raises OctavoError: a path is not below the project's catalogs
    """
    locales = [language.locale for language in project.translations]
    for path in paths:
        if not path.exists() or not path.resolve().is_relative_to(project.locales.resolve()):
            raise OctavoError(
                "check-path", f"“{path}” is not a language, a catalog or a folder of catalogs of this project",
                remedy=f"{did_you_mean(str(path), locales)}Name a language, or a file or folder below "
                f"{project.locales}",
            )  # fmt: skip
    return [path.resolve() for path in paths] or [project.locales]


def all_files(project: Project, language: Language) -> list[CatalogFile]:
    """Return the catalogs of *language*."""
    return [read(path, language.locale) for path in project.catalog_files(language)]


def own(project: Project, language: Language, files: Sequence[CatalogFile]) -> list[CatalogFile]:
    """Return those of *files*, the catalogs of *language*, that are not of other programs."""
    known = set() if isinstance(project, LooseProject) else {*domains(project), PUBLICATION, INTERFACE}
    return [
        file
        for file in files
        if project.domain_of_catalog(language, file.path) in known or not _is_of_others(project, file)
    ]


def _is_of_others(project: Project, file: CatalogFile) -> bool:
    """Return whether no document has the texts of *file*; without a project, only if its references say so."""
    names = {name for message in file.catalog or () for name in message.references}
    if not names:
        return not (project.house_style or isinstance(project, LooseProject))
    paths = (name.rpartition(":")[0] or name for name in names)
    is_text = any(path.endswith(project.suffixes) for path in paths)
    # Text of autodoc comes from the file of a program.
    return not is_text and not any(":docstring of " in name for name in names)


def read(path: Path, locale: str) -> CatalogFile:
    """Read the catalog at *path*; one that cannot be read has an error."""
    try:
        return CatalogFile(path, locale, catalog=po.read(path))
    except ContentError as error:
        return CatalogFile(path, locale, error=error)


def context(project: Project, file: CatalogFile, names: Names | None = None) -> Context:
    """Return what the guard needs to know about the messages of *file*."""
    domain = project.domain_of_catalog(project.language(file.locale), file.path)
    found = context_for(project, file.locale, domain, names)
    if not isinstance(project, LooseProject):
        return found
    if file.catalog and file.catalog.headers.get(TEXT_HEADER) == "plain":
        return replace(found, is_plain=True, is_rest=False, is_typeset=False)
    # Its documents may be elsewhere, or have other names: the references tell the parser.
    suffixes = {Path(name).suffix for message in file.catalog or () for name in message.references}
    is_markdown = bool(suffixes & {".md", ".ipynb"})
    return replace(
        found,
        is_markdown=is_markdown,
        is_rest=not is_markdown or bool(suffixes & REST),
        is_plain=False,
        is_typeset=False,
        literals=frozenset(message.msgid for message in file.catalog or () if is_code(message.msgid)),
    )
