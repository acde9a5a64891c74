"""``octavo status``: how far each translation is."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import click

from octavo.cli.console import coverage_tables, shell_completion
from octavo.cli.console.terminal import current_project, err, languages_option
from octavo.project import Book, Language, Project
from octavo.workflow import coverage
from octavo.workflow.coverage import Line, Scope, projected


@click.command()
@languages_option
@click.option(
    "-b", "--book", "slugs", multiple=True, metavar="BOOK", shell_complete=shell_completion.books,
    help="Only this book; may be repeated.",
)  # fmt: skip
@click.option("--pages", "view", flag_value="pages", help="Show every page, not every book.")
@click.option("--messages", "view", flag_value="messages", help="Show every message.")
@click.option("--history", "view", flag_value="history", help="Show every day on which it changed, from git.")
@click.option(
    "--after-update", is_flag=True, help="Show it also as it would be after “octavo update”; reads the master."
)
@click.option("--trouble", is_flag=True, help="Count what the compiler refuses and what the checks find, too.")
@click.option("--json", "form", flag_value="json", help="Print as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print as CSV.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit with 1 if a language or book is below.")
def command(
    locales: tuple[str, ...],
    slugs: tuple[str, ...],
    view: str | None,
    after_update: bool,
    trouble: bool,
    form: str | None,
    fail_under: float | None,
) -> int:
    """Show how much of each book is translated, in words of the master of today.

    A message whose English changed since it was translated is fuzzy, and not translated. The columns: percent of the
    words, points since the last publication, words left, messages that changed, and the day since when the oldest
    text waits. “text of” is the day of the text that is published, where it is an earlier one. “updated” is what
    “octavo update” would leave; it is shown again until something changes. A column in which nothing stands is left
    out.
    """
    project = current_project()
    languages = [project.language(locale) for locale in locales] or list(project.translations)
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
    lines = coverage.report(project, languages, Scope.PAGE if pages else Scope.BOOK, foreseen=future)
    if books:
        lines = [line for line in lines if any(_is_of(line, book, pages=pages) for book in books)]
    rows = [coverage_tables.row(line) for line in lines]
    if trouble:
        _add_trouble(project, languages, lines, rows)
    coverage_tables.show(lines, rows, form)
    return _gate(lines, fail_under, after_update=after_update)


def _gate(lines: list[Line], least: float | None, *, after_update: bool) -> int:
    """Return 1, and say which of *lines* it is, if one is below *least*."""
    if least is None:
        return 0
    below = [(line, cover) for line in lines if (cover := _decisive(line, after_update=after_update)).percent < least]
    for line, cover in below:
        name = f"{line.language.locale} {line.name}"
        err.print(f"{name}: {cover.shown:.1f} % is below {least:g} %, {cover.words_left:,} words left.", markup=False)
    return 1 if below else 0


def _decisive(line: Line, *, after_update: bool) -> coverage.Coverage:
    return line.foreseen if after_update and line.foreseen else line.cover


def _is_of(line: Line, book: Book, *, pages: bool) -> bool:
    return book.holds(line.name) if pages else line.name == book.slug


def _add_trouble(project: Project, languages: list[Language], lines: list[Line], rows: list[dict[str, object]]) -> None:
    from octavo.workflow.coverage import problems

    found = {language.locale: problems.of_language(project, language) for language in languages}
    holders = {book.slug: book.holds for book in project.books}
    for line, row in zip(lines, rows, strict=True):
        by_domain = found[line.language.locale]
        names = [name for name in by_domain if holders.get(line.name, line.name.__eq__)(name)]
        row.update(asdict(sum((by_domain[name] for name in names), problems.ProblemCounts())))


def _show_messages(
    project: Project, languages: list[Language], books: list[Book], form: str | None, *, trouble: bool
) -> None:
    from octavo.workflow.coverage import message_report
    from octavo.workflow.coverage.problems import problem_index

    known = cache(lambda: coverage.load_history(project))
    found = [
        item
        for language in languages
        for item in message_report.message_reports(
            project, language, known, problem_index(project, language) if trouble else None
        )
        if not books or any(book.holds(item.domain) for book in books)
    ]
    coverage_tables.show_messages(project, found, form)
