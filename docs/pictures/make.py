"""Take the pictures of the handbook from a small project: Poedit, a page, a proof.

Run ``python docs/pictures/make.py tests/projects/small``. It needs ``poedit``, ``xvfb``, ``dbus-run-session``,
``imagemagick`` and ``chromium``. Run it by hand if the pictures are out of date, then ``python docs/pictures/work.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DISPLAY = ":78"


def octavo(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "octavo", *words], cwd=folder, check=True)


def page(path: Path, target: str, height: int = 640) -> None:
    """Take the picture of a page in Chromium."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [*CHROMIUM, f"--user-data-dir={profile}", f"--window-size=1000,{height}", f"--screenshot={HERE / target}",
             path.as_uri()], check=True, capture_output=True,
        )  # fmt: skip


def poedit(catalog: Path, target: str) -> None:
    """Take the picture of Poedit with *catalog*, on a screen that nobody sees."""
    with tempfile.TemporaryDirectory() as home:
        screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "900x669x24"], stderr=subprocess.DEVNULL)
        environment = os.environ | {"DISPLAY": DISPLAY, "HOME": home, "LC_ALL": "C.UTF-8"}
        try:
            time.sleep(2)
            order = ["dbus-run-session", "poedit", catalog]
            editor = subprocess.Popen(order, env=environment, stderr=subprocess.DEVNULL)
            try:
                time.sleep(12)
                subprocess.run(["import", "-window", "root", HERE / target], env=environment, check=True)
            finally:
                editor.terminate()
                editor.wait(10)
        finally:
            screen.terminate()
            screen.wait(10)


def main(original: str) -> None:
    """Make all pictures from a copy of the project *original*, as the first ten minutes have it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "small"
        shutil.copytree(original, folder)
        chapter = folder / "source/one/chapter.rst"
        changed = chapter.read_text(encoding="utf-8").replace("Sit down.", "Sit down and breathe.")
        chapter.write_text(changed, encoding="utf-8")
        octavo(folder, "update", "fr")
        catalog = folder / "locales/fr/LC_MESSAGES/one/chapter.po"
        poedit(catalog, "poedit.png")
        text = catalog.read_text(encoding="utf-8")
        text = text.replace('#, fuzzy\n#| msgid "Sit down."\n', "")
        text = text.replace("Asseyez-vous.", "Asseyez-vous et respirez.")
        catalog.write_text(text, encoding="utf-8")
        octavo(folder, "build", "fr", "-f", "html")
        page(folder / "build/editions/fr/html/one/chapter.html", "translated.png")
        octavo(folder, "proof", "fr", "one", "-f", "html")
        page(folder / "build/proofs/fr/pages/one/index.html", "proof.png")


if __name__ == "__main__":
    main(sys.argv[1])
