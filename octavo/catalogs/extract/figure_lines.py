"""Find the lines of a text in an SVG, put other words into them, and break text into lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

#: No font is at hand when lines are broken: widths are those of DejaVu Sans, the widest font of figures, by class.
_NARROW = frozenset("ijlItf.,:;!'’|()[]r ")
_WIDE = frozenset("mwMW@%")
_NARROW_EM, _WIDE_EM, _UPPER_EM, _OTHER_EM, _FULL_EM, BOLD = 0.36, 0.92, 0.70, 0.60, 1.0, 1.06
#: Places where a line may break: after a space, and between East Asian wide characters (UAX #14, ID × ID).
_CLOSING = "，。、；：？！）》”’」』】…"
_OPENING = "（《“‘「『【"
#: Units of CSS in user units (CSS Values 3, 6.2). Those that depend on a font or a picture are not known here.
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-z%]*)")

#: A place for text: an element, and whether it is the text in it or the one after it.
Slot = tuple[etree._Element, str]


def number(value: str, default: float) -> float:
    """Return the first number of the attribute *value* in user units; *default* if there is none."""
    match = _NUMBER.match(value)
    factor = _UNITS.get(match[2]) if match else None
    return float(match[1]) * factor if match and factor else default


def text_of(element: etree._Element) -> str:
    """Return the words of *element*, with a space between its lines."""
    return " ".join(_words(line) for line in lines_of(element))


def fill(element: etree._Element, text: str) -> None:
    """Put *text* into the lines of *element*; all of them stay where they are, and keep their style."""
    lines = lines_of(element)
    if not lines:
        element.text = text or element.text
    for slots, words in zip(lines, _distributed(text, len(lines)), strict=True):
        used = [slot for slot in slots if _value(slot).strip()]
        for slot in used:
            _set(slot, words if slot == used[0] else "")


def lines_of(element: etree._Element) -> list[list[Slot]]:
    """Return the places for text in *element*, by line; a ``tspan`` at another *y*, or with an *x*, begins a line."""
    lines: list[list[Slot]] = [[]]
    y = element.get("y", "0")
    for node, attribute in _slots(element):
        if attribute == "text" and node is not element:
            below = node.get("y", y)
            begins = below != y or ("x" in node.attrib and ("dy" in node.attrib or "y" not in node.attrib))
            y = below
            if begins:
                lines.append([])
        lines[-1].append((node, attribute))
    return [line for line in lines if _words(line)]


def _slots(element: etree._Element) -> Iterator[Slot]:
    yield element, "text"
    for child in element:
        if isinstance(child.tag, str):  # no comment
            yield from _slots(child)
        yield child, "tail"


def _value(slot: Slot) -> str:
    return getattr(*slot) or ""


def _set(slot: Slot, words: str) -> None:
    node, attribute = slot
    setattr(node, attribute, words)
    for name in ("x", "y", "dx", "dy", "rotate"):
        # A place for each letter fits the master's letters only.
        if attribute == "text" and len(values := re.split(r"[\s,]+", node.get(name, "").strip())) > 1:
            node.set(name, values[0])


def _words(line: list[Slot]) -> str:
    return " ".join("".join(map(_value, line)).split())


def _distributed(text: str, count: int) -> list[str]:
    """Return *text* in *count* lines, as even as they can be; those at the end may be empty."""
    if count < 2:
        return [text] * count
    limit = width(text) / count
    while len(lines := list(break_lines(text, limit))) > count:
        limit += 0.5
    return [*lines, *[""] * (count - len(lines))]


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
    """Cut *text* where a line may break; a piece keeps its final space.

    A word of one or two letters belongs to the next word: “en ligne”, “of the”.
    """
    cut = re.findall(r"(?:[^\W\d_]{1,2} )*[^ ]+ ?| ", text)
    return [part for piece in cut for part in _wide_pieces(piece)]


def _wide_pieces(piece: str) -> list[str]:
    """Cut *piece* before wide characters: at the edges of phrases in Chinese, else before each of them."""
    if not any(map(is_wide, piece)):
        return [piece]
    starts = _phrase_starts(piece)
    parts: list[str] = []
    for place, char in enumerate(piece):
        breaks = parts and (is_wide(char) or is_wide(parts[-1][-1])) and (starts is None or place in starts)
        if breaks and char not in _CLOSING and char != " " and parts[-1][-1] not in _OPENING:
            parts.append(char)
        elif parts:
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def _phrase_starts(text: str) -> set[int] | None:
    """Return where the phrases of *text* start if it is Chinese, and ``None`` if that cannot be known here.

    A phrase of one character stays with the next one: no line ends in it.
    """
    parser = _parser()
    if parser is None or any("HIRAGANA" in unicodedata.name(char, "") for char in text):
        return None
    starts: set[int] = set()
    place, is_short = 0, False
    for phrase in parser.parse(text):
        if not is_short:
            starts.add(place)
        place += len(phrase)
        is_short = len(phrase) == 1 and not is_short
    return starts


@cache
def _parser() -> Any:
    """Return BudouX's parser of Chinese phrases, if it is installed (the extra "zh")."""
    try:
        import budoux
    except ImportError:
        return None
    return budoux.load_default_simplified_chinese_parser()


def is_wide(char: str) -> bool:
    """Return whether *char* takes a full em (UAX #11, East Asian Width W or F)."""
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
