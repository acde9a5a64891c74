"""Start every ordered pair of writing commands together: python -m tests.robustness.pairs FOLDER [MILLISECONDS…].

Several runs may go on at once, each in a folder of its own.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from tests.robustness import trial


def main(folder: Path, delays: list[int]) -> int:
    """Print a line for each pair that left something wrong, and the number of all."""
    base = folder / "base"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    trial.prepare(base)
    names = [name for name in trial.COMMANDS if name != "init"]
    bad = done = 0
    table: Counter[tuple[str, int]] = Counter()
    trials = list(itertools.product(delays, itertools.product(names, names)))
    # A run that is ended early has seen something of everything.
    random.Random(1).shuffle(trials)
    for delay, (first, second) in trials:
        root = folder / "trial"
        trial.copy(base, root)
        one = trial.start(root, *trial.COMMANDS[first])
        time.sleep(delay / 1000)
        other = trial.start(root, *trial.COMMANDS[second])
        said = [trial.end(process)[1] for process in (one, other)]
        found = trial.faults(root, [first, second])
        found += [
            f"traceback of {name}" for name, text in zip((first, second), said, strict=True) if "Traceback" in text
        ]
        for name, process, text in zip((first, second), (one, other), said, strict=True):
            # A second add-language has nothing to add; check and publish may have findings.
            if process.returncode not in (0, 1) and not (first == second == "add-language"):
                found.append(f"{name} ended with {process.returncode}: {text.strip()[-200:]}")
        if {first, second} & trial.PUBLISHING and (fault := trial.site_fault(root)):
            found.append(fault)
        done += 1
        bad += bool(found)
        table[first, delay] += bool(found)
        for text in found:
            print(f"{first} | {second} | {delay} ms | {text}", flush=True)
        if done % 10 == 0:
            print(f"{done} pairs, {bad} bad", flush=True)
    print(f"\nbad of {len(names)} pairs  {''.join(f'{delay:>6} ms' for delay in delays)}")
    for name in names:
        print(f"{name:16}{''.join(f'{table[name, delay]:9}' for delay in delays)}")
    print(f"{done} pairs, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), [int(text) for text in sys.argv[2:]] or [0, 50, 500]))
