"""Project → the documents of its master on disk, their files, and the domains of their catalogs.

What Sphinx is told to leave out counts too: only Sphinx knows what that is.
"""

from __future__ import annotations

import os
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project.values import Project

#: Folders that never hold text of a master, where its folder is the project's own.
ASIDE = frozenset(("node_modules", "__pycache__"))


def documents(project: Project) -> frozenset[str]:
    """Return the names of all documents in the folder of the master."""
    return frozenset(
        path.relative_to(project.source).as_posix().removesuffix(suffix)
        for path in files(project)
        for suffix in project.suffixes
        if path.name.endswith(suffix)
    )


def files(project: Project) -> list[Path]:
    """Return all files of the master, by name: not what is made, nor what is hidden."""
    found = []
    for place, folders, names in os.walk(project.source):
        folder = Path(place)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and name not in ASIDE and folder / name != project.build
        ]
        found += [folder / name for name in names]
    return sorted(path for path in found if path.is_file())


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
    """Return the file that holds *document*, if there is one."""
    paths = (project.source / f"{document}{suffix}" for suffix in project.suffixes)
    return next((path for path in paths if path.is_file()), None)


def domains(project: Project) -> dict[str, list[str]]:
    """Return, by domain of a catalog, the documents that it holds."""
    found: dict[str, list[str]] = {}
    for document in sorted(documents(project)):
        found.setdefault(project.domain_of(document), []).append(document)
    return found
