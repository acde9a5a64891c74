"""Commands → what running them one after another cost: seconds, processor's seconds, peak memory of a process.

Each measure has a process of its own (``python bench/timed.py`` with the commands as JSON), which adopts whatever a
command leaves behind: processes of processes count too.
"""

from __future__ import annotations

import compileall
import ctypes
import functools
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: Linux' prctl(2): orphans of our descendants become our children.
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What a measure found.

    :ivar seconds: by the clock
    :ivar processor: user and system time of all processes together, in seconds
    :ivar memory: MB of the process that needed most
    """

    seconds: float
    processor: float
    memory: float


def cost(commands: Sequence[Sequence[str]], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run *commands* in *folder*, one after another, and return what they cost together.

    :raises SystemExit: one of them failed
    """
    _compile()
    whole = {**os.environ, **(environment or {})}
    whole.pop("PYTHONDONTWRITEBYTECODE", None)
    asked = json.dumps([list(command) for command in commands])
    run = subprocess.run(
        [sys.executable, __file__], input=asked, cwd=folder, env=whole, text=True, capture_output=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"{folder}: {run.stdout[-3000:]}{run.stderr[-3000:]}")
    return Cost(**json.loads(run.stdout.splitlines()[-1]))


@functools.cache
def _compile() -> None:
    """Compile Octavo's modules, as pip does: a run that compiles them itself takes a tenth of a second longer."""
    compileall.compile_dir(Path(__file__).parents[1] / "octavo", quiet=1)


def main() -> int:
    """Run the commands of standard input and print the cost as JSON on the last line."""
    commands = json.load(sys.stdin)
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    for command in commands:
        result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if result.returncode:
            print(
                f"{' '.join(command)}: exit status {result.returncode}\n{result.stdout[-1500:]}{result.stderr[-1500:]}"
            )
            return 1
    seconds = time.perf_counter() - start
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
