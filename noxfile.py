"""Run the quick tests, and builds of small projects, with the oldest, the default and newer versions of Sphinx.

``nox`` runs each session whose Python is installed; ``nox -s "tests(8.2)"`` runs one.
"""

from __future__ import annotations

import re
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
#: Python, Sphinx and docutils; without a docutils, the newest that all packages take.
PAIRS = (
    nox.param("3.11", "8.2.3", "0.21.2", id="8.2"),
    nox.param("3.11", "9.0.4", "0.22.4", id="9.0"),
    nox.param("3.13", "9.1.1", "", id="9.1"),
    nox.param("3.13", "9.2.0", "", id="9.2"),
)
#: What the quick tests import besides Octavo and its extras.
PACKAGES = ("hypothesis", "myst-parser", "pytest", "pytest-xdist", "setuptools", "translate-toolkit")
#: Pinned for the default pair only.
_FREE = ("docutils", "furo", "myst-parser", "sphinx")
_PINS = ("requirements.txt", "requirements-cluster.txt", "requirements-test.txt")


def constraints() -> str:
    """Return the pins of this repository without those of a pair."""
    lines = [line for name in _PINS for line in Path(name).read_text(encoding="utf-8").splitlines()]
    pins = [line for line in lines if re.match(r"[\w.-]+==", line) and line.lower().partition("==")[0] not in _FREE]
    return "".join(f"{line}\n" for line in pins)


@nox.session
@nox.parametrize(("python", "sphinx", "docutils"), PAIRS)
def tests(session: nox.Session, sphinx: str, docutils: str) -> None:
    """Run the quick tests and build the small projects with a pair of Python and Sphinx."""
    # Not in nox's own temporary folder: tests would use that too, and it is inside this repository.
    path = Path(session.virtualenv.location) / "constraints.txt"
    path.write_text(constraints(), encoding="utf-8")
    pair = [f"sphinx=={sphinx}", *([f"docutils=={docutils}"] if docutils else [])]
    session.install("-c", str(path), *pair, *PACKAGES, "-e", ".[all]")
    session.run("python", "-m", "pytest", "-n", "2", "-m", "not slow", *session.posargs)
    session.run("python", "-m", "pytest", "tests/package/test_small_projects.py")
