"""Test the paper and the type size of the printed book."""

from __future__ import annotations

import re
import statistics
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.editions import executors
from octavo.editions.pipeline import plan, run
from octavo.project import Format, Project, load
from octavo.sphinxext.latex import settings as latex_settings
from octavo.workflow.language_build import resolve


def printed(project: Project, paper: str) -> tuple[str, float]:
    """Build one book on *paper*; return its page size and the height of a line in points."""
    settings = project.root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[tool.octavo]\n", f'[tool.octavo]\npaper = "{paper}"\n'), encoding="utf-8")
    project = load(project.root)
    wanted = run.select_editions(project, [project.master], [Format.PDF], [project.book("one")])
    builds = resolve(project, languages=project.languages)
    with executors.local_executor(1) as executor:
        (result,) = run.run_plan(builds, plan.make_plan(builds, wanted), executor)
    assert result.error == ""
    size = re.search(r"^Page size:\s+(.*)$", _run("pdfinfo", result.path), re.MULTILINE)
    heights = re.findall(
        r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">(?:the|is|your|tells)<', _run("pdftotext", "-bbox", result.path, "-")
    )
    assert size
    return size[1], statistics.median(float(bottom) - float(top) for top, bottom in heights)


def _run(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("paper", "size", "least", "most"),
    [("a4", "(A4)", 10, 14), ("letter", "(letter)", 10, 14), ("large-print", "(A4)", 16, 22)],
)
def test_a_book_has_the_configured_paper_and_type_size(
    small: Project, paper: str, size: str, least: float, most: float
) -> None:
    page, height = printed(small, paper)
    assert page.endswith(size)
    assert least <= height <= most


@pytest.mark.parametrize(("paper", "is_loaded"), [("a4", False), ("large-print", True)])
def test_only_large_print_has_its_own_design(small: Project, paper: str, *, is_loaded: bool) -> None:
    """TeX hyphenates a word only after glue, such as a term after a bracket, and lines of large print are short."""
    language = small.language("fr")
    values = latex_settings.values(replace(small, paper=paper), language)
    assert (r"\usepackage{octavo-large}" in values["latex_elements"]["preamble"]) is is_loaded
    assert r"\sphinxtermref#1{\nobreak\hskip0pt\relax #1}" in latex_settings.support_files(language)["octavo-large.sty"]
