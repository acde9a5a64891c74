"""Save catalogs at random moments while commands run: python -m tests.robustness.saves FOLDER [RUNS]."""

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

NAMES = ("update", "import", "review", "check --fix", "add-language", "publish")


class Translator(threading.Thread):
    """Saves a catalog with another translation, again and again, as an editor does: in one rename.

    :ivar saved: by file, the last translation that was saved
    """

    def __init__(self, root: Path, rng: random.Random) -> None:
        super().__init__()
        self.paths = sorted((root / "locales/fr").rglob("*.po"))
        self.rng = rng
        self.saved: dict[Path, str] = {}
        self.stop = threading.Event()

    def run(self) -> None:
        """Save until :attr:`stop`."""
        number = 0
        while not self.stop.wait(self.rng.random() * 0.1):
            number += 1
            path = self.rng.choice(self.paths)
            catalog = po.read(path)
            text = f"Enregistré {number}"
            messages = list(catalog.messages)
            place = next(n for n, message in enumerate(messages) if not message.is_header)
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
    lost = saves = 0
    for number in range(runs):
        for name in NAMES:
            root = folder / "trial"
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(base, root, symlinks=True)
            translator = Translator(root, random.Random(f"{number} {name}"))
            translator.start()
            status, said = trial.run(root, *trial.COMMANDS[name])
            time.sleep(0.05)
            translator.stop.set()
            translator.join()
            saves += len(translator.saved)
            for path, text in translator.saved.items():
                if text not in path.read_text(encoding="utf-8"):
                    lost += 1
                    print(f"{name} | lost in {path.name}: {text}", flush=True)
            if status not in (0, 1) or "Traceback" in said:
                print(f"{name} | {status} {said[-300:]}", flush=True)
    print(f"{runs * len(NAMES)} runs, the last saves of {saves} catalogs, {lost} lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 20))
