"""Mark the text from left to right in the doctree of a book from right to left, for TeX.

TeX lays out words in one direction (XeTeX has no bidirectional algorithm over words), so two English
words in an Arabic line would change places. Blocks in the master's language are set as such; in all other text
each stretch of Latin letters is marked, with the digits and signs inside it (UAX #9, rules W7, N1 and L4).
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

from octavo.project import Language
from octavo.sphinxext.doctree.ancestors import is_in_class

#: Blocks that are set from left to right as a whole; any other is marked inside, as the words of a line.
_BLOCKS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.table, nodes.admonition)
#: Elements without words: code, formulas, and numbers for TeX.
_UNWORDED = (nodes.raw, nodes.FixedTextElement, nodes.math, nodes.math_block, nodes.label, nodes.footnote_reference)
#: Where a paragraph is a block of its own; in a cell, an item or a note it shares the line with what stands before it.
_AROUND = (nodes.section, nodes.document, nodes.Admonition, nodes.block_quote, addnodes.start_of_file)
#: Letters that run from right to left (those of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms).
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_LEFT = re.compile(rf"[^\W\d_{_RIGHT}](?:[^{_RIGHT}]*[^\W_{_RIGHT}])?|[0-9][0-9.,:/+\u2010-\u2014-]*[0-9]")
#: Signs that are mirrored from right to left (Unicode's Bidi_Mirrored): the fonts of Latin draw them as they are.
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def direct(whole: nodes.document, master: Language) -> None:
    """Mark all text from left to right in *whole*, the doctree of a book from right to left."""
    language_class = f"language-{master.tag}"
    for literal in list(whole.findall(nodes.literal_block)):
        _wrap(literal)
    for node in list(
        whole.findall(lambda item: isinstance(item, nodes.Element) and language_class in item.get("classes", ()))
    ):
        assert isinstance(node, nodes.Element)
        assert node.parent is not None
        if is_in_class(node.parent, language_class):
            if isinstance(node, nodes.inline):
                node.parent.replace(node, node.children)
            continue
        if isinstance(node, _BLOCKS) or (isinstance(node, nodes.paragraph) and isinstance(node.parent, _AROUND)):
            _wrap(node)
        elif isinstance(node, nodes.inline):
            node.parent.replace(node, [_raw(r"\LR{"), *node.children, _raw("}")])
        elif isinstance(node, nodes.TextElement):
            node.insert(0, _raw(r"\LR{"))
            node.append(_raw("}"))
    for text in list(whole.findall(nodes.Text)):
        if not isinstance(text.parent, _UNWORDED) and not is_in_class(text.parent, language_class):
            text.parent.replace(text, [node for piece in runs(text.astext()) for node in _marked(*piece)])


def runs(text: str) -> list[tuple[bool, str]]:
    """Cut *text* into stretches: whether each runs from left to right, against its paragraph, and its text.

    Such a stretch goes from a Latin letter to the last letter or digit before another script, or is a number.
    """
    stretches: list[tuple[bool, str]] = []
    position = 0
    for match in _LEFT.finditer(text):
        stretches += [(False, text[position : match.start()])] if match.start() > position else []
        stretches.append((True, match.group()))
        position = match.end()
    return stretches + ([(False, text[position:])] if position < len(text) else [])


def _wrap(node: nodes.Element) -> None:
    assert node.parent is not None
    node.parent.replace(node, [_raw("\n\\begin{octavomaster}\n"), node, _raw("\n\\end{octavomaster}\n")])


def _marked(is_left: bool, text: str) -> list[nodes.Node]:
    if is_left:
        return [_raw(r"\LR{"), nodes.Text(text), _raw("}")]
    return [nodes.Text(text.translate(_MIRRORED))]


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")
