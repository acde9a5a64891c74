"""Text with straight quotes, dashes of hyphens or three dots → typographic signs; a text without any is left alone.

docutils takes every text of a document apart and puts it together again. A translation is typeset when it is compiled,
so most of them hold nothing to educate (docutils/transforms/universal.py, 0.22).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.transforms.universal import SmartQuotes

#: What ``docutils.utils.smartquotes`` looks for: escapes, quotes, dashes and dots.
_SIGNS = re.compile(r"""[\\\x00"'`]|--|\.\.|\. \.|&quot;""")
#: The attribute by which it turns typographic signs into straight ones; then it looks for others.
_STRAIGHTEN = "-1"

_original = SmartQuotes.apply


def apply(self: SmartQuotes, **kwargs: Any) -> None:
    """Take the place of ``SmartQuotes.apply``: give it only the blocks of text in which it finds something to do."""
    if self.smartquotes_action == _STRAIGHTEN:
        _original(self)
        return
    document = self.document
    blocks = list(_blocks(document))
    self.document = SimpleNamespace(
        settings=document.settings, reporter=document.reporter, findall=lambda kind: iter(blocks)
    )
    try:
        _original(self)
    finally:
        self.document = document


def _blocks(document: nodes.document) -> Iterator[nodes.Node]:
    for node in document.findall(nodes.TextElement):
        # What is in a block of text is part of it.
        if not isinstance(node.parent, nodes.TextElement) and any(map(_SIGNS.search, node.findall(nodes.Text))):
            yield node
