"""Kill a command at many moments, and run it again: python -m tests.robustness.kills FOLDER [MOMENTS [COMMAND…]]."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from pathlib import Path

from tests.robustness import trial

KILLED = ("update", "import", "review", "publish", "rollback", "init", "add-language")


def main(folder: Path, moments: int, names: list[str]) -> int:
    """Print a line for each command, and one for each moment after which something was wrong."""
    base = folder / "base"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    trial.prepare(base)
    bad = 0
    for name in names:
        start = _start(base, folder / f"start-{name}", name)
        # The fastest of three: a slow first run would put most moments after the end of the others.
        seconds = min(_seconds(whole := _copy(start, folder / "whole"), name) for _ in range(3))
        wanted = trial.inputs(whole)
        stopped = 0
        for number in range(moments):
            root = _copy(start, folder / "trial")
            process = trial.start(root, *trial.COMMANDS[name])
            time.sleep(seconds * (number + 0.5) / moments)
            process.send_signal(signal.SIGKILL if number % 4 else signal.SIGINT)
            process.communicate()
            stopped += process.returncode < 0 or process.returncode == 130
            found = _after(root, name, wanted)
            bad += bool(found)
            for text in found:
                print(f"{name} | stopped at {100 * (number + 0.5) / moments:.0f} % | {text}", flush=True)
        print(f"{name}: {stopped} of {moments} stopped in {seconds:.1f} s", flush=True)
    print(f"{bad} bad")
    return 1 if bad else 0


def _start(base: Path, root: Path, name: str) -> Path:
    _copy(base, root)
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


def _copy(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
    return target


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
