"""docutils' settings are worked out once in a run, and no document changes those of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils.parsers.rst import Parser
from sphinx.application import Sphinx
from sphinx.util import docutils as sphinx_docutils
from sphinx.util.docutils import docutils_namespace, patch_docutils

pytestmark = pytest.mark.slow
# Beside a Sphinx that it is not written for, it cannot be imported.
settings = pytest.importorskip("octavo.sphinxext.fastpaths.settings", exc_type=ImportError)


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sphinx_docutils, "_get_settings", settings.get_settings)
    yield
    settings.forget()


def application(folder: Path, builder: str = "html", language: str = "en") -> Sphinx:
    return Sphinx(
        folder, None, folder / "_out", folder / "_doctrees", builder, status=None, warning=None,
        confoverrides={"language": language},
    )  # fmt: skip


def test_each_document_notes_its_own_files(tmp_path: Path, patched: None) -> None:
    (tmp_path / "index.rst").write_text("A\n=\n\n.. toctree::\n\n   b\n\n.. include:: one.txt\n", encoding="utf-8")
    (tmp_path / "b.rst").write_text("B\n=\n\n.. include:: two.txt\n", encoding="utf-8")
    (tmp_path / "one.txt").write_text("one", encoding="utf-8")
    (tmp_path / "two.txt").write_text("two", encoding="utf-8")
    with patch_docutils(tmp_path), docutils_namespace():
        app = application(tmp_path)
        app.build()
        found = {name: {Path(path).name for path in app.env.dependencies[name]} for name in ("index", "b")}
    assert found == {"index": {"one.txt"}, "b": {"two.txt"}}


def test_settings_of_the_last_run_are_forgotten(tmp_path: Path, patched: None) -> None:
    given = {"traceback": True}
    first = settings.get_settings(Parser(), defaults=given)
    first.tab_width = 3
    lists = {name: list(value) for name, value in vars(first).items() if isinstance(value, list)}
    for name in lists:
        getattr(first, name).append("of one document")
    again = settings.get_settings(Parser(), defaults=given)
    assert again.tab_width == 8
    assert lists
    assert {name: getattr(again, name) for name in lists} == lists
    assert settings.get_settings(Parser(), defaults={"tab_width": 4}).tab_width == 4
    assert settings._known
    settings.forget()
    assert not settings._known
