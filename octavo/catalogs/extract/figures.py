"""SVG ↔ its words: the words of a figure out, translated and wrapped text in.

Translators never open an SVG: its ``title``, ``desc`` and ``text`` are messages of the page's catalog. SVG 1.1
breaks no lines by itself, so a ``text`` element may carry ``data-wrap``, the greatest width of a line in user
units; the lines are set here, centred on the element's *y*, in the edition's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from octavo.errors import ContentError
from octavo.project import Language

SVG = "http://www.w3.org/2000/svg"
_WORDED = tuple(f"{{{SVG}}}{name}" for name in ("title", "desc", "text"))
_TEXT = f"{{{SVG}}}text"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: Families by language, else by its direction; most specific first, generic last, for readers that have none of them.
FONTS = {
    "zh": "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    "he": "'Noto Sans Hebrew', 'DejaVu Sans', Arial, sans-serif",
    "rtl": "'Noto Sans Arabic', 'DejaVu Sans', Tahoma, sans-serif",
    "ltr": "'DejaVu Sans', Verdana, 'Noto Sans', sans-serif",
}
#: Space between baselines, and the share of the em that lies above the baseline's middle, in em.
LINE_HEIGHT = 1.3
MIDDLE = 0.35
DEFAULT_SIZE = 16.0
#: Which anchor of a text from right to left is on the side of that anchor of one from left to right.
_ANCHORS = {"start": "end", "middle": "middle", "end": "start"}
#: No font is at hand when lines are broken, so widths are those of DejaVu Sans, the widest of FONTS, by class.
_NARROW = frozenset("ijlItf.,:;!'’|()[]r ")
_WIDE = frozenset("mwMW@%")
_NARROW_EM, _WIDE_EM, _UPPER_EM, _OTHER_EM, _FULL_EM, _BOLD = 0.36, 0.92, 0.70, 0.60, 1.0, 1.06
#: Places where a line may break: after a space, and between East Asian wide characters (UAX #14, ID × ID).
_CLOSING = "，。、；：？！）》”’」』】…"
_OPENING = "（《“‘「『【"
#: Entities are never expanded and nothing is fetched: a figure cannot read files or blow up (XML 1.0, 4.4).
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def read(path: Path) -> etree._ElementTree:
    """Parse the figure at *path*; one that is not SVG is a sentence with its line."""
    try:
        tree = etree.parse(path, _PARSER)
    except etree.XMLSyntaxError as error:
        raise ContentError(
            "figure-syntax", f"the figure is not well-formed XML: {error.msg}",
            remedy="Mend the SVG", path=path, line=error.lineno,
        ) from error  # fmt: skip
    if tree.docinfo.doctype:
        raise ContentError(
            "figure-doctype", "the figure has a DOCTYPE", remedy="Remove it; entities are not allowed", path=path
        )
    return tree


def words(path: Path) -> list[str]:
    """Return the texts of the figure at *path* that are to be translated, in their order, each once."""
    texts = (_text(element) for element in read(path).iter(*_WORDED))
    return list(dict.fromkeys(text for text in texts if any(char.isalpha() for char in text)))


def localise(path: Path, language: Language, translate: Callable[[str], str]) -> bytes:
    """Return the figure at *path* with its words put through *translate*, wrapped, and marked with its language."""
    tree = read(path)
    root = tree.getroot()
    root.set(_LANG, language.tag)
    root.set("font-family", FONTS.get(language.locale.partition("_")[0], FONTS[language.direction]))
    for element in root.iter(*_WORDED):
        text = translate(_text(element))
        for child in list(element):
            element.remove(child)
        element.text = text
        if element.tag == _TEXT:
            _set_direction(element, text)
            _set_lines(element, text)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8"))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _set_direction(element: etree._Element, text: str) -> None:
    """Let *text* run as its first letter does (UAX #9, P2), on the same side of its place as the master's words."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    if strong != "L":
        element.set("direction", "rtl")
        # SVG 1.1, 10.9.1: where a text from right to left starts is its right side.
        element.set("text-anchor", _ANCHORS[element.get("text-anchor", "start")])


def _set_lines(element: etree._Element, text: str) -> None:
    limit = element.attrib.pop("data-wrap", None)
    size = float(element.get("font-size", DEFAULT_SIZE))
    bold = element.get("font-weight") == "bold"
    lines = balanced_lines(text, float(limit) / size / (_BOLD if bold else 1)) if limit else [text]
    top = float(element.get("y", 0)) - (len(lines) - 1) * LINE_HEIGHT * size / 2 + MIDDLE * size
    element.text = None
    for number, line in enumerate(lines):
        # A tspan a line; each but the last ends in a space, so that text copied or read aloud keeps its words apart.
        span = etree.SubElement(element, f"{{{SVG}}}tspan")
        span.set("x", element.get("x", "0"))
        span.set("y", f"{top + number * LINE_HEIGHT * size:.1f}")
        span.text = line


def break_lines(text: str, limit: float) -> Iterator[str]:
    """Yield the lines of *text*, none wider than *limit* em unless a single word is."""
    line = ""
    for piece in pieces(text):
        if line and width((line + piece).rstrip(" ")) > limit:
            yield line.rstrip(" ")
            line = piece.lstrip(" ")
        else:
            line += piece
    if line.strip(" "):
        yield line.rstrip(" ")


def balanced_lines(text: str, limit: float) -> list[str]:
    """Return the lines of *text*, as few as *limit* em allow, and as even as they can be: no lone last character."""
    lines = list(break_lines(text, limit))
    while len(lines) > 1:
        limit -= 0.5
        narrower = list(break_lines(text, limit))
        if len(narrower) > len(lines) or max(map(width, narrower)) > limit:
            break
        lines = narrower
    return lines


def pieces(text: str) -> list[str]:
    """Cut *text* where a line may break; a piece keeps its final space."""
    cut = re.findall(r"[^ ]+ ?| ", text)
    return [part for piece in cut for part in _wide_pieces(piece)]


def _wide_pieces(piece: str) -> list[str]:
    parts: list[str] = []
    for char in piece:
        breaks = parts and (is_wide(char) or is_wide(parts[-1][-1]))
        if breaks and char not in _CLOSING and char != " " and parts[-1][-1] not in _OPENING:
            parts.append(char)
        elif parts:
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def is_wide(char: str) -> bool:
    """Whether *char* takes a full em (UAX #11, East Asian Width W or F)."""
    return unicodedata.east_asian_width(char) in "WF"


def width(text: str) -> float:
    """Return the estimated width of *text* in em."""
    return sum(map(_char_width, text))


def _char_width(char: str) -> float:
    if is_wide(char):
        return _FULL_EM
    if char in _NARROW:
        return _NARROW_EM
    if char in _WIDE:
        return _WIDE_EM
    return _UPPER_EM if char.isupper() else _OTHER_EM
