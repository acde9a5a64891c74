"""What is worked out once for many pages is right for each of them, and forgotten when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils import nodes
from docutils.parsers.rst import Parser
from sphinx.application import Sphinx
from sphinx.util import docutils as sphinx_docutils
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.writers import latex

from octavo.sphinxext.fastpaths import rendering, settings

pytestmark = pytest.mark.slow


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


def test_a_title_is_rendered_once_and_as_a_new_one_when_it_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    original = rendering._original

    def counted(builder: object, node: nodes.Node | None) -> dict[str, str]:
        if node is not None:
            rendered.append(node.astext())
        return original(builder, node)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "_original", counted)
    (tmp_path / "index.rst").write_text("A & *b*\n=======\n", encoding="utf-8")
    with patch_docutils(tmp_path), docutils_namespace():
        app = application(tmp_path)
        app.build()
        rendered.clear()
        plain, marked = nodes.title("", "Plain <"), nodes.title("", "", nodes.Text("With "), nodes.emphasis("", "em"))
        for title in (plain, plain, marked, marked):
            parts = rendering.render_partial(app.builder, title)  # type: ignore[arg-type]
            assert parts == original(app.builder, title.deepcopy())  # type: ignore[arg-type]
            parts["title"] = "changed by whoever got it"
        assert rendered == ["Plain <", "With em", "With em"]
        assert rendering.render_partial(app.builder, None) == {"fragment": ""}  # type: ignore[arg-type]
        rendering.render_partial(app.builder, nodes.title("", "Plain <"))  # type: ignore[arg-type]
        assert rendered.count("Plain <") == 2


def test_latex_templates_speak_the_language_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = ".. list-table:: T\n   :class: longtable\n\n" + "   * - a\n" * 3
    (tmp_path / "index.rst").write_text(f"A\n=\n\n{table}\n{table}", encoding="utf-8")
    made = {}
    for is_on in (False, True):
        if is_on:
            monkeypatch.setattr(latex, "LaTeXRenderer", rendering.renderer)
        for language in ("fr", "de"):
            with patch_docutils(tmp_path), docutils_namespace():
                app = application(tmp_path, "latex", language)
                app.build(force_all=True)
                (file,) = (tmp_path / "_out").glob("*.tex")
                made[is_on, language] = file.read_text(encoding="utf-8")
    assert made[True, "fr"] == made[False, "fr"]
    assert made[True, "de"] == made[False, "de"]
    assert made[True, "fr"] != made[True, "de"]
