"""Doctree of a book from right to left → the same, with what runs from left to right marked for TeX.

TeX lays out words in the direction that it is told and no other (XeTeX has no bidirectional algorithm over words), so two
English words in an Arabic line would change places. Blocks in the master's language are set as such; in all other text
each stretch of Latin letters is marked, with the digits and signs inside it (UAX #9, rules W7 and N1).
"""

from __future__ import annotations

import re
import unicodedata

from docutils import nodes
from sphinx import addnodes

from octavo.project import Language

#: Blocks that are set from left to right as a whole; any other is marked inside, as the words of a line.
_BLOCKS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.table, nodes.admonition)
#: Where a paragraph is a block of its own; in a cell, an item or a note it shares the line with what stands before it.
_AROUND = (nodes.section, nodes.document, nodes.Admonition, nodes.block_quote, addnodes.start_of_file)
#: Letters that a column counts for at least, and at most: a column of one word, and one of sentences.
_NARROWEST, _WIDEST = 8, 40
_STRONG_LEFT, _STRONG_RIGHT, _NUMBER = frozenset({"L"}), frozenset({"R", "AL"}), frozenset({"EN"})


def direct(whole: nodes.document, master: Language) -> None:
    """Mark in *whole*, the doctree of a book from right to left, all that runs from left to right."""
    kept = f"language-{master.tag}"
    for table in whole.findall(nodes.table):
        _give_widths(table)
    for node in list(whole.findall(lambda item: isinstance(item, nodes.Element) and kept in item.get("classes", ()))):
        assert isinstance(node, nodes.Element)
        if _is_inside(node, kept):
            continue
        if isinstance(node, _BLOCKS) or (isinstance(node, nodes.paragraph) and isinstance(node.parent, _AROUND)):
            _wrap(node)
        elif isinstance(node, nodes.TextElement):
            node.children = [_raw(r"\LR{"), *node.children, _raw("}")]
    for text in list(whole.findall(nodes.Text)):
        if not isinstance(text.parent, (nodes.raw, nodes.FixedTextElement, nodes.math)) and not _is_inside(text, kept):
            pieces = runs(text.astext())
            if any(is_left for is_left, _ in pieces):
                text.parent.replace(text, [node for piece in pieces for node in _marked(*piece)])


def runs(text: str) -> list[tuple[bool, str]]:
    """Cut *text* into stretches: whether each runs from left to right although the paragraph does not, and its text.

    A word alone needs no mark: only the order of words is TeX's.
    """
    found: list[tuple[bool, str]] = []
    position = 0
    for start, end in _latin(text):
        if re.search(r"\s", text[start:end]):
            found += [(False, text[position:start])] if start > position else []
            found.append((True, text[start:end]))
            position = end
    return found + ([(False, text[position:])] if position < len(text) or not found else [])


def _latin(text: str) -> list[tuple[int, int]]:
    """Return start and end of each stretch from a Latin letter to the last letter or digit before another script."""
    found: list[tuple[int, int]] = []
    start = end = None
    for place, char in enumerate(text):
        kind = unicodedata.bidirectional(char)
        if kind in _STRONG_LEFT:
            start, end = (place if start is None else start), place + 1
        elif kind in _NUMBER and start is not None:
            end = place + 1
        elif kind in _STRONG_RIGHT and start is not None and end is not None:
            found.append((start, end))
            start = end = None
    return found + ([(start, end)] if start is not None and end is not None else [])


def _give_widths(table: nodes.table) -> None:
    """Give columns widths by the longest text in each: bidi and tabulary, which would measure them, do not work together."""
    if "colwidths-given" not in table["classes"]:
        columns = list(table.findall(nodes.colspec))
        longest = [0] * len(columns)
        for row in table.findall(nodes.row):
            place = 0
            for entry in row.findall(nodes.entry):
                span = entry.get("morecols", 0) + 1
                if span == 1 and place < len(columns):
                    longest[place] = max(longest[place], len(entry.astext()))
                place += span
        for column, length in zip(columns, longest, strict=True):
            column["colwidth"] = min(max(length, _NARROWEST), _WIDEST)
        table["classes"].append("colwidths-given")


def _wrap(node: nodes.Element) -> None:
    assert node.parent is not None
    node.parent.replace(node, [_raw("\n\\begin{octavomaster}\n"), node, _raw("\n\\end{octavomaster}\n")])


def _marked(is_left: bool, text: str) -> list[nodes.Node]:
    return [_raw(r"\LR{"), nodes.Text(text), _raw("}")] if is_left else [nodes.Text(text)]


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")


def _is_inside(node: nodes.Node, kept: str) -> bool:
    """Whether an element around *node* is in the master's language as a whole."""
    above = node.parent
    while above is not None:
        if kept in above.get("classes", ()):
            return True
        above = above.parent
    return False
