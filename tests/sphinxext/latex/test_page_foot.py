"""Test that a table above a footnote fits on its page, with LaTeX itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from octavo.sphinxext.latex import settings

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
#: A page with a note and a table at its foot. The space above the table is the argument.
PAGE = r"\newcommand\apage[1]{\newpage Text\footnote{A note.}\par\vskip#1\relax\vrule width0pt depth20pt T\par\sphinxattableend Text}"  # noqa: E501


@needs_tex
@pytest.mark.slow
def test_a_table_above_a_footnote_does_not_run_over_the_foot_of_its_page(small: Project, tmp_path: Path) -> None:
    design = settings.support_files(small.language("en"))["octavo.sty"]
    (rule,) = (line for line in design.splitlines() if r"\sphinxattableend" in line)
    end = r"\makeatletter\def\sphinxattableend{\ifvmode\prevdepth\z@\vskip\medskipamount\fi}\makeatother"
    start = rf"\documentclass{{article}}\usepackage{{etoolbox}}{end}\makeatletter{rule}\makeatother{PAGE}\raggedbottom"
    pages = "".join(rf"\apage{{\dimexpr\textheight-{space}pt}}" for space in range(30, 90))
    (tmp_path / "book.tex").write_text(rf"{start}\begin{{document}}{pages}\end{{document}}", encoding="utf-8")
    command = ["xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert latex.read_log((tmp_path / "book.log").read_text(encoding="utf-8")).overfull == ()
