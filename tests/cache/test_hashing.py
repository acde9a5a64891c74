"""The digest of a file is that of its bytes, whenever it is asked for."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from octavo.cache import fingerprint, hashing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.rst"
    path.write_bytes(b"first")
    return path


def settle(path: Path) -> None:
    """Make the file old enough to be remembered."""
    os.utime(path, ns=(0, 0))
    while not fingerprint.of_status(path.stat()).is_settled(fingerprint.clock()):
        time.sleep(0.005)


def test_it_is_that_of_the_bytes(file: Path) -> None:
    assert hashing.file_hash(file) == hashlib.sha256(b"first").hexdigest()


def test_a_file_that_is_the_same_is_read_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(file)
    before = hashing.file_hash(file)
    monkeypatch.setattr(hashing, "_read", None)
    assert hashing.file_hash(file) == before


def test_a_file_of_another_time_or_size_or_in_its_place_is_read_again(file: Path) -> None:
    settle(file)
    hashing.file_hash(file)
    for data in (b"other", b"longer than it was"):
        file.write_bytes(data)
        settle(file)
        assert hashing.file_hash(file) == hashlib.sha256(data).hexdigest()
    draft = file.with_suffix(".tmp")
    draft.write_bytes(b"LONGER THAN IT WAS")
    settle(draft)
    draft.replace(file)
    settle(file)
    assert hashing.file_hash(file) == hashlib.sha256(b"LONGER THAN IT WAS").hexdigest()


def test_what_was_written_a_moment_ago_is_not_trusted(file: Path) -> None:
    sign = file.stat()
    hashing.file_hash(file)
    file.write_bytes(b"FIRST")
    os.utime(file, ns=(sign.st_atime_ns, sign.st_mtime_ns))
    assert hashing.file_hash(file) == hashlib.sha256(b"FIRST").hexdigest()
