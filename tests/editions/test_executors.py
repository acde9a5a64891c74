"""The processes of a build end with it, also if it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BUILD = """
import os, sys, time
from octavo.editions import executors
from tests.editions.test_executors import stay
with executors.local_executor(1) as pool:
    pool.submit(stay, sys.argv[1]).result()
"""


def stay(file: str) -> None:
    """Write the process id and stay."""
    Path(file).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.slow
def test_a_task_does_not_outlive_a_build_that_is_killed(tmp_path: Path) -> None:
    """It would write beside the next build, which has the lock."""
    file = tmp_path / "pid"
    build = subprocess.Popen([sys.executable, "-c", BUILD, str(file)], cwd=Path(__file__).parents[2])
    end = time.monotonic() + 60
    while not (file.exists() and file.read_text(encoding="utf-8")) and time.monotonic() < end:
        time.sleep(0.05)
    pid = int(file.read_text(encoding="utf-8"))
    build.send_signal(signal.SIGKILL)
    build.wait()
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert time.monotonic() < end
