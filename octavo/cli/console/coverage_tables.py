"""Print the results of ``octavo status``: rows for machines (JSON, CSV), and tables for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from octavo.cli.console.tables import DECORATION, show_columns
from octavo.cli.console.terminal import echo, out
from octavo.errors import one_line
from octavo.project import Book, Language, Project
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage, Line
from octavo.workflow.exchange.csv import safe_cell

if TYPE_CHECKING:
    from octavo.workflow.coverage.message_report import MessageReport

Row = dict[str, object]
_BAR = 12  # characters
#: The columns that a narrow terminal can do without, in the order in which they are hidden.
_SPARE = (DECORATION, "messages", "since", "text of", "reviewed", "+/−")


# --- languages, books, pages ----------------------------------------------------------------------------


def show(lines: Sequence[Line], rows: list[Row], form: str | None) -> None:
    """Print *rows* as *form* (``json``, ``csv``), or the table of *lines* and *rows*."""
    if not _print(rows, form):
        show_columns(_table(lines, rows), ("language", "name", DECORATION), _SPARE)


def row(line: Line) -> Row:
    """Return *line* for machines."""
    result: Row = {
        "language": line.language.locale,
        "name": line.name,
        **_figures(line.cover),
        "changed": line.changed,
        "oldest": line.oldest.isoformat() if line.oldest else None,
        "reviewed_on": line.reviewed_on or None,
        "published_percent": line.published,
        "published_text": line.published_text or None,
    }
    if line.foreseen is not None:
        result["after_update"] = _figures(line.foreseen)
    return result


def _figures(cover: Coverage) -> Row:
    whole = {"messages": cover.messages, "words": cover.words, "words_left": cover.words_left}
    return asdict(cover) | whole | {"percent": cover.shown}


def _table(lines: Sequence[Line], rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return the columns that have a value in some row."""
    columns: dict[str, list[str]] = {"language": [], "name": [], DECORATION: []}
    before = ""
    for line, row in zip(lines, rows, strict=True):
        for name, cell in _cells(line, row).items():
            columns.setdefault(name, []).append(cell)
        columns["language"][-1] = line.language.locale if line.language.locale != before else ""
        before = line.language.locale
    return {name: cells for name, cells in columns.items() if any(cells)}


def _cells(line: Line, row: Row) -> dict[str, str]:
    cover, future = line.cover, line.foreseen
    return {
        "language": line.language.locale,
        "name": line.name,
        DECORATION: _bar(cover.percent),
        "done": f"{cover.shown:.1f} %",
        "+/−": f"{line.gain:+.1f}" if line.gain else "",
        "text of": line.published_text,
        "updated": f"{future.shown:.1f} %" if future and future != cover else "",
        "left": f"{cover.words_left:,}" if cover.words_left else "",
        "changed": str(line.changed or ""),
        "since": str(line.oldest or ""),
        "blocked": str(row.get("blocked") or ""),
        "findings": str(row.get("found") or ""),
        "reviewed": f"{_share(cover.reviewed_words, cover.words)} %" if cover.reviewed else "",
        "messages": f"{cover.messages:,}",
    }


def _bar(percent: float) -> str:
    full = int(percent * _BAR / 100)
    return "█" * full + "░" * (_BAR - full)


def _share(part: int, whole: int) -> float:
    return int(1000 * part / whole) / 10 if whole else 0.0


# --- messages -------------------------------------------------------------------------------------------


def show_messages(project: Project, reports: Sequence[MessageReport], form: str | None) -> None:
    """Print a line or a row for each message of *reports*."""
    rows = [_message(project, item) for item in reports]
    if not _print(rows, form):
        for row in rows:
            out.print(f"{one_line(str(row['place']))}  {', '.join(_facts(row))}")


def _facts(row: Row) -> Iterator[str]:
    """Yield the parts of a message's line."""
    yield str(row["state"])
    yield f"{row['words']} {'word' if row['words'] == 1 else 'words'}"
    if row["equal"]:
        yield "equal to the master"
    if row["reviewed_on"]:
        yield f"reviewed on {row['reviewed_on']}"
    if row["since"]:
        yield f"since {row['since']}"
    if row.get("blocked"):
        yield "blocked"
    yield from str(row.get("findings", "")).split()


def _message(project: Project, item: MessageReport) -> Row:
    row: Row = {
        "language": item.language.locale,
        "page": item.domain,
        "place": f"{item.path.relative_to(project.root).as_posix()}:{item.message.msgstr_line}",
        "state": item.message.state.value,
        "words": item.words,
        "equal": item.is_equal,
        "reviewed_on": item.reviewed_on or None,
        "since": item.since.isoformat() if item.since else None,
        "msgid": item.message.msgid,
    }
    if item.findings is not None:
        row |= {"blocked": bool(item.is_blocked), "findings": " ".join(item.findings)}
    return row


# --- history --------------------------------------------------------------------------------------------


def show_history(project: Project, languages: Sequence[Language], books: Sequence[Book], form: str | None) -> None:
    """Print the percentages after each day's last commit that touched the master or a catalog.

    :param books: the chosen books; if empty, machines get all books, and people the set
    """
    chosen = books or (project.books if form else [project.main_book])
    rows: list[Row] = [
        {
            "date": day.date.isoformat(), "commit": day.commit, "language": language.locale, "name": book.slug,
            "percent": cover.shown, "words": cover.words, "words_left": cover.words_left,
        }
        for day in coverage.daily_points(coverage.history_points(project, coverage.load_history(project)))
        for language in languages
        for book in chosen
        if (cover := day.covers.get((language.locale, book.slug)))
    ]  # fmt: skip
    if _print(rows, form):
        return
    shown = {(row["date"], row["language"], row["name"]): f"{row['percent']:.1f} %" for row in rows}
    dates = list(dict.fromkeys(row["date"] for row in rows))
    columns = {"date": [str(date) for date in dates]}
    for language in languages:
        for book in chosen:
            name = f"{language.locale} {book.slug}" if len(chosen) > 1 else language.locale
            columns[name] = [shown.get((date, language.locale, book.slug), "") for date in dates]
    show_columns(columns, ("date",))


# --- forms ----------------------------------------------------------------------------------------------


def _print(rows: Sequence[Row], form: str | None) -> bool:
    """Print *rows* if *form* is a form for machines; return whether it is."""
    if form == "json":
        echo(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        echo(_csv(rows))
    return form is not None


def _csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue()


def _flat(row: Row) -> Row:
    future = row.get("after_update")
    nested = {f"after_update_{key}": value for key, value in future.items()} if isinstance(future, dict) else {}
    cells = {key: value for key, value in row.items() if key != "after_update"} | nested
    return {key: safe_cell(value) if isinstance(value, str) else value for key, value in cells.items()}
