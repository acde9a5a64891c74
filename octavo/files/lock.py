"""Keep apart the commands that write to a project: one at a time, the others wait.

The lock is that of the operating system (flock(2)) on a file in the build folder. It ends with its process, so a killed
command leaves no lock behind. The file names the command that has the lock.
"""

from __future__ import annotations

import errno
import fcntl
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from octavo.errors import OctavoError

#: The lock's file in its folder. Nothing deletes it while the folder has other content.
NAME = ".lock"
#: What flock(2) says if the file system has no locks: NFS without its lock service, some FUSE file systems.
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
_held: set[int] = set()


@contextmanager
def lock(folder: Path, command: str, on_notice: Callable[[str], None] = lambda text: None) -> Iterator[bool]:
    """Take the lock of *folder*, and wait for it if another process has it.

    Yield whether the last command that had the lock was killed, so that it may have left unfinished files.

    :param command: the name by which others learn who has the lock
    :param on_notice: called with a sentence if the lock is taken, or if the file system has no locks
    :raises OSError: the lock's file cannot be written
    """
    made = _make(folder)
    handle = _acquire(folder / NAME, on_notice)
    _held.add(handle)
    try:
        was_killed = bool(_note(handle))
        _write_note(handle, f"{command} (process {os.getpid()} on {platform.node() or 'this machine'})")
        try:
            yield was_killed
        except OctavoError:
            _write_note(handle, "")
            raise
        # Not after another exception: the next command removes what may be left.
        _write_note(handle, "")
    finally:
        _unmake(made, folder / NAME)
        if handle in _held:  # a forked process has closed it
            _held.remove(handle)
            os.close(handle)


@contextmanager
def brief_lock(folder: Path, seconds: float) -> Iterator[bool]:
    """Take the lock of *folder*, or continue without it if another process has it for *seconds*; 0 to try once.

    Use it for a change that is safe without the lock too. It leaves the note of a killed command to the next command.
    Yield whether the lock was taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + seconds
    with (folder / NAME).open("ab") as stream:
        while not (is_taken := _try(stream)) and time.monotonic() < end:
            time.sleep(0.02)
        yield is_taken


def _try(stream: BinaryIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_locked(path: Path) -> bool:
    """Return whether a process has the lock whose file is *path*."""
    try:
        with path.open("r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _acquire(path: Path, on_notice: Callable[[str], None]) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_notice(f"Waiting for {_note(handle) or 'another octavo'}, which writes to this project.")
                fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                on_notice(f"{path.parent}: this file system has no locks. Do not run two octavo commands at once.")
                return handle
            os.close(handle)
            raise
        except BaseException:
            os.close(handle)
            raise
        if _is_file(handle, path):
            return handle
        # Somebody deleted the file while this process waited: the lock of a deleted file keeps nobody apart.
        os.close(handle)


def _is_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _note(handle: int) -> str:
    return os.pread(handle, 1000, 0).decode(errors="replace").strip()


def _write_note(handle: int, text: str) -> None:
    # A full disk must not stop "octavo clean".
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, text.encode(errors="replace"), 0)


def _make(folder: Path) -> list[Path]:
    """Make *folder* and return the folders that were made, the innermost first."""
    made = []
    for place in (folder, *folder.parents):
        if place.exists():
            break
        made.append(place)
    folder.mkdir(parents=True, exist_ok=True)
    return made


def _unmake(made: list[Path], file: Path) -> None:
    """Remove *file* and the folders *made* if the command wrote nothing to them."""
    if made and list(made[0].iterdir()) == [file]:
        file.unlink()
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _close_in_child() -> None:
    """Close the locks in a forked process, which would keep them after the end of the one that took them."""
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_close_in_child)
