"""Find the ``conf.py`` of a folder, and read its values as Sphinx does.

It runs in a process of its own, so its output, its errors and its endless loops do no harm here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.errors import OctavoError

NAME = "conf.py"
#: A separate program reads conf.py, because only some modules may import Sphinx.
ASKED = "octavo.sphinxext.programs.dump_config"
#: Seconds; a configuration that imports a large package needs some.
PATIENCE = 120
DEPTH = 4
#: Folders whose ``conf.py`` is not that of the documentation.
_ASIDE = frozenset(("build", "dist", "node_modules", "site-packages", "test", "tests", "venv", "__pycache__"))


@dataclass(frozen=True, slots=True)
class Configuration:
    """Store the values that Sphinx reads from a ``conf.py``.

    :ivar values: Sphinx's values by name
    :ivar given: the names that ``conf.py`` sets
    """

    path: Path
    values: dict[str, Any]
    given: frozenset[str]

    def text(self, name: str) -> str:
        """Return the value of *name* if it is a text; else nothing."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


def find(root: Path) -> Path:
    """Return the one ``conf.py`` below *root*.

    :raises OctavoError: there is none, or more than one
    """
    found = []
    for place, folders, names in os.walk(root):
        folder = Path(place)
        deep = len(folder.relative_to(root).parts) >= DEPTH
        folders[:] = [] if deep else sorted(n for n in folders if n not in _ASIDE and not n.startswith((".", "_build")))
        if NAME in names:
            found.append(folder / NAME)
    if not found:
        raise OctavoError(
            "init-no-conf", f"there is no {NAME} in {root} or below it",
            remedy="Go to a Sphinx project, make one with “sphinx-quickstart”, or name the file with --conf",
        )  # fmt: skip
    if len(found) > 1:
        names = [path.relative_to(root).as_posix() for path in found]
        raise OctavoError(
            "init-many-conf", f"there are {len(found)} projects of Sphinx: {', '.join(names[:5])}",
            remedy=f"Name the one with --conf, as in “octavo init --conf {names[0]}”", path=root,
        )  # fmt: skip
    return found[0]


def ask(path: Path, source: Path | None = None) -> Configuration:
    """Return what Sphinx reads in the ``conf.py`` at *path*, and what its extensions make of that.

    :param source: the folder of the text, if it is known

    :raises OctavoError: it cannot be read
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "answer.json")
        command = [sys.executable, "-m", ASKED, str(path.parent), str(answer), str(source or path.parent)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise _broken(path, f"it does not come to an end in {PATIENCE} seconds") from error
        if done.returncode or not answer.is_file():
            lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
            raise _broken(path, f"Sphinx cannot read it: {lines[-1][:300] if lines else 'it ended without a word'}")
        told = json.loads(answer.read_text(encoding="utf-8"))
    return Configuration(path, told["values"], frozenset(told["given"]))


def _broken(path: Path, what: str) -> OctavoError:
    return OctavoError(
        "init-conf-broken", what, path=path,
        remedy="Correct it, or install what it imports where Octavo is installed, until sphinx-build reads it",
    )  # fmt: skip
