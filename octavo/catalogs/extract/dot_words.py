"""Find the words of a Graphviz diagram, and write translations so that they end where the words end.

A name of a node is shown if the node has no label, so it counts as words if it is made of letters. Each place of a
name gets the same translation, so that lines still lead to the node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

#: A place in code: its first and its last position.
Span = tuple[int, int]

_TOKEN = re.compile(
    r"""/\*.*?\*/|//[^\n]*|^\#[^\n]*         # a comment
    |(?P<html><(?:[^<>]|<[^<>]*>)*>)         # a label in HTML
    |"(?P<quoted>(?:[^"\\]|\\.)*)"
    |(?P<bare>[^\W\d]\w*)
    |(?P<sign>-[>-]|[\[\]{};=:])""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
#: Attributes that readers see.
_LABELS = frozenset(("label", "xlabel", "headlabel", "taillabel", "tooltip"))
_GRAPHS, _DEFAULTS = frozenset(("graph", "digraph", "subgraph")), frozenset(("node", "edge", "graph"))
_ARROWS = ("->", "--")
#: What follows the key of an attribute.
_EQUALS = re.compile(r"\s*=")
#: A tag of a label in HTML, or the words between tags.
_PIECE = re.compile(r"<[^<>]*>|(?P<text>[^<>\s](?:[^<>]*[^<>\s])?)")


def spans(code: str) -> Iterator[Span]:
    """Yield the places of words: labels, each text in a label in HTML, and names of nodes that are shown."""
    names: list[tuple[str, Span]] = []
    labelled: set[str] = set()
    owner = key = before = ""
    in_list = hides_names = False
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup
        if kind is None:
            continue
        text, place = token[kind], token.span(kind)
        is_key = _EQUALS.match(code, token.end())
        last, before = before, text if kind == "sign" else text.lower() if kind == "bare" else ""
        if kind == "sign":
            in_list = text == "[" or (in_list and text != "]")
            owner = "" if text in _ARROWS or (not in_list and text in "{};") else owner
        elif is_key:
            key = text.lower()
        elif last == "=":
            if key in _LABELS:
                yield from _html_spans(text, place[0]) if kind == "html" else (place,)
            if key == "label" and in_list:
                labelled.add(owner)
                hides_names |= owner == "node"
        elif last in _GRAPHS and not (kind == "bare" and before in _DEFAULTS):
            yield from (place,) if kind == "quoted" and last != "subgraph" else ()
        elif kind == "bare" and before in _GRAPHS | _DEFAULTS | {"strict"}:
            owner = before
        elif not in_list and last != ":" and kind != "html":
            owner = "" if last in _ARROWS else text
            if kind == "quoted" or (text.isalpha() and (len(text) > 2 or not text.isascii())):
                names.append((text, place))
    if not hides_names:
        yield from (place for name, place in names if name not in labelled)


def written(code: str, place: Span, text: str) -> str:
    """Return the translation *text* of the words at *place* in *code*, so that it cannot end where they do not."""
    if _is_in_html(code, place):
        return re.sub(r"&amp;(#?\w+;)", r"&\1", escape(text, quote=False))
    text = re.sub(r'\\.|"', lambda match: match[0] if len(match[0]) > 1 else '\\"', text, flags=re.DOTALL)
    text = text + "\\" if len(text) - len(text.rstrip("\\")) & 1 else text
    return text if code[place[0] - 1] == '"' else f'"{text}"'


def _is_in_html(code: str, place: Span) -> bool:
    tokens = (token for token in _TOKEN.finditer(code) if token.lastgroup == "html")
    return any(token.start() <= place[0] and place[1] <= token.end() for token in tokens)


def _html_spans(label: str, start: int) -> Iterator[Span]:
    for piece in _PIECE.finditer(label, 1, len(label) - 1):
        if piece["text"]:
            yield start + piece.start(), start + piece.end()
