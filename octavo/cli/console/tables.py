"""Print tables that never cut a cell, on any width of terminal."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table

from octavo.cli.console.terminal import err, out

#: The title of a column that only decorates; it is left out first.
DECORATION = ""
#: More columns than any table needs. Rich would shorten cells to the width of the terminal.
_UNLIMITED = 10_000


@dataclass(frozen=True, slots=True)
class WholeTable:
    """Represent a table that Rich prints at its own width; a narrower terminal wraps its lines."""

    table: Table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(self.table, options.update(max_width=_UNLIMITED))


def whole_table(columns: Sequence[str], rows: Sequence[Sequence[str]], left: Collection[str] = ()) -> WholeTable:
    """Return the table of *rows*; the columns with the titles *left* are aligned left."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in columns:
        table.add_column(title, justify="left" if title in left else "right", no_wrap=True)
    for cells in rows:
        table.add_row(*cells)
    return WholeTable(table)


def fit(columns: dict[str, list[str]], spare: Sequence[str]) -> list[str]:
    """Remove the columns *spare* from *columns*, in that order, until the table fits; return the removed titles.

    Output to a pipe loses its decoration only, unless the variable COLUMNS sets a width.
    """
    is_narrow = out.is_terminal or "COLUMNS" in os.environ
    removed = []
    for title in spare:
        if _width(columns) <= out.width:
            break
        if title in columns and (is_narrow or title == DECORATION):
            del columns[title]
            removed.append(title)
    return removed


def show_columns(columns: dict[str, list[str]], left: Collection[str], spare: Sequence[str] = ()) -> None:
    """Print the table of *columns*, and say which of the columns *spare* had no space."""
    hidden = [title for title in fit(columns, spare) if title != DECORATION]
    out.print(whole_table(list(columns), list(zip(*columns.values(), strict=True)), left))
    if hidden:
        noun = "column" if len(hidden) == 1 else "columns"
        err.print(f"Hidden {noun}: {', '.join(hidden)}. Use a wider terminal, or --csv.")


def _width(columns: dict[str, list[str]]) -> int:
    table = whole_table(list(columns), list(zip(*columns.values(), strict=True))).table
    return Measurement.get(out, out.options.update(max_width=_UNLIMITED), table).maximum
