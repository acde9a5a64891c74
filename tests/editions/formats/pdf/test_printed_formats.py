"""Test that a printed book is set on every paper that the project publishes, in one build."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from octavo.editions import executors
from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline import plan, run
from octavo.project import PRINTED, Format, Project, load
from octavo.workflow.language_build import resolve

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")


def test_other_paper_is_made_only_if_the_project_asks_for_it(small: Project) -> None:
    settings = small.root / "pyproject.toml"
    lines = [line for line in settings.read_text(encoding="utf-8").splitlines() if not line.startswith("formats")]
    settings.write_text("\n".join(lines), encoding="utf-8")
    assert set(load(small.root).formats) == set(Format) - {Format.LETTER, Format.LARGE, Format.ZIP, Format.ZIM}


def test_one_task_writes_the_latex_files_of_all_printed_formats(small: Project) -> None:
    project = replace(small, formats=tuple(PRINTED))
    wanted = run.select_editions(project, [project.master], PRINTED, [project.book("two")])
    tasks = plan.make_plan(resolve(project, languages=project.languages), wanted).tasks
    assert [task.kind for task in tasks] == ["latex", "pdf", "letter.pdf", "large-print.pdf"]
    assert {task.needs for task in tasks[1:]} == {("en-latex",)}


@needs_tex
@pytest.mark.slow
def test_each_printed_format_has_its_paper_and_size(small: Project) -> None:
    settings = small.root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8").replace('"pdf"', '"pdf", "letter.pdf", "large-print.pdf"')
    settings.write_text(text, encoding="utf-8")
    project = load(small.root)
    wanted = run.select_editions(project, [project.master], PRINTED, [project.book("two")])
    builds = resolve(project, languages=project.languages)
    with executors.local_executor(1) as executor:
        made = run.run_plan(builds, plan.make_plan(builds, wanted), executor)
    assert [item.error for item in made] == ["", "", ""]
    assert [item.warnings for item in made] == [(), (), ()]
    sizes = {}
    for item in made:
        info = subprocess.run(["pdfinfo", item.path], capture_output=True, text=True, check=True).stdout
        sizes[item.edition.format] = next(line for line in info.splitlines() if line.startswith("Page size"))
    assert "A4" in sizes[Format.PDF]
    assert "letter" in sizes[Format.LETTER]
    assert "A4" in sizes[Format.LARGE]
    size = {
        kind: (plan.latex_source(project, project.master, project.book("two"), kind)).read_text() for kind in PRINTED
    }
    assert "17pt" in size[Format.LARGE]
    assert "11pt" in size[Format.LETTER]
