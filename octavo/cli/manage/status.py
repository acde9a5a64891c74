"""``octavo status``: show the coverage of each translation."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import click

from octavo.cli.console import coverage_tables, shell_completion
from octavo.cli.console.terminal import current_project, err, languages_argument, translations
from octavo.project import Book, Language, Project
from octavo.workflow import coverage
from octavo.workflow.coverage import Line, LineScope, projected


@click.command()
@languages_argument
@click.option(
    "-b", "--book", "slugs", multiple=True, metavar="BOOK", shell_complete=shell_completion.books,
    help="Show only this book; may be repeated.",
)  # fmt: skip
@click.option("--pages", "view", flag_value="pages", help="Show every page instead of every book.")
@click.option("--messages", "view", flag_value="messages", help="Show every message.")
@click.option("--history", "view", flag_value="history", help="Show every day with a change, from git.")
@click.option("--after-update", is_flag=True, help="Also show the coverage after the next “octavo update”.")
@click.option("--trouble", is_flag=True, help="Also count refused translations and findings of “octavo check”.")
@click.option("--json", "form", flag_value="json", help="Print as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print as CSV.")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), help="Exit with 1 if a language or book is below this percentage."
)
def command(
    locales: tuple[str, ...],
    slugs: tuple[str, ...],
    view: str | None,
    after_update: bool,
    trouble: bool,
    form: str | None,
    fail_under: float | None,
) -> int:
    """Show how much of each book is translated.

    Percentages are of the words in the current text of the master. A message whose master text changed is fuzzy and
    does not count as translated.

    The columns: “done” is the percentage, “+/−” the points since the last publication, “left” the words still to
    translate or review. “changed” counts fuzzy messages, and “since” is the date of the oldest waiting text. “text of”
    is the date of an older published text. “updated” is the percentage after “octavo update”. Empty columns are hidden.
    """
    project = current_project()
    languages = translations(project, locales)
    books = [project.book(slug) for slug in slugs]
    if view == "history":
        coverage_tables.show_history(project, languages, books, form)
        return 0
    if view == "messages":
        _show_messages(project, languages, books, form, trouble=trouble)
        return 0
    pages = view == "pages"
    future = (
        projected.projected_coverage(project, languages)
        if after_update
        else projected.cached_projection(project, languages)
    )
    lines = coverage.report(project, languages, LineScope.PAGE if pages else LineScope.BOOK, foreseen=future)
    if books:
        lines = [line for line in lines if any(_is_of(line, book, pages=pages) for book in books)]
    rows = [coverage_tables.row(line) for line in lines]
    if trouble:
        _add_trouble(project, languages, lines, rows)
    coverage_tables.show(lines, rows, form)
    return _gate(lines, fail_under, after_update=after_update)


def _gate(lines: list[Line], least: float | None, *, after_update: bool) -> int:
    """Return 1 if one of *lines* is below *least*, and print its name."""
    if least is None:
        return 0
    below = [(line, cover) for line in lines if (cover := _decisive(line, after_update=after_update)).percent < least]
    for line, cover in below:
        name = f"{line.language.locale} {line.name}"
        err.print(f"{name}: {cover.shown:.1f} % is below {least:g} %, {cover.words_left:,} words left.")
    return 1 if below else 0


def _decisive(line: Line, *, after_update: bool) -> coverage.Coverage:
    return line.foreseen if after_update and line.foreseen else line.cover


def _is_of(line: Line, book: Book, *, pages: bool) -> bool:
    return book.holds(line.name) if pages else line.name == book.slug


def _add_trouble(project: Project, languages: list[Language], lines: list[Line], rows: list[dict[str, object]]) -> None:
    from octavo.workflow.coverage import problems

    counts = {language.locale: problems.of_language(project, language) for language in languages}
    holders = {book.slug: book.holds for book in project.books}
    for line, row in zip(lines, rows, strict=True):
        by_domain = counts[line.language.locale]
        names = [name for name in by_domain if holders.get(line.name, line.name.__eq__)(name)]
        row.update(asdict(sum((by_domain[name] for name in names), problems.ProblemCounts())))


def _show_messages(
    project: Project, languages: list[Language], books: list[Book], form: str | None, *, trouble: bool
) -> None:
    from octavo.workflow.coverage import message_report
    from octavo.workflow.coverage.problems import problem_index

    history = cache(lambda: coverage.load_history(project))
    messages = [
        item
        for language in languages
        for item in message_report.message_reports(
            project, language, history, problem_index(project, language) if trouble else None
        )
        if not books or any(book.holds(item.domain) for book in books)
    ]
    coverage_tables.show_messages(project, messages, form)
