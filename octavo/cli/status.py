"""``octavo status``: how far each translation is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

import click
from rich.table import Table

from octavo import coverage
from octavo.catalog import Catalog
from octavo.cli._console import current_project, languages_option, out
from octavo.coverage import Coverage, Line, Scope
from octavo.project import Language, Project

#: Characters of a bar; a table with all columns fits into 80.
_BAR = 12


@click.command()
@languages_option
@click.option("-b", "--book", "books", multiple=True, metavar="BOOK", help="Only this book; may be repeated.")
@click.option("--pages", is_flag=True, help="Show every page, not every book.")
@click.option(
    "--after-update", is_flag=True, help="Show it also as it would be after “octavo update”; reads the master."
)
@click.option("--trouble", is_flag=True, help="Count what the compiler refuses and what the checks find, too.")
@click.option("--json", "form", flag_value="json", help="Print as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print as CSV.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit with 1 if a language or book is below.")
def command(
    locales: tuple[str, ...],
    books: tuple[str, ...],
    pages: bool,
    after_update: bool,
    trouble: bool,
    form: str | None,
    fail_under: float | None,
) -> int:
    """Show how much of each book is translated, in words of the master of today.

    A message whose English changed since it was translated is fuzzy, and not translated. The columns: percent of the
    words, points since the last publication, words left, messages that changed, and the day since when the oldest
    text waits. A column in which nothing stands is left out.
    """
    project = current_project()
    languages = [project.language(locale) for locale in locales] or list(project.translations)
    lines = coverage.report(
        project, languages, Scope.PAGE if pages else Scope.BOOK, foreseen=_foreseen(project) if after_update else None
    )
    wanted = [project.book(slug) for slug in books]
    if wanted:
        lines = [line for line in lines if any(_is_of(line, book.slug, book.holds, pages=pages) for book in wanted)]
    rows = [_row(line) for line in lines]
    if trouble:
        _add_trouble(project, languages, lines, rows)
    if form == "json":
        out.print(json.dumps(rows, ensure_ascii=False, indent=1), markup=False)
    elif form == "csv":
        out.print(_csv(rows), markup=False, end="")
    else:
        out.print(_table(lines, rows))
    below = fail_under is not None and any((line.foreseen or line.cover).percent < fail_under for line in lines)
    return 1 if below else 0


def _is_of(line: Line, slug: str, holds: Callable[[str], bool], *, pages: bool) -> bool:
    return holds(line.name) if pages else line.name == slug


def _foreseen(project: Project) -> Callable[[Language], Mapping[str, Catalog]]:
    from octavo import merge, templates

    templates.write_templates(project)
    wanted = merge.read_templates(project)
    return lambda language: merge.foreseen(project, language, wanted)


def _row(line: Line) -> dict[str, object]:
    row: dict[str, object] = {
        "language": line.language.locale,
        "name": line.name,
        **_figures(line.cover),
        "changed": line.changed,
        "oldest": line.oldest.isoformat() if line.oldest else None,
        "published_percent": line.published,
    }
    if line.foreseen is not None:
        row["after_update"] = _figures(line.foreseen)
    return row


def _figures(cover: Coverage) -> dict[str, object]:
    whole = {"messages": cover.messages, "words": cover.words, "words_left": cover.words_left}
    return asdict(cover) | whole | {"percent": cover.shown}


def _add_trouble(project: Project, languages: list[Language], lines: list[Line], rows: list[dict[str, object]]) -> None:
    from octavo.coverage import trouble

    found = {language.locale: trouble.of_language(project, language) for language in languages}
    holders = {book.slug: book.holds for book in project.books}
    for line, row in zip(lines, rows, strict=True):
        by_domain = found[line.language.locale]
        names = [name for name in by_domain if holders.get(line.name, line.name.__eq__)(name)]
        row.update(asdict(sum((by_domain[name] for name in names), trouble.Trouble())))


def _csv(rows: list[dict[str, object]]) -> str:
    text = io.StringIO()
    flat = [_flat(row) for row in rows]
    writer = csv.DictWriter(text, list(flat[0]) if flat else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue()


def _flat(row: dict[str, object]) -> dict[str, object]:
    future = row.get("after_update")
    nested = {f"after_update_{key}": value for key, value in future.items()} if isinstance(future, dict) else {}
    return {key: value for key, value in row.items() if key != "after_update"} | nested


def _table(lines: list[Line], rows: list[dict[str, object]]) -> Table:
    """Return the table; a column in which nothing stands is left out."""
    columns: dict[str, list[str]] = {"language": [], "name": [], "": []}
    before = ""
    for line, row in zip(lines, rows, strict=True):
        for name, cell in _cells(line, row).items():
            columns.setdefault(name, []).append(cell)
        columns["language"][-1] = line.language.locale if line.language.locale != before else ""
        before = line.language.locale
    table = Table(box=None, pad_edge=False, header_style="bold")
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    for name in shown:
        table.add_column(name, justify="left" if name in ("language", "name", "") else "right", no_wrap=True)
    for cells in zip(*shown.values(), strict=True):
        table.add_row(*cells)
    return table


def _cells(line: Line, row: dict[str, object]) -> dict[str, str]:
    cover, future = line.cover, line.foreseen
    return {
        "language": line.language.locale,
        "name": line.name,
        "": _bar(cover.percent),
        "done": f"{cover.shown:.1f} %",
        "+/−": f"{line.gain:+.1f}" if line.gain else "",
        "updated": f"{future.shown:.1f} %" if future else "",
        "left": f"{cover.words_left:,}" if cover.words_left else "",
        "changed": str(line.changed or ""),
        "since": str(line.oldest or ""),
        "blocked": str(row.get("blocked") or ""),
        "findings": str(row.get("found") or ""),
        "messages": f"{cover.messages:,}",
    }


def _bar(percent: float) -> str:
    full = int(percent * _BAR / 100)
    return "█" * full + "░" * (_BAR - full)
