"""Cut a text into its words and its markup as docutils reads them, for repairs."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes

from octavo.text.markup.dialect import Dialect
from octavo.text.markup.inert_parser import parsed
from octavo.text.markup.inventory import Inventory, noted


@dataclass(frozen=True, slots=True)
class Piece:
    """Represent a part of a paragraph.

    :ivar source: the markup as it is written; empty for words, and for signs of markup that nothing closes
    :ivar words: what a reader sees
    :ivar found: the elements of the markup
    """

    source: str
    words: str
    found: Inventory


def pieces(text: str, dialect: Dialect) -> list[Piece]:
    """Return the parts of *text* in their order; none if docutils reads it as anything but one paragraph."""
    document, _ = parsed(text, dialect)
    blocks = [child for child in document.children if not isinstance(child, nodes.system_message)]
    if len(blocks) != 1 or not isinstance(blocks[0], nodes.paragraph):
        return []
    return [_piece(node) for node in blocks[0].children if not _is_address(node)]


def _piece(node: nodes.Node) -> Piece:
    if not isinstance(node, nodes.Element) or isinstance(node, nodes.problematic):
        return Piece("", node.astext(), Inventory())
    return Piece(node.rawsource, node.astext(), Inventory(**noted(nodes.paragraph("", "", node))))


def _is_address(node: nodes.Node) -> bool:
    """Return whether *node* is the target in `` `words <address>`_ ``, which the node before it contains."""
    return isinstance(node, nodes.target) and ("refuri" in node or "refname" in node)
