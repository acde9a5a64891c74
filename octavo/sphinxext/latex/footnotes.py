"""Give the footnotes of a printed book numbers in the order of its text.

Sphinx numbers notes by their place in the source, where those of the author follow the addresses of their page.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.builders.latex.nodes import footnotemark, footnotetext


def number(whole: nodes.document) -> None:
    """Give the footnotes of *whole*, which are at their first reference, numbers from 1."""
    numbers: dict[str, str] = {}
    for node in whole.findall(nodes.Element):
        if isinstance(node, (nodes.footnote, footnotemark, footnotetext)):
            label = node if isinstance(node, footnotemark) else node[0]
            assert isinstance(label, nodes.TextElement)
            new = numbers.setdefault(label.astext(), str(len(numbers) + 1))
            label.children = []
            label += nodes.Text(new)
