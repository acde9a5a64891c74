"""A project in a folder of its own, and what puts a catalog into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.project import Project, from_table

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def make_project(root: Path) -> Project:
    (root / "source").mkdir()
    (root / "source" / "index.rst").write_text("Title\n=====\n", encoding="utf-8")
    table = {
        "master": "en",
        "languages": ["en", "fr", "zh_CN"],
        "books": [{"slug": "set", "root": "index", "set": True}],
        "base-url": "https://octavo.example",
        "metadata": {"title": "Guidance"},
    }
    return from_table(root, table)


def put_catalog(project: Project, text: str, locale: str = "fr", name: str = "index") -> Path:
    path = project.locales / locale / "LC_MESSAGES" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if text.startswith('msgid ""\n') and "Language:" in text else HEADER + text, encoding="utf-8")
    return path


@pytest.fixture
def put():
    """Put a catalog of a text into a project: put(project, text, locale, name)."""
    return put_catalog
