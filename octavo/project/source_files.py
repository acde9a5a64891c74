"""List the documents of the master, their files, and the domains of their catalogs.

Documents that ``conf.py`` excludes are listed too, because only Sphinx can evaluate ``conf.py``.
"""

from __future__ import annotations

import os
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project.values import Project

#: Folders that never contain the master's text, for projects whose source folder is the whole project.
EXCLUDED = frozenset(("node_modules", "__pycache__"))


def documents(project: Project) -> frozenset[str]:
    """Return the names of all documents in the master's folder."""
    return frozenset(
        path.relative_to(project.source).as_posix().removesuffix(suffix)
        for path in files(project)
        for suffix in project.suffixes
        if path.name.endswith(suffix)
    )


def files(project: Project) -> list[Path]:
    """Return all files of the master, sorted, without built and hidden files."""
    paths = []
    for walked, folders, names in os.walk(project.source):
        folder = Path(walked)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and name not in EXCLUDED and folder / name != project.build
        ]
        paths += [folder / name for name in names]
    return sorted(path for path in paths if path.is_file())


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
