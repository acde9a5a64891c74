"""Estimate the lines that blocks take on paper, for what must not be parted by a figure that waits for a page."""

from __future__ import annotations

import math

from docutils import nodes

from octavo.sphinxext.latex import tables

#: Part of a line that separates two blocks.
_SPACE = 0.5
#: Letters by which the lines of lists and boxes are shorter.
_INDENT = 6
#: Letters of a blank of a form.
_BLANK = 12
#: Lines of the frame and the title of a box.
_FRAME = 3


def lines(block: nodes.Node, line: int) -> int:
    """Return how many lines of *line* letters *block* takes, or some more."""
    texts = [node for node in block.findall(nodes.TextElement) if not isinstance(node, nodes.Inline)]
    frame = _FRAME if isinstance(block, nodes.Admonition) else 0
    return frame + math.ceil(sum(_SPACE + math.ceil(letters(text) / (line - _INDENT)) for text in texts))


def letters(block: nodes.Node) -> int:
    """Return the width of the text of *block* in letters: a Chinese character takes two."""
    size = 0
    for text in block.findall(nodes.Text):
        if isinstance(text.parent, nodes.raw):
            size += _BLANK if "octavoblank" in text or "octavofill" in text else 0
        else:
            size += tables.length(text)
    return size
