"""Hash the content of files. A process reads a file again only if its fingerprint changed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from octavo.cache import fingerprint
from octavo.cache.fingerprint import FileFingerprint


def file_hash(path: Path) -> str:
    """Return the SHA-256 of the file at *path*.

    :raises OSError: it cannot be read
    """
    now = fingerprint.clock()
    state = fingerprint.of_status(path.stat())
    return _remembered(str(path), state) if state.is_settled(now) else _read(path)


@lru_cache(maxsize=50_000)
def _remembered(path: str, found: FileFingerprint) -> str:
    return _read(Path(path))


def _read(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
