"""Print a book of a small project with LaTeX, for the tests that look at the result."""

from __future__ import annotations

from pathlib import Path

from octavo.editions import executors
from octavo.editions.pipeline import plan, run
from octavo.editions.pipeline.run import BuiltEdition
from octavo.project import Format, Language, Project
from octavo.workflow.language_build import resolve


def print_book(project: Project, language: Language, more: str = "", book: str = "two") -> tuple[BuiltEdition, Path]:
    """Print a guide of *project*, the second or another *book*. Return the PDF, and the LaTeX file beside its log.

    :param more: text to append to the first page of the guide before it is printed
    """
    if more:
        path = project.source / "two/index.rst"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    wanted = run.select_editions(project, [language], [Format.PDF], [project.book(book)])
    builds = resolve(project, languages=project.languages)
    with executors.local_executor(1) as executor:
        (made,) = run.run_plan(builds, plan.make_plan(builds, wanted), executor)
    assert made.error == ""
    return made, plan.job_folder(plan.latex_folder(project, language) / f"{book}.tex") / f"{book}.tex"
