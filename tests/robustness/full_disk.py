"""Run commands on a disk that gets full: python -m tests.robustness.full_disk FOLDER [MOMENTS [COMMAND…]].

Several runs may go on at once, each in a folder of its own.
It mounts a small tmpfs on a folder in FOLDER, which only root may do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from octavo import publication
from tests.robustness import trial

SIZE = 96 << 20


def main(folder: Path, moments: int, names: list[str]) -> int:
    """Print a line for each command, and one for each amount of free space with which something was wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    base, disk = folder / "base", folder / "disk"
    trial.prepare(base)
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "octavo", str(disk)], check=True)
    try:
        rows = [(name, *_try(base, disk, name, moments)) for name in names]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    print(f"\n{'command':14}{'moments':>9}{'failed':>9}{'most KiB':>10}{'bad':>6}")
    for name, failed, most, bad in rows:
        print(f"{name:14}{moments:9}{failed:9}{most:10}{bad:6}")
    return 1 if any(bad for *_, bad in rows) else 0


def _try(base: Path, disk: Path, name: str, moments: int) -> tuple[int, int, int]:
    """Return how many runs failed, the most free space in KiB, and how many left something wrong."""
    whole = trial.copy(base, disk / "whole")
    before = _used(disk)
    trial.must(whole, *trial.COMMANDS[name])
    # It also needs some space for a while.
    need = int((_used(disk) - before) * 1.5) + (64 << 10)
    if name == "publish":  # the new publication is made beside the old ones
        need += sum(path.stat().st_size for path in (whole / "build/site").resolve().rglob("*")) * 2
    wanted = trial.inputs(whole)
    site = publication.digest((whole / "build/site").resolve())
    shutil.rmtree(whole)
    bad = stopped = 0
    for number in range(moments):
        root = trial.copy(base, disk / "trial")
        shown = publication.digest((root / "build/site").resolve())
        ballast = disk / "ballast"
        free = need * number // moments
        ballast.write_bytes(bytes(max(0, _free(disk) - free)))
        status, said = trial.run(root, *trial.COMMANDS[name])
        stopped += status != 0
        found = [f"traceback: {said[-300:]}"] if "Traceback" in said else []
        now = publication.digest((root / "build/site").resolve())
        if now != (site if name == "publish" and not status else shown):
            found.append("the publication is neither the old nor the new one")
        ballast.unlink()
        status, said = trial.run(root, *trial.COMMANDS[name])
        if status:
            found.append(f"the next run: {status} {said[-300:]}")
        if trial.inputs(root) != wanted:
            found.append("catalogs differ from those of a run with space")
        if name == "publish" and publication.digest((root / "build/site").resolve()) != site:
            found.append("the site differs from that of a run with space")
        found += trial.faults(root, [name])
        bad += bool(found)
        for text in found:
            print(f"{name} | {free >> 10} KiB free | {text}", flush=True)
        shutil.rmtree(root)
    return stopped, need >> 10, bad


def _free(disk: Path) -> int:
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def _used(disk: Path) -> int:
    return SIZE - _free(disk)


if __name__ == "__main__":
    wanted = sys.argv[3:] or ["update", "publish"]
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 30, wanted))
