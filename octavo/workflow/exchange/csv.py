"""Read and write CSV (RFC 4180) in UTF-8. Without the byte order mark, Excel would assume another charset."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from octavo.errors import ContentError
from octavo.workflow.exchange.table import from_rows, to_rows
from octavo.workflow.exchange.units import Table

#: Spreadsheets run a cell with this beginning as a formula (OWASP, "CSV Injection"). An apostrophe prevents it.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # the wide forms count too


def write(table: Table) -> bytes:
    """Return the units of *table* as CSV."""
    stream = io.StringIO()
    csv.writer(stream).writerows([safe_cell(cell) for cell in row] for row in to_rows(table))
    return stream.getvalue().encode("utf-8-sig")


def read(data: bytes, path: Path) -> Table:
    """Return the units in *data*, the content of the file at *path*. Semicolons or tabs may separate the cells.

    :raises ContentError: it is not CSV in UTF-8, or lacks a column
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(
            "exchange-syntax", f"byte {data[error.start]:#04x} is not UTF-8",
            remedy="Save the table as “CSV UTF-8”", path=path, line=data[: error.start].count(b"\n") + 1,
        ) from error  # fmt: skip
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        # strict: otherwise a quote that is not closed would turn the rest of the file into one cell.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ContentError(
            "exchange-syntax", f"the table cannot be read: {error}", remedy="Export it again from your spreadsheet",
            path=path,
        ) from error  # fmt: skip
    return from_rows(([_plain(cell) for cell in row] for row in rows), path)


def safe_cell(cell: str) -> str:
    """Return *cell* so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    # Spreadsheets use line ends of their own in a cell.
    cell = cell.replace("\r\n", "\n")
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
