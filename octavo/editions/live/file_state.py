"""Find the files of a language that were saved since the last look, whatever a file watcher reported.

A file counts as saved when its time, size or inode is another. Editors write into the file or put another in its place;
both show.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from octavo.project import Language, Project
from octavo.project.source_files import files

#: Time in nanoseconds, size and inode of a file.
Sign = tuple[int, int, int]
#: Seconds in which a file may still be on its way to the disk, and between two looks at it.
_WRITING, _PAUSE = 0.3, 0.012


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
class FileState:
    """The files of *language* as they were at the last look."""

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
    """Return time, size and inode of *path*; ``None`` if it does not exist."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def signs(folder: Path) -> Iterator[tuple[Path, Sign]]:
    """Yield the files below *folder* with time, size and inode; skip hidden ones, which editors keep for themselves."""
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


def wait_until_written(paths: Sequence[Path]) -> None:
    """Wait until *paths* do not change any more and none of them is empty, but not for long.

    Many editors empty a file before they write. A half-written file may be a valid catalog that lacks messages.
    """
    end = time.monotonic() + _WRITING
    before = [sign_of(path) for path in paths]
    while time.monotonic() < end:
        time.sleep(_PAUSE)
        now = [sign_of(path) for path in paths]
        if now == before and all(sign is None or sign[1] for sign in now):
            return
        before = now


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
