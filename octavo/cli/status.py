"""``octavo status``: how far each translation is."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

import click
from rich.table import Table

from octavo import coverage
from octavo.cli._console import current_project, languages_option, out
from octavo.coverage import Coverage
from octavo.project import Language

_BAR = 20


@click.command()
@languages_option
@click.option("--json", "form", flag_value="json", help="Print as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print as CSV.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit with 1 if a language or book is below.")
def command(locales: tuple[str, ...], form: str | None, fail_under: float | None) -> int:
    """Show how much of each book is translated, in words of the master."""
    project = current_project()
    languages = [project.language(locale) for locale in locales] or list(project.translations)
    rows = [
        (language, book, cover)
        for language in languages
        for book, cover in coverage.of_books(project, language).items()
    ]
    if form == "json":
        data = [{"language": l.locale, "book": b, **asdict(c), "percent": c.percent} for l, b, c in rows]  # noqa: E741
        out.print(json.dumps(data, ensure_ascii=False, indent=1), markup=False)
    elif form == "csv":
        out.print(_csv(rows), markup=False, end="")
    else:
        out.print(_table(rows))
    below = fail_under is not None and any(cover.percent < fail_under for _, _, cover in rows)
    return 1 if below else 0


def _csv(rows: list[tuple[Language, str, Coverage]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = list(asdict(Coverage()))
    writer.writerow(["language", "book", *names, "percent"])
    for language, book, cover in rows:
        writer.writerow([language.locale, book, *asdict(cover).values(), f"{cover.percent:.1f}"])
    return text.getvalue()


def _table(rows: list[tuple[Language, str, Coverage]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("language", "book", ""):
        table.add_column(name, no_wrap=True, overflow="ignore", min_width=_BAR if not name else None)
    for name in ("translated", "words left", "fuzzy", "messages"):
        table.add_column(name, justify="right")
    for language, book, cover in rows:
        table.add_row(
            language.locale, book, _bar(cover.percent), f"{_floor(cover.percent):.1f} %",
            f"{cover.words_left:,}" if cover.words_left else "", str(cover.fuzzy or ""), f"{cover.messages:,}",
        )  # fmt: skip
    return table


def _bar(percent: float) -> str:
    full = int(percent * _BAR / 100)
    return "█" * full + "░" * (_BAR - full)


def _floor(percent: float) -> float:
    """Never show 100 % while something is left."""
    return int(percent * 10) / 10
