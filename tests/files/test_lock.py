"""One command at a time, and no lock that outlives its process."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import NoReturn

import pytest

from octavo.files import is_locked, lock
from octavo.files.lock import NAME

HOLDER = """
import os, sys
from pathlib import Path
from octavo.files import lock
with lock(Path(sys.argv[1]), "octavo publish"):
    if "fork" in sys.argv:
        ours, theirs = os.pipe()
        if not os.fork():
            os.write(theirs, b"forked")
            sys.stdin.read()
            os._exit(0)
        os.read(ours, 6)
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path, *more: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_command_waits_and_says_for_whom(tmp_path: Path) -> None:
    notices: list[str] = []
    done: list[bool] = []
    with holder(tmp_path) as process:

        def wait() -> None:
            with lock(tmp_path, "octavo clean", notices.append):
                done.append(True)

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.5)
        assert not done
        assert is_locked(tmp_path / NAME)
        process.communicate("")
        thread.join(10)
    assert done
    [notice] = notices
    assert f"octavo publish (process {process.pid}" in notice


@pytest.mark.parametrize("more", [(), ("fork",)])
def test_the_lock_ends_with_its_process_and_the_next_command_learns_of_it(tmp_path: Path, more: tuple[str]) -> None:
    process = holder(tmp_path, *more)
    process.kill()
    process.wait()
    assert not is_locked(tmp_path / NAME)
    with lock(tmp_path, "octavo clean") as was_killed:
        assert was_killed
    with lock(tmp_path, "octavo clean") as was_killed:
        assert not was_killed
    assert process.stdin is not None
    process.stdin.close()


def test_a_lock_whose_file_is_deleted_meanwhile_is_taken_on_the_new_file(tmp_path: Path) -> None:
    inside: list[bool] = []
    with holder(tmp_path) as process:

        def wait() -> None:
            with lock(tmp_path, "octavo clean"):
                inside.append(is_locked(tmp_path / NAME))

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.3)
        (tmp_path / NAME).unlink()
        process.communicate("")
        thread.join(10)
    assert inside == [True]


def test_a_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    notices: list[str] = []
    with lock(tmp_path, "octavo clean", notices.append):
        pass
    [notice] = notices
    assert "has no locks" in notice


def test_a_folder_made_for_the_lock_goes_if_nothing_is_in_it(tmp_path: Path) -> None:
    with lock(tmp_path / "build" / "octavo", "octavo init"):
        pass
    assert list(tmp_path.iterdir()) == []
    with lock(tmp_path / "build", "octavo init"):
        (tmp_path / "build" / "made").touch()
    assert (tmp_path / "build" / "made").exists()
