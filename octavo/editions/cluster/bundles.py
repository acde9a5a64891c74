"""Files of a project ↔ parcels that cross the network: a folder's files under the digest of their content.

When the files were written travels apart, so that a fresh checkout of the same text is the same parcels.
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

#: What below ``build/`` tasks read besides the text: made before the first of them starts.
_MADE = ("catalogs", "templates", "pseudo", "past")
#: What below ``build/`` tasks leave for each other and for the next run, a folder a locale.
_STATE = ("doctrees", "editions", "figures", "latex")
#: Folders that hold no part of a project's text, wherever they are; neither do hidden ones and those with this file.
_ASIDE = frozenset(("node_modules", "__pycache__"))
_ENVIRONMENT = "pyvenv.cfg"

#: A file's path, relative to its project → when it was written, in nanoseconds since 1970.
Times = dict[str, int]
#: A file's path, relative to its project, and its fingerprint.
Fingerprints = Mapping[str, FileFingerprint | None]


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way; its path is relative to the project."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one folder.

    :ivar digest: of their paths and contents
    """

    digest: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(file.data) for file in self.files)

    def __sizeof__(self) -> int:
        """Tell the scheduler what moving it costs."""
        return object.__sizeof__(self) + self.size


@dataclass(frozen=True, slots=True)
class Changes:
    """What a task did to the files of its project.

    :ivar times: of *files*
    :ivar gone: paths of the files that it removed
    """

    files: tuple[File, ...]
    times: Times
    gone: tuple[str, ...] = ()

    def __sizeof__(self) -> int:
        """Tell the scheduler what moving them costs."""
        return object.__sizeof__(self) + sum(len(file.data) for file in self.files)


def inputs(builds: LanguageBuilds) -> list[Path]:
    """Return the files that editions are made of: the project's folder without hidden and built files."""
    folders = {builds.project.build, *(build.project.build for build in builds.by_language.values())}
    return sorted(_below(builds.project.root, folders))


def _below(folder: Path, builds: set[Path]) -> Iterator[Path]:
    if folder in builds:
        for name in _MADE:
            yield from _below(folder / name, builds)
        return
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else []
    if any(entry.name == _ENVIRONMENT for entry in entries):
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _ASIDE:
            continue
        if entry.is_dir():
            yield from _below(Path(entry.path), builds)
        elif entry.is_file():
            yield Path(entry.path)


def state(project: Project, language: Language) -> list[Path]:
    """Return the files that earlier tasks of *language* left: doctrees, figures, editions, LaTeX's files."""
    build = project.build
    folders = (build / name / language.locale for name in _STATE)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def pack(root: Path, paths: Iterable[Path]) -> list[Bundle]:
    """Return *paths*, which are files below *root*, as a parcel for each folder."""
    found = []
    for _, group in groupby(sorted(paths, key=lambda path: (path.parent, path.name)), key=lambda path: path.parent):
        files = tuple(File(path.relative_to(root).as_posix(), path.read_bytes()) for path in group)
        digest = sha256()
        for file in files:
            digest.update(f"{file.path}\0{len(file.data)}\0".encode())
            digest.update(file.data)
        found.append(Bundle(digest.hexdigest(), files))
    return found


def times(root: Path, paths: Iterable[Path]) -> Times:
    """Return when *paths*, which are files below *root*, were written."""
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in paths}


def unpack(root: Path, files: Iterable[File], written: Times) -> None:
    """Put *files* below *root*, each by a rename, as old as *written* says."""
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


def changes(root: Path, before: Fingerprints, after: Iterable[Path]) -> Changes:
    """Return how the files below *root* changed, if they had the fingerprints *before* and are *after* now."""
    now = fingerprints(root, after)
    new = {path: found.mtime for path, found in now.items() if found and before.get(path) != found}
    gone = before.keys() - now.keys()
    return Changes(tuple(File(path, (root / path).read_bytes()) for path in sorted(new)), new, tuple(sorted(gone)))


def apply(root: Path, done: Changes) -> None:
    """Do to the files below *root* what a task did to its own."""
    unpack(root, done.files, done.times)
    for name in done.gone:
        (root / name).unlink(missing_ok=True)
    for folder in {(root / name).parent for name in done.gone}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
