"""Let a real Poedit open a catalog, save it unchanged, and save it with one edit; show what it changed in the file.

``xvfb-run -a python -m tests.clients.poedit`` needs Debian's poedit, xvfb and xdotool.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from tests.clients.steps import git, new_project, octavo, said

TEXT = "Traduit dans Poedit"


def keys(*names: str) -> None:
    """Press keys in the window of Poedit."""
    for name in names:
        said(["xdotool", "key", "--clearmodifiers", name])
        time.sleep(0.4)


def run(folder: Path) -> None:
    """Open, edit and save the catalog of the second guide."""
    project = new_project(folder / "project")
    catalog = project / "locales/fr/LC_MESSAGES/two/index.po"
    poedit = subprocess.Popen(["poedit", catalog], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        window = said(["xdotool", "search", "--sync", "--onlyvisible", "--name", "Poedit"]).split()[-1]
        time.sleep(3)
        said(["xdotool", "windowfocus", window])
        keys("ctrl+s")
        time.sleep(2)
        print("--- saved unchanged\n" + git(project, "diff", "--stat", "--patch"))
        git(project, "commit", "-qam", "Saved in Poedit", "--allow-empty")
        height = int(said(["xdotool", "getwindowgeometry", "--shell", window]).partition("HEIGHT=")[2].split()[0])
        # The translation is the lower of the two boxes at the foot of the window.
        said(["xdotool", "mousemove", "--window", window, "200", str(height - 90), "click", "1"])
        keys("ctrl+a")
        said(["xdotool", "type", "--delay", "20", TEXT])
        keys("ctrl+s")
        time.sleep(2)
        print("--- one message edited\n" + git(project, "diff", "--patch"))
    finally:
        poedit.terminate()
        poedit.wait()
    assert TEXT in catalog.read_text(encoding="utf-8")
    # The catalog has no new finding, and Octavo keeps what Poedit wrote.
    octavo(project, "check", "locales/fr/LC_MESSAGES/two")
    octavo(project, "update")
    print("--- after octavo update\n" + git(project, "diff", "--stat"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        run(Path(name))
