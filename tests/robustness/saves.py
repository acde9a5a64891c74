"""Save catalogs at random moments while commands run: python -m tests.robustness.saves FOLDER [RUNS].

Several runs may go on at once, each in a folder of its own.
"""

from __future__ import annotations

import random
import shutil
import sys
import threading
import time
from pathlib import Path

from octavo.catalogs import po
from octavo.files import write_atomically
from tests.robustness import trial

NAMES = [name for name in trial.COMMANDS if name != "init"]


class Translator(threading.Thread):
    """Saves a catalog with another translation, again and again, as an editor does: in one rename.

    :ivar saved: by file, the last translation that was saved
    :ivar number: of all saves
    :ivar lost: the saves that were gone at the next one
    """

    def __init__(self, root: Path, rng: random.Random) -> None:
        super().__init__()
        self.paths = sorted((root / "locales/fr").rglob("*.po"))
        self.rng = rng
        self.saved: dict[Path, str] = {}
        self.stop = threading.Event()
        self.number = 0
        self.lost: list[str] = []

    def run(self) -> None:
        """Save until :attr:`stop`."""
        while not self.stop.wait(self.rng.random() * 0.1):
            self.number += 1
            path = self.rng.choice(self.paths)
            catalog = po.read(path)
            text = f"Enregistré {self.number}"
            messages = list(catalog.messages)
            place = next(n for n, message in enumerate(messages) if not message.is_header)
            if path in self.saved and messages[place].msgstr != self.saved[path]:
                self.lost.append(f"{path.name}: {self.saved[path]}")
            messages[place] = messages[place].edited(msgstrs=(text,))
            data = po.Catalog(path, tuple(messages), catalog.trailing).text().encode()
            write_atomically(path, data)
            self.saved[path] = text


def main(folder: Path, runs: int) -> int:
    """Print what was lost, and how often something was saved."""
    base = folder / "base"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    trial.prepare(base)
    rows = []
    for name in NAMES:
        saves = lost = bad = 0
        for number in range(runs):
            root = folder / "trial"
            trial.copy(base, root)
            translator = Translator(root, random.Random(f"{number} {name}"))
            translator.start()
            status, said = trial.run(root, *trial.COMMANDS[name])
            time.sleep(0.05)
            translator.stop.set()
            translator.join()
            saves += translator.number
            gone = translator.lost + [
                f"{path.name}: {text}"
                for path, text in translator.saved.items()
                if text not in path.read_text(encoding="utf-8")
            ]
            lost += len(gone)
            for text in gone:
                print(f"{name} | lost in {text}", flush=True)
            if status not in (0, 1) or "Traceback" in said:
                bad += 1
                print(f"{name} | {status} {said[-300:]}", flush=True)
        rows.append((name, saves, lost, bad))
        print(rows[-1], flush=True)
    print(f"\n{'command':14}{'runs':>6}{'saves':>8}{'lost':>6}{'failed':>8}")
    for name, saves, lost, bad in rows:
        print(f"{name:14}{runs:6}{saves:8}{lost:6}{bad:8}")
    return 1 if any(lost or bad for _, _, lost, bad in rows) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 20))
