"""Test that long addresses and words break at the end of a line, with LaTeX itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from octavo.sphinxext.latex import settings

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
ADDRESS = "https://news.example.org/2020/05/29/pupils-climb-a-hill-for-the-call-of-their-teacher-at-home-every-morning/"


def overfull(design: str, start: str, text: str, folder: Path) -> tuple[str, ...]:
    """Return the boxes that stick out of *text* by the rule of Octavo's *design* that contains *start*."""
    (rule,) = (line for line in design.splitlines() if start in line)
    packages = r"\usepackage{url,varwidth,etoolbox}\providecommand\sphinxhyphen[1]{-\kern0pt}\sloppy"
    text = (
        rf"\documentclass{{article}}{packages}\makeatletter{rule}\makeatother\begin{{document}}{text}\end{{document}}"
    )
    (folder / "book.tex").write_text(text, encoding="utf-8")
    command = ["xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return latex.read_log((folder / "book.log").read_text(encoding="utf-8")).overfull


@pytest.fixture
def design(small: Project) -> str:
    return settings.support_files(small.language("en"))["octavo.sty"]


@needs_tex
@pytest.mark.slow
def test_an_address_breaks_after_a_hyphen(design: str, tmp_path: Path) -> None:
    assert overfull(design, r"\UrlBreaks", rf"\url{{{ADDRESS}}}", tmp_path) == ()


@needs_tex
@pytest.mark.slow
def test_a_word_with_a_hyphen_is_hyphenated_in_a_narrow_cell(design: str, tmp_path: Path) -> None:
    cell = r"\begin{varwidth}{4em}self\sphinxhyphen{}understanding\end{varwidth}"
    assert overfull(design, r"\AtBeginEnvironment{varwidth}", cell, tmp_path) == ()
