"""Prepare tables of few columns for phones, which show each row as a card.

A phone cuts a table of three columns in the middle of its words. The style sheet sets the cells of a row below each
other instead, each after the heading of its column. This module writes that heading into an attribute of the cell.
"""

from __future__ import annotations

from lxml import etree

from octavo.editions.formats.html import trees

#: Class of such a table, and the attribute with the heading of a cell.
STACKED, HEADING = "octavo-stacked", "data-heading"
_COLUMNS = range(2, 5)


def stack_tables(root: etree._Element) -> None:
    """Name the column in each cell of tables with one row of headings and two to four columns."""
    for table in trees.of_class(root, "docutils", "table"):
        rows = table.xpath("thead/tr")
        names = [_text(cell) for cell in rows[0]] if len(rows) == 1 else []
        body = table.xpath("tbody/tr")
        is_plain = not table.xpath(".//*[@colspan or @rowspan] | .//table") and all(
            len(row) == len(names) for row in body
        )
        # A self-check has cards of its own.
        if len(names) not in _COLUMNS or not all(names) or not is_plain or "self-check" in table.get("class", ""):
            continue
        table.set("class", f"{table.get('class')} {STACKED}")
        for row in body:
            for name, cell in zip(names, row, strict=True):
                cell.set(HEADING, name)


def _text(cell: etree._Element) -> str:
    return " ".join("".join(cell.itertext()).split())
