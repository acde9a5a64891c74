"""Find the files of a language that were saved since the last look, without relying on a file watcher.

A file counts as saved when its fingerprint changed. If it had not settled at the last look, its content is compared.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from octavo.cache import fingerprint
from octavo.cache.fingerprint import FileFingerprint
from octavo.cache.hashing import file_hash
from octavo.project import Language, Project
from octavo.project.source_files import files

#: Seconds in which a file may still be on its way to the disk, and between two looks at it.
_WRITING, _PAUSE = 0.3, 0.012


@dataclass(frozen=True, slots=True)
class Difference:
    """Store the files that were saved, added or removed.

    :ivar catalogs: ``.po`` files of the language
    :ivar sources: files of the master
    """

    catalogs: tuple[Path, ...] = ()
    sources: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.catalogs or self.sources)


@dataclass(slots=True)
class FileState:
    """Store the files of *language* as they were at the last look."""

    project: Project
    language: Language
    _catalogs: dict[Path, _Seen] = field(init=False)
    _sources: dict[Path, _Seen] = field(init=False)

    def __post_init__(self) -> None:
        self._catalogs, self._sources = self._now({}, {})

    def look(self) -> Difference:
        """Return what is different from the last look."""
        catalogs, sources = self._now(self._catalogs, self._sources)
        difference = Difference(_different(self._catalogs, catalogs), _different(self._sources, sources))
        self._catalogs, self._sources = catalogs, sources
        return difference

    def _now(
        self, catalogs: Mapping[Path, _Seen], sources: Mapping[Path, _Seen]
    ) -> tuple[dict[Path, _Seen], dict[Path, _Seen]]:
        """Look at all files, knowing what was seen of them before."""
        folder = self.project.catalogs(self.language)
        moment = fingerprint.clock()
        texts = ((path, fingerprint.fingerprint(path)) for path in files(self.project) if is_text(path))
        return (
            {path: _see(path, now, moment, catalogs.get(path)) for path, now in _below(folder) if path.suffix == ".po"},
            {path: _see(path, now, moment, sources.get(path)) for path, now in texts if now},
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Store the state of a file at a look.

    :ivar hash: of its content, if the fingerprint was not enough at this look or the one before
    """

    fingerprint: FileFingerprint
    is_settled: bool
    hash: str

    def is_different(self, before: _Seen) -> bool:
        """Return whether the file changed since it was seen *before*."""
        return self.fingerprint != before.fingerprint or (not before.is_settled and self.hash != before.hash)


def _see(path: Path, now: FileFingerprint, moment: int, before: _Seen | None) -> _Seen:
    is_settled = now.is_settled(moment)
    content = ""
    if not is_settled or (before is not None and not before.is_settled):
        with suppress(OSError):  # it went away meanwhile
            content = file_hash(path)
    return _Seen(now, is_settled, content)


def _below(folder: Path) -> Iterator[tuple[Path, FileFingerprint]]:
    """Yield the files below *folder* with their fingerprints; skip hidden ones, which editors keep for themselves."""
    waiting = [str(folder)]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.is_file():
                    yield Path(entry.path), fingerprint.of_status(entry.stat())
            except OSError:  # it went away meanwhile
                continue


def wait_until_written(paths: Sequence[Path]) -> None:
    """Wait until *paths* do not change any more and none of them is empty, but not for long.

    Many editors empty a file before they write. A half-written file may be a valid catalog that lacks messages.
    """
    end = time.monotonic() + _WRITING
    before = [fingerprint.fingerprint(path) for path in paths]
    while time.monotonic() < end:
        time.sleep(_PAUSE)
        now = [fingerprint.fingerprint(path) for path in paths]
        if now == before and all(found is None or found.size for found in now):
            return
        before = now


def is_text(path: Path) -> bool:
    """Return whether *path* is none of the files that editors keep beside those they save."""
    return not path.name.startswith((".", "#")) and not path.name.endswith(("~", ".swp", ".swx", ".tmp"))


def _entries(folder: str) -> Iterable[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return ()


def _different(before: dict[Path, _Seen], now: dict[Path, _Seen]) -> tuple[Path, ...]:
    common = before.keys() & now.keys()
    changed = {path for path in common if now[path].is_different(before[path])}
    return tuple(sorted(changed | (before.keys() ^ now.keys())))
