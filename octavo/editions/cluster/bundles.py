"""Pack the files of a project into bundles, one for each folder, named by a hash of their content.

Modification times are sent separately, so a fresh checkout of the same text gives the same bundles.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from octavo.cache import fingerprint
from octavo.cache.fingerprint import FileFingerprint
from octavo.project import Language, Project
from octavo.workflow.language_build import LanguageBuilds

#: Folders of ``build/`` that tasks read and that exist before the first task starts.
_PREPARED = ("catalogs", "templates", "pseudo", "past")
#: Folders of ``build/`` that tasks write for each other and for the next run, each with a folder for every locale.
_STATE = ("doctrees", "editions", "figures", "latex")
#: Folders that are not sent. Hidden folders and virtual environments, which contain this file, are not sent either.
_EXCLUDED = frozenset(("node_modules", "__pycache__"))
_ENVIRONMENT = "pyvenv.cfg"

#: Modification time in nanoseconds by the file's path relative to the project.
Times = dict[str, int]
#: A file's path, relative to its project, and its fingerprint.
Fingerprints = Mapping[str, FileFingerprint | None]


@dataclass(frozen=True, slots=True)
class File:
    """Represent a file with its path relative to the project."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """Represent the files of one folder.

    :ivar digest: hash of the paths and contents of the files
    """

    digest: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Return the size of all files in bytes."""
        return sum(len(file.data) for file in self.files)

    def __sizeof__(self) -> int:
        """Return the size in bytes, which Dask uses as the cost of a transfer."""
        return object.__sizeof__(self) + self.size


@dataclass(frozen=True, slots=True)
class TaskChanges:
    """Represent the file changes of a task.

    :ivar files: new and changed files
    :ivar times: modification times of *files*
    :ivar deleted: paths of deleted files
    """

    files: tuple[File, ...]
    times: Times
    deleted: tuple[str, ...] = ()

    def __sizeof__(self) -> int:
        """Return the size in bytes, which Dask uses as the cost of a transfer."""
        return object.__sizeof__(self) + sum(len(file.data) for file in self.files)


def inputs(builds: LanguageBuilds) -> list[Path]:
    """Return the input files of the project: all except hidden files, environments and build results."""
    folders = {builds.project.build, *(build.project.build for build in builds.by_language.values())}
    return sorted(_below(builds.project.root, folders))


def _below(folder: Path, builds: set[Path]) -> Iterator[Path]:
    if folder in builds:
        for name in _PREPARED:
            yield from _below(folder / name, builds)
        return
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else []
    if any(entry.name == _ENVIRONMENT for entry in entries):
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _EXCLUDED:
            continue
        if entry.is_dir():
            yield from _below(Path(entry.path), builds)
        elif entry.is_file():
            yield Path(entry.path)


def state(project: Project, language: Language) -> list[Path]:
    """Return the files that earlier tasks of *language* wrote: doctrees, figures, editions, LaTeX files."""
    build = project.build
    folders = (build / name / language.locale for name in _STATE)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def pack(root: Path, paths: Iterable[Path]) -> list[Bundle]:
    """Return a bundle for each folder of *paths*, which are files below *root*."""
    bundles = []
    for _, group in groupby(sorted(paths, key=lambda path: (path.parent, path.name)), key=lambda path: path.parent):
        files = tuple(File(path.relative_to(root).as_posix(), path.read_bytes()) for path in group)
        digest = sha256()
        for file in files:
            digest.update(f"{file.path}\0{len(file.data)}\0".encode())
            digest.update(file.data)
        bundles.append(Bundle(digest.hexdigest(), files))
    return bundles


def times(root: Path, paths: Iterable[Path]) -> Times:
    """Return the modification times of *paths*, which are files below *root*."""
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in paths}


def unpack(root: Path, files: Iterable[File], written: Times) -> None:
    """Write *files* below *root*, each by a rename, with the modification times in *written*."""
    for file in files:
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(file.data)
        if file.path in written:
            os.utime(draft, ns=(written[file.path], written[file.path]))
        draft.replace(path)


def fingerprints(root: Path, paths: Iterable[Path]) -> Fingerprints:
    """Return the fingerprints of *paths*, which are files below *root*."""
    return {path.relative_to(root).as_posix(): fingerprint.fingerprint(path) for path in paths}


def changes(root: Path, before: Fingerprints, after: Iterable[Path]) -> TaskChanges:
    """Return the changes from the fingerprints *before* to the files *after*, which are below *root*."""
    now = fingerprints(root, after)
    new = {path: state.mtime for path, state in now.items() if state and before.get(path) != state}
    deleted = before.keys() - now.keys()
    return TaskChanges(
        tuple(File(path, (root / path).read_bytes()) for path in sorted(new)), new, tuple(sorted(deleted))
    )


def apply(root: Path, changed: TaskChanges) -> None:
    """Apply the changes of a task to the files below *root*."""
    unpack(root, changed.files, changed.times)
    for name in changed.deleted:
        (root / name).unlink(missing_ok=True)
    for folder in {(root / name).parent for name in changed.deleted}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
