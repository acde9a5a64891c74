"""Stop a command at many moments, and run it again: python -m tests.robustness.kills FOLDER [MOMENTS [COMMAND…]].

Each command is killed (SIGKILL) at MOMENTS moments and interrupted (Ctrl-C) at as many. The moments are spread over the
whole time that the command needs, which is measured again and again, for other programs may keep the machine busy.
Several runs may go on at once, each in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path

from tests.robustness import trial

KILLED = ("update", "import", "review", "publish", "rollback", "init", "add-language")
#: Moments after which the time of a command is measured again.
_OFTEN = 10


def main(folder: Path, moments: int, names: list[str]) -> int:
    """Print a line for each moment after which something was wrong, and a table."""
    base = folder / "base"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    trial.prepare(base)
    rows = []
    for name in names:
        start = _start(base, folder / f"start-{name}", name)
        stopped = {signal.SIGKILL: 0, signal.SIGINT: 0}
        bad = 0
        for number in range(moments):
            if number % _OFTEN == 0:
                # The fastest of two: after a slow one, most moments would come after the end of the others.
                seconds = min(_seconds(whole := trial.copy(start, folder / "whole"), name) for _ in range(2))
                wanted = trial.inputs(whole)
            # All parts of the time come early, so that a run that is ended early has seen each of them.
            share = (number * 0.618034 + 0.5 / moments) % 1
            for kind in stopped:
                root = trial.copy(start, folder / "trial")
                stopped[kind] += _stop(root, name, seconds * share, kind)
                found = _after(root, name, wanted)
                bad += bool(found)
                for text in found:
                    print(f"{name} | {kind.name} at {share:.0%} of {seconds:.1f} s | {text}", flush=True)
            if number % _OFTEN == _OFTEN - 1:
                print(f"{name}: {number + 1} moments, {bad} bad", flush=True)
        rows.append((name, stopped[signal.SIGKILL], stopped[signal.SIGINT], bad))
        print(rows[-1], flush=True)
    print(f"\n{'command':14}{'moments':>9}{'killed':>9}{'Ctrl-C':>9}{'bad':>6}")
    for name, killed, interrupted, bad in rows:
        print(f"{name:14}{2 * moments:9}{killed:9}{interrupted:9}{bad:6}")
    return 1 if any(bad for *_, bad in rows) else 0


def _stop(root: Path, name: str, seconds: float, kind: signal.Signals) -> bool:
    """Run a command and stop it after *seconds*; return whether it was still running."""
    process = trial.start(root, *trial.COMMANDS[name], is_heard=False)
    time.sleep(seconds)
    if process.poll() is None and kind is signal.SIGINT:
        os.killpg(process.pid, kind)  # a terminal sends it to all processes
    else:
        process.send_signal(kind)
    trial.end(process)
    return process.returncode < 0 or process.returncode == 130


def _start(base: Path, root: Path, name: str) -> Path:
    trial.copy(base, root)
    if name == "init":
        shutil.rmtree(root / "build")
        (root / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1"\n', encoding="utf-8")
        conf = root / "conf.py"
        conf.write_text('project = "Two small guides"\nlanguage = "en"\nextensions = []\n', encoding="utf-8")
        conf.rename(root / "source/conf.py")
    return root


def _seconds(root: Path, name: str) -> float:
    began = time.perf_counter()
    trial.must(root, *trial.COMMANDS[name])
    return time.perf_counter() - began


def _after(root: Path, name: str, wanted: str) -> list[str]:
    site = root / "build/site"
    found = []
    if site.exists() and not (site / "manifest.json").is_file():
        found.append("the site is not whole right after the end")
    status, said = trial.run(root, *trial.COMMANDS[name])
    is_done = name == "add-language" and "already" in said
    if (status and not is_done) or "Traceback" in said:
        found.append(f"the next run: {status} {said[-300:]}")
    # A rollback that was done and is done again shows the first publication: both are right.
    if trial.inputs(root) != wanted:
        found.append("catalogs or configuration differ from those of a run that was not stopped")
    names = [] if name == "init" else [name]
    if name != "init":
        found += trial.faults(root, names)
    if name == "publish" and (fault := trial.site_fault(root)):
        found.append(fault)
    return found


if __name__ == "__main__":
    sys.exit(main(
        Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 100, sys.argv[3:] or list(KILLED)
    ))  # fmt: skip
