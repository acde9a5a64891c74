"""Test that few runs of xelatex give the same PDF as latexmk."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from octavo.editions import executors
from octavo.editions.formats.pdf import latex, typeset
from octavo.editions.pipeline import plan, run
from octavo.project import Format, Project
from octavo.workflow.language_build import resolve

ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1", "max_print_line": "10000"}
RULES = "$pdf_mode = 5; $max_repeat = 6; $makeindex = 'upmendex -q -s octavo.ist %O -o %D %S';"
needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")


def test_the_guessed_contents_have_every_heading_and_the_index() -> None:
    text = (
        "\\setcounter{secnumdepth}{0}\\part{Guide}\\phantomsection\n\\chapter{One \\emph{thing}}\n"
        "\\section{A set \\{1\\}}\n\\subsection*{Small}\ntext \\textbf{bold}\n\\section{broken\noff}\n\\printindex\n"
    )
    assert list(typeset.guessed_contents(text)) == [
        "\\contentsline {part}{I\\hspace {1em}Guide}{99}{part.9}%\n",
        "\\contentsline {chapter}{\\numberline {9}One \\emph{thing}}{99}{chapter.9}%\n",
        "\\contentsline {section}{A set \\{1\\}}{99}{section.9}%\n",
        "\\contentsline {subsection}{Small}{99}{subsection.9}%\n",
        "\\contentsline {chapter}{\\indexname }{99}{chapter.9}%\n",
    ]


@pytest.fixture
def french(small: Project) -> Path:
    """Return the LaTeX file of the small project in French, with contents, index, figure and cover."""
    wanted = run.select_editions(small, [small.language("fr")], [Format.PDF], [small.book("set")])
    builds = resolve(small, languages=small.languages)
    with executors.local_executor(1) as executor:
        (result,) = run.run_plan(builds, plan.make_plan(builds, wanted), executor)
    assert result.error == ""
    source = plan.latex_folder(small, small.language("fr")) / "set.tex"
    typeset.forget(source)
    return source


@needs_tex
@pytest.mark.slow
def test_two_runs_give_the_pdf_that_latexmk_gives_in_three(french: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(french.parent, tmp_path / "other")
    result = typeset.typeset(french, ENVIRONMENT)
    assert (result.runs, result.complaint, result.settled) == (2, "", True)
    command = ["latexmk", "-norc", "-e", RULES, "-interaction=nonstopmode", "-halt-on-error", "set.tex"]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout.count("Run number") >= 4, "three runs and an index"
    assert french.with_suffix(".pdf").read_bytes() == (folder / "set.pdf").read_bytes()


@needs_tex
@pytest.mark.slow
def test_an_unchanged_book_is_not_run_and_a_changed_one_equals_a_fresh_one(french: Path) -> None:
    typeset.typeset(french, ENVIRONMENT)
    first = french.with_suffix(".pdf").read_bytes()
    assert typeset.typeset(french, ENVIRONMENT).runs == 0

    text = french.read_text(encoding="utf-8")
    french.write_text(text.replace("\\chapter{", "\\chapter{Nouveau ", 1), encoding="utf-8")
    changed = typeset.typeset(french, ENVIRONMENT)
    kept = french.with_suffix(".pdf").read_bytes()
    assert changed.runs <= 3
    assert kept != first
    typeset.forget(french)
    typeset.typeset(french, ENVIRONMENT)
    assert french.with_suffix(".pdf").read_bytes() == kept

    assert typeset.typeset(french, ENVIRONMENT | {"SOURCE_DATE_EPOCH": "1700000001"}).runs > 0
    french.with_suffix(".pdf").write_bytes(b"")
    assert typeset.typeset(french, ENVIRONMENT | {"SOURCE_DATE_EPOCH": "1700000001"}).runs == 1


@needs_tex
@pytest.mark.slow
def test_files_of_a_killed_run_do_no_harm(french: Path) -> None:
    typeset.typeset(french, ENVIRONMENT)
    whole = french.with_suffix(".pdf").read_bytes()
    for name in (".aux", ".toc"):
        path = french.with_suffix(name)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] + b"\\undefined{")
        result = typeset.typeset(french, ENVIRONMENT)
        assert result.complaint == ""
        assert french.with_suffix(".pdf").read_bytes() == whole


@needs_tex
@pytest.mark.slow
def test_an_error_in_the_text_is_reported_as_latex_reports_it(french: Path) -> None:
    text = french.read_text(encoding="utf-8")
    french.write_text(text.replace("\\chapter{", "\\nosuchcommand\\chapter{", 1), encoding="utf-8")
    result = typeset.typeset(french, ENVIRONMENT)
    assert result.complaint.startswith("! Undefined control sequence")
