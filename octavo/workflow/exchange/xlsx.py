"""Read and write an Excel workbook (ECMA-376) of one sheet."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

from octavo.errors import ContentError, needs_extra
from octavo.workflow.exchange.table import from_rows, to_rows
from octavo.workflow.exchange.units import Table

#: Widths of the columns in characters, in the order of ``to_rows``.
_WIDTHS = (24, 70, 70, 14, 30, 12, 6, 28)
#: An escaped character, unless its underscore is escaped itself (ECMA-376, part 1, 22.9.2.19).
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: The number of characters that an Excel cell can contain.
_LONGEST = 32_767
#: The largest unpacked workbook that is read, in bytes. A guide of 100,000 words has 2 MB.
_LARGEST = 200 * 1024 * 1024


def write(table: Table) -> bytes:
    """Return the units of *table* as a workbook.

    :raises ContentError: a text is too long for a cell
    """
    with needs_extra("xlsx", "A workbook"):
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import TYPE_STRING
        from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.language)
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for number, row in enumerate(to_rows(table)):
        cells = []
        for text in row:
            if len(text) > _LONGEST:
                raise ContentError(
                    "exchange-length", f"a text has {len(text):,} characters, more than a cell of Excel can have",
                    remedy="Export XLIFF or CSV", path=Path(row[0]),
                )  # fmt: skip
            cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", text))
            # Mark every cell as text, so that Excel runs none as a formula.
            cell.data_type = TYPE_STRING
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes, path: Path) -> Table:
    """Return the units of the first sheet of the workbook in *data*, the content of the file at *path*.

    :raises ContentError: it is not a workbook, or lacks a column
    """
    with needs_extra("xlsx", "A workbook"):
        from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST:
                raise ValueError("it is too large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            rows = list(_rows(book.worksheets[0].iter_rows(values_only=True)))
    except Exception as error:  # openpyxl checks little itself: a damaged workbook raises almost anything
        raise ContentError(
            "exchange-syntax", f"the file is no workbook that can be read: {error}",
            remedy="Save it as “Excel workbook (.xlsx)” without a password", path=path,
        ) from error  # fmt: skip
    return from_rows(rows, path)


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text("" if cell is None else str(cell)) for cell in row]


def _text(cell: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell).replace("\r\n", "\n")
    # Escapes can spell half a character, which no catalog can contain: this raises an error.
    text.encode()
    return text
