"""The files of a language → which of them were saved since one looked last, whatever a watcher heard of it.

A file counts as saved when the file system says something else of it: time, size or inode. Editors save by writing
into the file or by putting another in its place; both show.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from octavo.project import Language, Project
from octavo.project.sources import files

#: What the file system says of a file.
Sign = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was saved, added or taken away.

    :ivar catalogs: ``.po`` files of the language
    :ivar sources: files of the master
    """

    catalogs: tuple[Path, ...] = ()
    sources: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.catalogs or self.sources)


@dataclass(slots=True)
class Saved:
    """The files of *language* as they were when one looked last."""

    project: Project
    language: Language
    _catalogs: dict[Path, Sign] = field(init=False)
    _sources: dict[Path, Sign] = field(init=False)

    def __post_init__(self) -> None:
        self._catalogs, self._sources = self._now()

    def look(self) -> Difference:
        """Return what is different from the last look."""
        catalogs, sources = self._now()
        difference = Difference(_different(self._catalogs, catalogs), _different(self._sources, sources))
        self._catalogs, self._sources = catalogs, sources
        return difference

    def _now(self) -> tuple[dict[Path, Sign], dict[Path, Sign]]:
        folder = self.project.catalogs(self.language)
        catalogs = {path: sign for path, sign in signs(folder) if path.suffix == ".po"}
        return catalogs, {path: sign for path in files(self.project) if _is_text(path) and (sign := sign_of(path))}


def sign_of(path: Path) -> Sign | None:
    """Return what the file system says of *path*; ``None`` if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def signs(folder: Path) -> Iterator[tuple[Path, Sign]]:
    """Yield the files below *folder* with what the file system says of them; hidden ones are editors' own."""
    waiting = [str(folder)]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.is_file():
                    found = entry.stat()
                    yield Path(entry.path), (found.st_mtime_ns, found.st_size, found.st_ino)
            except OSError:  # it went away meanwhile
                continue


def _is_text(path: Path) -> bool:
    """Whether *path* is none of the files that editors keep beside those they save."""
    return not path.name.startswith((".", "#")) and not path.name.endswith(("~", ".swp", ".swx", ".tmp"))


def _entries(folder: str) -> Iterable[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return ()


def _different(before: dict[Path, Sign], now: dict[Path, Sign]) -> tuple[Path, ...]:
    return tuple(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))
