"""A stored result is believed only if it is whole, and written by this version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.cache import store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "build" / "result.json"
    store.save(path, {"fr": [1, 2]})
    return path


def test_what_was_stored_is_returned(file: Path) -> None:
    assert store.load(file) == {"fr": [1, 2]}
    store.save(file, [3], version="rules 1")
    assert store.load(file, version="rules 1") == [3]


def test_another_version_or_schema_is_not_believed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.load(file, version="rules 2") is None
    with monkeypatch.context() as patch:
        patch.setattr(store, "package_hash", lambda: "another")
        assert store.load(file) is None
    with monkeypatch.context() as patch:
        patch.setattr(store, "SCHEMA", store.SCHEMA + 1)
        assert store.load(file) is None
    assert store.load(file) is not None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"null", b"\xff", b'{"schema": 1}'])
def test_a_broken_file_is_not_believed(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert store.load(file) is None
    file.unlink()
    assert store.load(file) is None


def test_a_failed_write_leaves_what_was_stored(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(TypeError):
        store.save(file, {"fr": object()})
    assert file.read_bytes() == before
    assert json.loads(before)["content"] == {"fr": [1, 2]}
    assert [path.name for path in file.parent.iterdir()] == [file.name]
