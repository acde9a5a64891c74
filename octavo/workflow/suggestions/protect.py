"""Send the markup of a message as HTML tags, which engines keep, and put it back into their answer.

``See :ref:`the plan <plan>` and ``pip```. becomes ``See <span id="0">the plan</span> and <x id="1"/>.``: the words of
a link are translated, code is not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from octavo.text.markup import Shape, Token

_TAG = re.compile(
    r"""<\s*(?:
        (?P<whole>x)\s+id=["']?(?P<number>\d{1,4})["']?\s*/?
        |(?P<open>span)\s+id=["']?(?P<opened>\d{1,4})["']?
        |(?P<close>/span)
        |/x
    )\s*>""",
    re.VERBOSE,
)


def protect(tokens: Sequence[Token]) -> str:
    """Return *tokens* as HTML. The number of a tag is the place of its token."""
    pieces: list[str] = []
    for number, token in enumerate(tokens):
        if token.shape is Shape.TEXT:
            pieces.append(html.escape(token.text, quote=False))
        elif token.shape is Shape.OPEN:
            pieces.append(f'<span id="{number}">')
        else:
            pieces.append("</span>" if token.shape is Shape.CLOSE else f'<x id="{number}"/>')
    return "".join(pieces)


def restore(answer: str, tokens: Sequence[Token]) -> str | None:
    """Return *answer* with the markup of *tokens*, or ``None`` if a tag is missing, repeated or not closed."""
    ends = _ends(tokens)
    waiting = {number for number, token in enumerate(tokens) if token.shape in (Shape.OPEN, Shape.WHOLE)}
    pieces: list[str] = []
    opened: list[int] = []
    position = 0
    for match in _TAG.finditer(answer):
        pieces.append(html.unescape(answer[position : match.start()]))
        position = match.end()
        if match["whole"] or match["open"]:
            number = int(match["number"] or match["opened"])
            if number not in waiting or (number in ends) != bool(match["open"]):
                return None
            waiting.remove(number)
            pieces.append(tokens[number].text)
            if match["open"]:
                opened.append(number)
        elif match["close"]:
            if not opened:
                return None
            pieces.append(tokens[ends[opened.pop()]].text)
    pieces.append(html.unescape(answer[position:]))
    return None if waiting or opened else "".join(pieces)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the place of the closing token of each opening one."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.shape is Shape.OPEN:
            opened.append(number)
        elif token.shape is Shape.CLOSE:
            ends[opened.pop()] = number
    return ends
