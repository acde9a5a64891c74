"""A written HTML edition → the same with its search index.

Sphinx's own index is dead in Chinese (sphinx#14229) and blind to unaccented French; Pagefind segments Chinese,
folds accents, and lets a reader on a weak connection load only the pieces of the index that a query needs.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from octavo.errors import OctavoError

#: Where the index lies in an edition.
FOLDER = "pagefind"


def index(folder: Path, log: Path) -> None:
    """Make the search index of the edition in *folder*; the tool's own words are added to *log*."""
    # An index holds pieces named by their content; those of an older text would stay for ever.
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--output-subdir", FOLDER]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    with log.open("a", encoding="utf-8") as stream:
        stream.write(result.stdout + result.stderr)
    if result.returncode:
        raise OctavoError("search-index", "Pagefind could not make the search index", remedy=f"Read {log}")
    # The ready-made interface is not used: the search page is ours, in the edition's language.
    for name in ("pagefind-ui.js", "pagefind-ui.css", "pagefind-modular-ui.js", "pagefind-modular-ui.css",
                 "pagefind-component-ui.js", "pagefind-component-ui.css", "pagefind-highlight.js"):  # fmt: skip
        (folder / FOLDER / name).unlink(missing_ok=True)
