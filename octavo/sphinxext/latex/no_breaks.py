r"""Keep together on paper what belongs together, and hyphenate each language by its own rules.

A number keeps its unit, and the name of a licence stays on one line. Beside a link xeCJK sees no neighbour, so the gap
between Chinese and a number is set here. Latin titles in Chinese text have the quotes of Latin text.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex.util import ExtBabel
from sphinx.ext.todo import todo_node

from octavo.project import Language
from octavo.text.typography.rules import UNITS

_UNIT = re.compile(rf"(?<=\d) (?=(?:{UNITS}|per cent|[mb]illions?|milliards?|USD)(?!\w))")
_LICENCE = re.compile(r"CC BY(?:-(?:NC|SA|ND))*(?: \d\.\d)?")
_NO_BREAK = str.maketrans({" ": "\u00a0", "-": "\u2011"})
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z0-9%)]")
#: Elements whose text is printed as it stands.
_VERBATIM = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.math_block, nodes.raw, nodes.image)


def join(whole: nodes.document, language: Language, master: Language) -> None:
    """Set the no-break spaces, the gaps and the hyphenation in *whole*, the doctree of a book in *language*."""
    for text in list(whole.findall(nodes.Text)):
        if not isinstance(text.parent, _VERBATIM) and (joined := joined_text(str(text))) != str(text):
            assert text.parent is not None
            text.parent.replace(text, nodes.Text(joined))
    for number in whole.findall(addnodes.number_reference):
        number["title"] = number["title"].replace(" ", "\u00a0")
    if language.code == "zh":
        for link in [*whole.findall(nodes.reference), *whole.findall(addnodes.number_reference)]:
            _set_gaps(link)
        for title in whole.findall(nodes.emphasis):
            if not _HAN.search(title.astext()):
                title.insert(0, nodes.raw("", r"\octavolatin{}", format="latex"))
    if language != master:
        _hyphenate(whole, master)


def joined_text(text: str) -> str:
    """Return *text* with no-break spaces between numbers and units, and a licence that stays on one line."""
    text = _UNIT.sub("\u00a0", text)
    return _LICENCE.sub(lambda match: match.group().translate(_NO_BREAK), text)


def _set_gaps(link: nodes.Element) -> None:
    """Set a gap beside *link* where Chinese meets a Latin letter or a digit."""
    parent = link.parent
    if parent is None:
        return
    words = link.astext() if link.astext().strip("% s") else "1"
    place = parent.index(link)
    before = parent[place - 1].astext()[-1:] if place else ""
    after = parent[place + 1].astext()[:1] if place + 1 < len(parent) else ""
    numbered = isinstance(link, addnodes.number_reference)
    last = "1" if numbered else words[-1:]
    first = link["title"][:1] if numbered else words[:1]
    if _meets(last, after):
        parent.insert(place + 1, _gap())
    if _meets(first, before):
        parent.insert(place, _gap())


def _meets(one: str, other: str) -> bool:
    return bool((_LATIN.match(one) and _HAN.match(other)) or (_HAN.match(one) and _LATIN.match(other)))


def _gap() -> nodes.raw:
    return nodes.raw("", r"\octavogap{}", format="latex")


def _hyphenate(whole: nodes.document, master: Language) -> None:
    """Let words in the master's language be hyphenated by its rules."""
    name = str(ExtBabel(master.locale).get_language())  # type: ignore[no-untyped-call]
    # Formulas and code have no hyphens, and a brace around a row of a formula would stop TeX.
    fixed = (nodes.title, nodes.term, nodes.FixedTextElement)
    for node in list(whole.findall(nodes.TextElement)):
        # sphinx.ext.todo prints the title of a note as plain text.
        is_todo = isinstance(node.parent, nodes.title) and isinstance(node.parent.parent, todo_node)
        if f"language-{master.tag}" in node["classes"] and not (isinstance(node, fixed) or is_todo):
            node.insert(0, nodes.raw("", rf"{{\octavohyphens{{{name}}}", format="latex"))
            node.append(nodes.raw("", "}", format="latex"))
