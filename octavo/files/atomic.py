"""Replace a file by a rename, if nobody changed it since it was read."""

from __future__ import annotations

import ctypes
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

#: Ends the names of files and folders that a run writes or deletes. They are never content.
LEFTOVER = ".octavo-tmp"
#: Long names are cut, so that the name of the temporary file is not too long for the file system.
_LONGEST = 40
#: The umask cannot be read without setting it, which is not safe once there are threads.
_UMASK = os.umask(0)
os.umask(_UMASK)


class _Anything:
    """Represent any content of a file."""


ANYTHING: Final = _Anything()


class FileChangedError(Exception):
    """The file at *path* changed since it was read, so it was not replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def write_atomically(
    path: Path, data: bytes, *, before: bytes | _Anything | None = ANYTHING, is_built: bool = False
) -> None:
    """Write *data* to *path* by a rename, so that a kill or a full disk leaves the old file whole.

    :param before: the content that the file must still have; ``None`` if there must be no file
    :param is_built: whether a build can write it again, so that it need not survive a power failure
    :raises FileChangedError: the file has another content than *before*; it is unchanged
    :raises OSError: the data could not be written; the old file is unchanged
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, data, before, is_built=is_built)
    except OSError as error:
        # The name of the temporary file says nothing to a reader.
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write *data*, which a build made, to *path* unless it is there already. Return whether it was written."""
    if content(path) == data:
        return False
    write_atomically(path, data, is_built=True)
    return True


def _write(path: Path, data: bytes, before: bytes | _Anything | None, *, is_built: bool) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_LONGEST]}.", suffix=LEFTOVER)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if not is_built:
                os.fsync(stream.fileno())  # 6 ms
        # mkstemp makes files that only their owner can read: keep the mode of the file that is replaced.
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_UMASK)
        # As late as possible: writing takes much longer than this comparison.
        check_unchanged(path, before)
        if not isinstance(before, bytes) or not _exchange(name, path, data, before):
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _exchange(name: str, path: Path, data: bytes, before: bytes) -> bool:
    """Exchange the file *name* and the file at *path*, and look at what was replaced.

    A rename would overwrite what another program saved between the comparison and the rename.

    :returns: whether this system and file system can exchange files
    :raises FileChangedError: it was not *before*; it is back in its place
    """
    if not _renameat2(name, path):
        return False
    replaced = Path(name).read_bytes()
    if replaced != before:
        # Put it back; if somebody saved once more meanwhile, that is the file to keep.
        put = data
        while _renameat2(name, path) and (found := Path(name).read_bytes()) != put:
            put, replaced = replaced, found
        Path(name).unlink()
        raise FileChangedError(path)
    Path(name).unlink()
    return True


def _renameat2(one: str, other: Path) -> bool:
    """Exchange two files with Linux's renameat2(2); return whether that was possible."""
    call = getattr(_libc(), "renameat2", None)
    # -100: names are relative to the working folder; 2: exchange.
    return call is not None and call(-100, os.fsencode(one), -100, os.fsencode(other), 2) == 0


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def text_or_empty(path: Path) -> str:
    """Return the text of the file at *path*; an empty one if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def name_below(folder: Path, path: Path) -> str:
    """Return the path of the file at *path* below *folder* without suffix: the name of a document or a domain."""
    return path.relative_to(folder).with_suffix("").as_posix()


def check_unchanged(path: Path, before: bytes | _Anything | None) -> None:
    """Check that the file at *path* has the content *before*; ``None`` means that there is no file.

    :raises FileChangedError: it has another content
    """
    if not isinstance(before, _Anything) and content(path) != before:
        raise FileChangedError(path)


def content(path: Path) -> bytes | None:
    """Return the content of the file at *path*; ``None`` if there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
