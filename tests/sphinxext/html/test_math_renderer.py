"""The renderer of formulas in an adopted project is the one that its ``conf.py`` loads, as in plain Sphinx."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.init import tiny

PAGE = "Hello\n=====\n\nA short text with :math:`a^2`.\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("conf", "written"),
    [
        ("extensions = []\n", "<math"),
        ("extensions = ['sphinx.ext.mathjax']\n", r"\(a^2\)"),
        ("extensions = ['sphinx.ext.mathjax', 'sphinx.ext.imgmath']\nimgmath_latex = 'nothing'\n", ">a^2</span>"),
        ("extensions = ['sphinx.ext.imgmath']\nimgmath_latex = 'nothing'\n", ">a^2</span>"),
        ("extensions = ['sphinx.ext.imgmath']\nhtml_math_renderer = 'mathjax'\n", r"\(a^2\)"),
    ],
)
def test_the_renderer_is_that_of_conf_py(conf: str, written: str, tmp_path: Path) -> None:
    root = tiny.make(tmp_path, conf, docs__index_DOT_rst=PAGE)
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "build", "-f", "html", "-f", "epub")
    page = (root / "build/octavo/editions/en/html/index.html").read_text(encoding="utf-8")
    assert written in page


@pytest.mark.slow
def test_the_choice_of_a_renderer_is_no_change_of_the_configuration(tmp_path: Path) -> None:
    """A later build of an adopted project reads only what changed."""
    root = tiny.make(tmp_path, "extensions = []\n", docs__index_DOT_rst=PAGE, docs__other_DOT_rst=f":orphan:\n\n{PAGE}")
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "build", "-f", "html")
    page = root / "docs/index.rst"
    page.write_text(f"{PAGE}\nMore :math:`b^2`.\n", encoding="utf-8")
    tiny.run(root, "octavo", "build", "-f", "html")
    log = (root / "build/octavo/logs/en-html.log").read_text(encoding="utf-8")
    assert "config changed" not in log
    assert "updating environment: 0 added, 1 changed" in log
    assert "b<" in (root / "build/octavo/editions/en/html/index.html").read_text(encoding="utf-8")
