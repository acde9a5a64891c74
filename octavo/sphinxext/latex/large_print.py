r"""Prepare a book for large print: figures as wide as the text, and tables of many columns as one block a row.

No text of a page has less than 14 points, those in figures among them. At that size a line in one of three columns has
one or two words. Each row is then a block across the page, with the heading of its column before each text, as phones
show such tables.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from docutils import nodes

from octavo.project import Language
from octavo.sphinxext.latex import tables
from octavo.text.typography import typeset
from octavo.ui import tokens

#: Letters of a line of text, and of a caption. A caption begins with the word “Figure” and a number.
LINE, CAPTION, _NUMBER = 52, 58, 12
#: Lines of most of a page, and of the part of one that may stay empty.
_PAGE, _PART = 20, 8
#: Items of a checklist that stay together where it begins, and where it ends.
_TOGETHER = 3
#: Columns of a table that keeps them.
_COLUMNS = 2
_GRAPHICS = re.compile(r"\\sphinxincludegraphics(?:\[[^]]*\])?(?=\{)")


def preamble(language: Language) -> str:
    """Return the preamble of large print in *language*."""
    mono = tokens.tokens()["faces"]["mono"]["Latn"]["family"]
    # Code in a note has no less than 14 points either.
    code = f"\\usepackage{{octavo-large}}\\setmonofont{{{mono}}}[Scale=0.9]\n"
    # Even spaces read more easily in large print, and long words find room (RNIB, Clear Print).
    if language.is_right_to_left:
        # TeX turns the colours of a line around with its words.
        return code + r"\AtBeginDocument{\raggedleft}\renewcommand\octavolabel[1]{{\sffamily#1}}" + "\n"
    # The imprint fits below the title if the word of a row has no line of its own.
    row = r"\renewcommand\octavorow[2]{\par{\color{OctavoAccent}\bfseries#1}\enspace#2\par}"
    return code + r"\AtBeginDocument{\raggedright}" + row + "\n"


def drawing(code: str, figure: nodes.Element) -> str:
    """Return the LaTeX *code* of a picture as wide as the text, or as high as a page with its caption below."""
    caption = figure.next_node(nodes.caption)
    length = tables.length(caption.astext()) + _NUMBER if caption else 0
    return _GRAPHICS.sub(rf"\\octavodrawing{{{math.ceil(length / CAPTION)}}}", code)


def tie(place: int, count: int) -> str:
    """Return the code before the item at *place* of a checklist with *count*: three stay together at each end."""
    is_tied = place < _TOGETHER or place > count - _TOGETHER
    return r"\octavotie" if is_tied else r"\octavountie"


def stack(whole: nodes.document, language: Language) -> None:
    """Turn each row of a table with many columns into a block, unless each of its rows fits one line."""
    for table in list(whole.findall(nodes.table)):
        if names := _names(table):
            for row in list(_body_rows(table)):
                block = nodes.entry()
                labels = [typeset(f"{name}:", language.locale) for name in names]
                cells = list(row.findall(nodes.entry))
                if tables.SELF_CHECK in table["classes"]:
                    block += _answered(labels, cells)
                else:
                    for place, (label, cell) in enumerate(zip(labels, cells, strict=True)):
                        block += _labelled(label, cell, is_first=not place)
                row.children = []
                row.append(block)
            group = table.next_node(nodes.tgroup)
            for part in [*table.findall(nodes.colspec), *table.findall(nodes.thead)]:
                group.remove(part)
            group.insert(0, nodes.colspec(colwidth=100))
            group["cols"] = 1


def let_tables_break(whole: nodes.document) -> None:
    """Let a table run over pages if it is longer than most of one, or if it cannot move and is longer than a few lines.

    Any other table may move, as a figure may: the text after it fills the page.
    """
    for table in whole.findall(nodes.table):
        if _lines(table) > (_PAGE if table.next_node(nodes.title) else _PART):
            table["classes"].append("longtable")


def _lines(table: nodes.table) -> int:
    """Return about how many lines *table* has."""
    widths = [column["colwidth"] for column in table.findall(nodes.colspec)]
    count = 0
    for row in table.findall(nodes.row):
        cells = zip(widths, row.findall(nodes.entry), strict=False)
        count += max((_height(cell, LINE * width / sum(widths)) for width, cell in cells), default=0)
    return count


def _height(cell: nodes.entry, letters: float) -> int:
    """Return how many lines *cell* has, each of that many *letters*."""
    texts = (
        "".join(text for text in block.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
        for block in cell.findall(nodes.TextElement)
        if block.parent is cell
    )
    return sum(math.ceil(tables.length(text) / letters) for text in texts)


def _names(table: nodes.table) -> list[str]:
    """Return the headings of the columns of *table* if its rows shall be blocks; else nothing."""
    heads = [row for head in table.findall(nodes.thead) for row in head.findall(nodes.row)]
    cells = list(table.findall(nodes.entry))
    names = [" ".join(cell.astext().split()) for cell in heads[0].findall(nodes.entry)] if len(heads) == 1 else []
    is_plain = all(cell.astext().strip() and not cell.get("morerows") and not cell.get("morecols") for cell in cells)
    is_nested = any(cell.next_node(nodes.table) for cell in cells)
    if len(names) <= _COLUMNS or not is_plain or is_nested or tables.natural_width(table) <= LINE:
        return []
    return names


def _body_rows(table: nodes.table) -> Iterator[nodes.row]:
    return (row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row))


def _answered(labels: list[str], cells: list[nodes.entry]) -> list[nodes.Node]:
    """Return the blocks of a row of a self-check: a single statement speaks for itself, and others have their *labels*.

    The number of a statement stands before it.
    """
    first, *others = cells
    name, *rest = first.children
    blocks: list[nodes.Node] = []
    statements = [cell for cell in others if cell.next_node(nodes.reference) is None]
    for label, cell in zip(labels[1:], others, strict=True):
        blocks += cell.children if [cell] == statements else _labelled(label, cell, is_first=False)
    words = nodes.strong("", "", *name.children)
    if tables.NUMBER.fullmatch(name.astext().strip()) and isinstance(blocks[0], nodes.paragraph):
        blocks[0].insert(0, [words, nodes.Text(" ")])
    else:
        blocks.insert(0, nodes.paragraph("", "", words))
    return [*blocks, *rest]


def _labelled(label: str, cell: nodes.entry, *, is_first: bool) -> list[nodes.Node]:
    """Return the blocks of *cell* with its *label* before the first text; those of the first column are strong."""
    blocks = list(cell.children)
    if not isinstance(blocks[0], nodes.paragraph):
        blocks.insert(0, nodes.paragraph())
    text = blocks[0]
    if is_first:
        text.children, words = [], text.children
        text += nodes.strong("", "", *words)
    text.insert(
        0, [nodes.raw("", r"\octavolabel{", format="latex"), nodes.Text(label), nodes.raw("", "}", format="latex")]
    )
    if not label.endswith("\uff1a"):
        text.insert(3, nodes.Text(" "))
    return blocks
