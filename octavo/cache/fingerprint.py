"""Decide whether a file is unchanged without reading it: by size, mtime, ctime and inode.

A file can change twice within one step of its file system's clock, and have the same fingerprint after both changes. So
a fingerprint is reliable only if the file had settled: its last change was longer ago than such a step. Until then, do
not store the fingerprint or the content of the file. git treats its index in the same way.

This module imports only modules of the standard library that load fast, because it runs before anything else.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

#: The length of a step of a clock in nanoseconds, with a margin. Linux has steps of 1 to 10 ms.
STEP = 50_000_000
#: The same for a file system that stores whole seconds, or every second one (FAT).
COARSE_STEP = 2_000_000_000
_SECOND = 1_000_000_000
#: Folders with files that follow from others.
_ASIDE = frozenset({"__pycache__", ".git"})


class FileFingerprint(NamedTuple):
    """Store the size, times and inode of a file. Times are in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int

    def is_settled(self, now: int) -> bool:
        """Return whether any change of the file after *now* (in nanoseconds since 1970) will change the fingerprint."""
        step = STEP if self.ctime % _SECOND else COARSE_STEP
        return now - max(self.mtime, self.ctime) > step


class InputState(NamedTuple):
    """Store the state of many files.

    :ivar digest: a digest of their names and fingerprints
    :ivar is_settled: whether all of them had settled
    """

    digest: str
    is_settled: bool


def clock() -> int:
    """Return the time in nanoseconds since 1970."""
    return time.time_ns()


def of_status(status: os.stat_result) -> FileFingerprint:
    """Return the fingerprint that a result of ``stat`` contains."""
    return FileFingerprint(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def fingerprint(path: str | Path) -> FileFingerprint | None:
    """Return the fingerprint of the file at *path*; ``None`` if it does not exist."""
    try:
        return of_status(os.stat(path))  # noqa: PTH116  # a Path for each of thousands of files takes longer
    except OSError:
        return None


def below(place: str, aside: str = "") -> Iterator[tuple[str, FileFingerprint | None]]:
    """Yield the files at and below *place* with their fingerprints. A link counts with its target, as one file.

    A folder that ends in ``/.`` counts alone: its time says whether a file was added to it or removed.

    :param aside: a folder that does not count
    """
    if place.endswith("/."):
        folder = fingerprint(place)
        yield place, folder and folder._replace(size=0)
        return
    if os.path.islink(place):  # noqa: PTH114  # os.path is what makes it fast
        yield f"{place}\0{os.readlink(place)}", fingerprint(place)  # noqa: PTH115
        return
    if not os.path.isdir(place):  # noqa: PTH112
        yield place, fingerprint(place)
        return
    waiting = [place]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name not in _ASIDE and entry.path != aside:
                        waiting.append(entry.path)
                else:
                    yield entry.path, of_status(entry.stat())


def input_state(places: Iterable[str], *more: str, aside: str = "") -> InputState:
    """Return the state of all files at and below *places*. Call it before you read them.

    :param more: further texts that the digest depends on
    :param aside: a folder that does not count
    """
    now, is_settled = clock(), True
    whole = hashlib.sha256(repr(more).encode())
    for place in places:
        for path, file_state in sorted(below(place, aside)):
            whole.update(f"{path}\0{' '.join(map(str, file_state or ()))}\0".encode("utf-8", "surrogateescape"))
            is_settled = is_settled and (file_state is None or file_state.is_settled(now))
    return InputState(whole.hexdigest(), is_settled)
