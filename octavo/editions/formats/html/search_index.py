"""A written HTML edition → the same with its search index.

Sphinx's own index is dead in Chinese (sphinx#14229) and blind to unaccented French; Pagefind segments Chinese,
folds accents, and lets a reader on a weak connection load only the pieces of the index that a query needs.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from octavo.editions.formats import whole
from octavo.errors import OctavoError
from octavo.files import remove

#: Where the index lies in an edition.
FOLDER = "pagefind"
#: The ready-made interface is not used: the search page is ours, in the edition's language.
_UNUSED = ("pagefind-ui.js", "pagefind-ui.css", "pagefind-modular-ui.js", "pagefind-modular-ui.css",
           "pagefind-component-ui.js", "pagefind-component-ui.css", "pagefind-highlight.js")  # fmt: skip


def build_search_index(folder: Path, log: Path) -> None:
    """Make the search index of the edition in *folder*; the tool's own words are added to *log*."""
    # An index holds pieces named by their content; those of an older text would stay for ever.
    remove(folder / FOLDER)
    command = [str(pagefind_program()), "--site", str(folder), "--output-subdir", FOLDER]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise _fault(f"{command[0]}: {error.strerror}", "Install Octavo again") from error
    with log.open("a", encoding="utf-8") as stream:
        stream.write(result.stdout + result.stderr)
    if result.returncode:
        raise _fault("it stopped", f"Read {log}")
    if fault := whole.search_index_fault(folder / FOLDER):
        remove(folder / FOLDER)
        raise _fault(fault, "Check the space on the disk, and run it again")
    for name in _UNUSED:
        (folder / FOLDER / name).unlink(missing_ok=True)


def pagefind_program() -> Path:
    """Return where Pagefind's program is: its Python package only hands on to it, after 0.13 s.

    :raises OctavoError: there is none
    """
    from pagefind.service import get_executable  # asyncio with it; what builds nothing needs neither

    found: Path | None = get_executable()
    if found is None:
        raise _fault("it is not installed", "Install Octavo again")
    return found


def _fault(why: str, remedy: str) -> OctavoError:
    return OctavoError("search-index", f"Pagefind could not make the search index: {why}", remedy=remedy)
