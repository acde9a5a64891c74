"""Test that long addresses break at the end of a line, with LaTeX itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from octavo.sphinxext.latex import settings

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
ADDRESS = "https://news.example.org/2020/05/29/pupils-climb-a-hill-for-the-call-of-their-teacher-at-home-every-morning/"


@needs_tex
@pytest.mark.slow
def test_an_address_breaks_after_a_hyphen(small: Project, tmp_path: Path) -> None:
    design = settings.support_files(small.language("en"))["octavo.sty"]
    (rule,) = (line for line in design.splitlines() if r"\UrlBreaks" in line)
    start = rf"\documentclass{{article}}\usepackage{{url}}\sloppy\makeatletter{rule}\makeatother"
    text = rf"{start}\begin{{document}}\url{{{ADDRESS}}}\end{{document}}"
    (tmp_path / "book.tex").write_text(text, encoding="utf-8")
    command = ["xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert latex.read_log((tmp_path / "book.log").read_text(encoding="utf-8")).overfull == ()
