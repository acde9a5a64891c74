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
