"""List the documents of the master, their files, and the domains of their catalogs.

Documents that ``conf.py`` excludes are listed too, because only Sphinx can evaluate ``conf.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project.values import Project

#: Folders that never contain text, for projects whose source folder is the whole project.
EXCLUDED = frozenset(("node_modules", "__pycache__"))
#: Those that never contain the master's text: the source folder may contain the catalogs.
_NOT_OF_MASTER = EXCLUDED | {"LC_MESSAGES"}


def documents(project: Project) -> frozenset[str]:
    """Return the names of all documents in the master's folder."""
    start = len(str(project.source)) + 1
    suffixes = tuple(project.suffixes)
    names = (path[start:].replace(os.sep, "/") for path in _paths(project) if path.endswith(suffixes))
    return frozenset(name.removesuffix(suffix) for name in names for suffix in suffixes if name.endswith(suffix))


def files(project: Project) -> list[Path]:
    """Return all files of the master, sorted, without built and hidden files."""
    return sorted(map(Path, _paths(project)))


def _paths(project: Project) -> Iterator[str]:
    # Without a Path for each: a folder with catalogs of many languages has thousands of files.
    build, waiting = str(project.build), [str(project.source)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    if entry.is_file():
                        yield entry.path
                elif not (
                    entry.is_symlink()
                    or entry.name.startswith(".")
                    or entry.name in _NOT_OF_MASTER
                    or entry.path == build
                ):
                    waiting.append(entry.path)


def check_names(project: Project) -> None:
    """Check that the names of all files of the master are UTF-8, which web addresses and books need.

    :raises OctavoError: one is not
    """
    for path in files(project):
        name = path.relative_to(project.root).as_posix()
        try:
            name.encode()
        except UnicodeEncodeError as error:
            shown = os.fsencode(name).decode(errors="backslashreplace")
            raise OctavoError(
                "file-name", f"the name of the file “{shown}” is not UTF-8", remedy="Rename the file"
            ) from error


def file_of_document(project: Project, document: str) -> Path | None:
    """Return the file of *document*, or ``None`` if there is none."""
    paths = (project.source / f"{document}{suffix}" for suffix in project.suffixes)
    return next((path for path in paths if path.is_file()), None)


def domains(project: Project) -> dict[str, list[str]]:
    """Return the documents of each catalog by its domain."""
    by_domain: dict[str, list[str]] = {}
    for document in sorted(documents(project)):
        by_domain.setdefault(project.domain_of(document), []).append(document)
    return by_domain
