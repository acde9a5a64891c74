"""A Sphinx project of a page or two, written where a test needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.workflow.init.shapes import catalog

INDEX = "Hello\n=====\n\nA short text.\n"
#: By locale, the translation of the page.
PAIRS = {
    "fr": (("Hello", "Bonjour"), ("A short text.", "Un texte court.")),
    "de": (("Hello", "Hallo"), ("A short text.", "Ein kurzer Text.")),
}


def make(folder: Path, conf: str = "", *, locales: tuple[str, ...] = ("fr",), **files: str) -> Path:
    """Write a project into *folder*; ``__`` in the name of a file stands for the slash, ``_DOT_`` for the point."""
    head = "project = 'Tiny'\nauthor = 'The authors'\nhtml_theme = 'alabaster'\ngettext_compact = False\n"
    content = {
        "docs/conf.py": head + ("" if "extensions" in conf else "extensions = []\n") + conf,
        "docs/index.rst": INDEX,
        **{f"docs/locales/{locale}/LC_MESSAGES/index.po": catalog(*PAIRS.get(locale, ())) for locale in locales},
        **{name.replace("__", "/").replace("_DOT_", "."): text for name, text in files.items()},
    }
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, program: str, *arguments: str, status: int = 0) -> str:
    """Run a module in *folder* and return what it prints."""
    command = [sys.executable, "-m", program, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def page(folder: Path, locale: str, name: str = "index") -> str:
    """Return a web page that ``octavo build`` made."""
    return (folder / f"build/octavo/editions/{locale}/html/{name}.html").read_text(encoding="utf-8")
