"""A file is replaced whole, and only if it is what was read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.files import FileChangedError, remove, remove_leftovers, write_atomically, write_if_changed
from octavo.files.atomic import LEFTOVER


def test_a_file_that_changed_since_it_was_read_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"saved by a translator")
    with pytest.raises(FileChangedError):
        write_atomically(path, b"new", before=b"as it was read")
    with pytest.raises(FileChangedError):
        write_atomically(path, b"new", before=None)
    assert path.read_bytes() == b"saved by a translator"
    assert list(tmp_path.iterdir()) == [path]
    write_atomically(path, b"new", before=b"saved by a translator")
    assert path.read_bytes() == b"new"


def test_a_file_that_was_deleted_since_it_was_read_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(FileChangedError):
        write_atomically(tmp_path / "a.po", b"new", before=b"as it was read")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_has_the_rights_that_the_umask_leaves(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from octavo.files import write_atomically as w; w(Path('a'), b'')"
    subprocess.run([sys.executable, "-c", f"import os; os.umask(0o077); {code}"], cwd=tmp_path, check=True,
                   env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])})  # fmt: skip
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_atomically(tmp_path / "a.po", b"new")
    assert caught.value.filename == str(tmp_path / "a.po")
    assert list(tmp_path.iterdir()) == []


def test_only_files_that_cannot_be_built_again_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", waited.append)
    assert write_if_changed(tmp_path / "page.html", b"new")
    write_atomically(tmp_path / "cache.json", b"new", is_built=True)
    assert not waited
    write_atomically(tmp_path / "a.po", b"new")
    assert len(waited) == 1


def test_a_long_name_leaves_room_for_the_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 120 + ".po")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_folder_is_renamed_before_its_files_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "whole"
    folder.mkdir()
    (folder / "a").touch()

    def killed(_path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        remove(folder)
    monkeypatch.undo()
    [left] = tmp_path.iterdir()
    assert left.name.endswith(LEFTOVER)
    remove_leftovers([tmp_path])
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_deleted_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    (tmp_path / "link").symlink_to(outside)
    remove(tmp_path / "link")
    remove(tmp_path / "missing")
    assert (outside / "kept").exists()
    assert not (tmp_path / "link").is_symlink()
