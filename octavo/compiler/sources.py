"""Find the catalogs that are compiled: those of the project, and those in further ``locale_dirs`` of ``conf.py``."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from octavo.catalogs.extract import pot
from octavo.compiler.guard import INTERFACE, PUBLICATION
from octavo.errors import ContentError
from octavo.files import name_below
from octavo.findings import Finding, Location, Severity
from octavo.project import Language, Project, domains


def is_compiled(domain: str, known: Container[str]) -> bool:
    """Return whether the catalog *domain* is published: for one of the documents *known*, or for the interface."""
    return domain in (PUBLICATION, INTERFACE) or domain in known


def read_sources(project: Project, language: Language) -> tuple[list[tuple[Path, str]], list[Path], list[Finding]]:
    """Return the catalogs that belong to a document, by domain, the other folders, and findings for other catalogs."""
    folder = project.catalogs(language)
    known = domains(project)
    sources: list[tuple[Path, str]] = []
    findings: list[Finding] = []
    folders: set[Path] = set()
    for path in sorted(folder.rglob("*.po")):
        check_file(path, project.root, folders)
        domain = name_below(folder, path)
        if is_compiled(domain, known):
            sources.append((path, domain))
        else:
            findings.append(
                Finding(
                    "catalog-unknown", Severity.NOTE, Location(path),
                    "This catalog belongs to no document of the master and is not published",
                    "Leave it if another program uses it; if its page was removed, run “octavo update”",
                )
            )  # fmt: skip
    others = other_folders(project, language)
    found = {domain for _, domain in sources}
    for other in others:
        for path in sorted(other.rglob("*.po")):
            domain = name_below(other, path)
            if domain not in found and is_compiled(domain, known) and path.is_file():
                found.add(domain)
                sources.append((path, domain))
    return sources, others, findings


def other_folders(project: Project, language: Language) -> list[Path]:
    """Return the folders of *language* in the further ``locale_dirs`` of ``conf.py``, in their order."""
    return [folder / language.locale / "LC_MESSAGES" for folder in pot.other_catalogs(project)]


def with_others(path: Path, domain: str, others: Iterable[Path]) -> list[Path]:
    """Return *path* and the catalogs of *domain* in *others*, which have what it lacks."""
    places = (folder / f"{domain}.po" for folder in others)
    return [path, *(place for place in places if place != path and place.is_file())]


def check_file(path: Path, root: Path, folders: set[Path] | None = None) -> None:
    """Check that the catalog at *path* in the project at *root* is an ordinary file.

    :param folders: folders that were checked before; the folder of *path* is added
    :raises ContentError: it, or a folder of the project above it, is a link
    """
    # Skip links: the compiler could read, and an error message print, any file of the build host.
    known = set() if folders is None else folders
    steps = [path] if path.parent in known else [path, *(step for step in path.parents if root in step.parents)]
    known.add(path.parent)
    if not path.is_file() or any(step.is_symlink() for step in steps):
        raise ContentError(
            "catalog-link", "the catalog is a link or no ordinary file",
            remedy="Put the file itself there", path=path,
        )  # fmt: skip
