r"""Prepare tables for paper: widths of columns by their texts, and places for the points of self-checks.

Widths of the source are made for one language, and for the screen too. On paper a column gets room for its longest word
first. The rest of the line is shared as browsers share it: by the length of the longest text of each column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from docutils import nodes

#: Class of tables whose statements are rated with 0, 1 or 2 points. The script of the site reads it too.
SELF_CHECK = "self-check"
#: Points that a statement gives at most.
_MOST = 2
#: Rows of such a table that fit a page with their points. A longer one runs over pages.
_PAGE = 10
#: Number of a statement: its letter is its part.
NUMBER = re.compile(r"([A-Z])\d+")
#: Letters of the gap between columns, and of the shortest column.
_GAP, _NARROWEST = 3, 6
#: Lines of a whole page's width that a cell counts for at most.
_LINES = 3
#: Room for letters that are wider than most.
_WIDE = 1.12
_GIVEN = "colwidths-given"


def fit(whole: nodes.Element, line: int, *, everywhere: bool = False) -> None:
    """Give columns widths by their texts, for a line of *line* letters.

    A table with empty cells is a form, and keeps the widths of its author. tabulary measures tables without widths,
    except *everywhere*: it breaks with bidi.
    """
    for table in whole.findall(nodes.table):
        cells = list(table.findall(nodes.entry))
        is_form = any(not cell.astext().strip() for cell in cells)
        if _GIVEN in table["classes"] and is_form:
            continue
        if _GIVEN in table["classes"] or everywhere:
            columns = list(table.findall(nodes.colspec))
            for column, width in zip(columns, _widths(table, len(columns), line), strict=True):
                column["colwidth"] = width
            if _GIVEN not in table["classes"]:
                table["classes"].append(_GIVEN)


def add_points(whole: nodes.Element) -> None:
    """Print boxes for 0, 1 and 2 below each statement of self-checks, and a line for the sum of each part."""
    for table in whole.findall(nodes.table):
        if SELF_CHECK not in table["classes"]:
            continue
        if len(list(table.findall(nodes.row))) > _PAGE:
            table["classes"].append("longtable")
        sums: dict[str, tuple[nodes.entry, int]] = {}
        for row in (row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)):
            first, *others = row.findall(nodes.entry)
            statements = [cell for cell in others if cell.astext().strip() and not any(cell.findall(nodes.reference))]
            for cell in statements:
                # In the paragraph, so that they share its last line.
                block = cell[-1] if isinstance(cell[-1], nodes.paragraph) else cell
                block.append(nodes.raw("", r"\octavopoints", format="latex"))
            number = NUMBER.fullmatch(first.astext().strip())
            part = number[1] if number else first.astext()
            sums[part] = (first, sums.get(part, (first, 0))[1] + _MOST * len(statements))
        # A row with a plain number is no part.
        for cell, most in (found for part, found in sums.items() if not part.strip().isdigit()):
            cell.append(nodes.raw("", rf"\octavosum{{{most}}}", format="latex"))


def natural_width(table: nodes.table) -> int:
    """Return the letters of a line on which each cell of *table* fits without a break."""
    return sum(_limits(table, len(list(table.findall(nodes.colspec))))[1])


def _widths(table: nodes.table, count: int, line: int) -> list[int]:
    least, most = _limits(table, count)
    most = [min(width, _LINES * line) for width in most]
    spare, wanted = line - sum(least), sum(most) - sum(least)
    if sum(most) <= line:
        widths: list[float] = [*most]
    elif spare <= 0:
        widths = [*least]
    else:
        widths = [low + (high - low) * spare / wanted for low, high in zip(least, most, strict=True)]
    return [round(1000 * width / sum(widths)) for width in widths]


def _limits(table: nodes.table, count: int) -> tuple[list[int], list[int]]:
    """Return the letters of the longest word and of the longest line of each column, with the gap."""
    least, most = [_NARROWEST] * count, [_NARROWEST] * count
    for place, cell in _single_cells(table):
        for text in cell.astext().split("\n"):
            least[place] = max(least[place], *_words(text))
            most[place] = max(most[place], length(text))
    least = [round(letters * _WIDE) + _GAP for letters in least]
    return least, [max(round(letters * _WIDE) + _GAP, least[place]) for place, letters in enumerate(most)]


def _single_cells(table: nodes.table) -> Iterator[tuple[int, nodes.entry]]:
    """Yield the cells of one column, each with its place. A cell over several rows may hide the place of another."""
    count = len(list(table.findall(nodes.colspec)))
    for row in table.findall(nodes.row):
        place = 0
        for cell in row.findall(nodes.entry):
            span = cell.get("morecols", 0) + 1
            if span == 1 and place < count:
                yield place, cell
            place += span


def _words(text: str) -> Iterator[int]:
    """Yield the lengths of the words of *text*. A line may break between any two Chinese characters."""
    for word in re.split(r"[\s\-/]", text):
        yield max((length(piece) for piece in re.split(r"(?<=[\u3000-\u9fff\uff00-\uffef])", word)), default=0)


def length(text: str) -> int:
    """Return the length of *text* in Latin letters. A Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
