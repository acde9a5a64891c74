"""Extract the words of a figure (SVG), and put their translations into it.

Translators never open an SVG: its ``title``, ``desc`` and ``text`` are messages of the page's catalog. SVG 1.1
breaks no lines by itself, so a ``text`` element may carry ``data-wrap``, the greatest width of a line in user
units; the lines are set here, centred on the element's *y*, in the edition's language. ``data-lines`` is the
greatest number of lines: a text that needs more is set smaller.

A figure that knows nothing of this keeps its layout: each translation goes where the words of the master are.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from babel.numbers import format_percent
from lxml import etree

from octavo.catalogs.extract import figure_lines
from octavo.catalogs.extract.figure_lines import balanced_lines, fill, lines_of, number, text_of
from octavo.files.xml import parse_xml
from octavo.project import Language
from octavo.text import locale_forms

SVG = "http://www.w3.org/2000/svg"
_WORDED = tuple(f"{{{SVG}}}{name}" for name in ("title", "desc", "text"))
_TEXT = f"{{{SVG}}}text"
#: Octavo's attribute for the greatest width of a line.
_WRAP = "data-wrap"
#: Octavo's attribute for the greatest number of lines, and the smallest type that it leads to.
_LINES, _SMALLEST = "data-lines", 9.0
#: Octavo's attributes for a number that is written as the language writes it, and for per cent.
_NUMBER, _PERCENT = "data-number", "data-percent"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: Families by language, else by its direction; most specific first, generic last, for readers that have none of them.
FONTS = {
    "zh": "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    "he": "'Noto Sans Hebrew', 'DejaVu Sans', Arial, sans-serif",
    "rtl": "'Noto Sans Arabic', 'DejaVu Sans', Tahoma, sans-serif",
    "ltr": "'Noto Sans', 'DejaVu Sans', Verdana, sans-serif",
}
#: Class of a drawing on a web page. With a number, it says the least width in pixels at which its text is legible.
DRAWING = "octavo-drawing"
#: Least size of legible type on a phone, in pixels.
_LEGIBLE = 11
#: Space between baselines, and the share of the em that lies above the baseline's middle, in em.
LINE_HEIGHT = 1.3
MIDDLE = 0.35
DEFAULT_SIZE = 16.0
#: Which anchor of a text from right to left is on the side of that anchor of one from left to right.
_ANCHORS = {"start": "end", "middle": "middle", "end": "start"}


def read(path: Path) -> etree._ElementTree:
    """Parse the figure at *path*; one that is not SVG is a sentence with its line."""
    tree = parse_xml(path.read_bytes(), path, "figure-syntax", "Correct the SVG file")
    # Drawing programs write a DOCTYPE that declares nothing.
    tree.docinfo.clear()
    return tree


def words(path: Path) -> list[str]:
    """Return the texts of the figure at *path* that are to be translated, in their order, each once."""
    texts = (text_of(element) for element in read(path).iter(*_WORDED))
    return list(dict.fromkeys(filter(_has_letters, texts)))


def _has_letters(text: str) -> bool:
    """Return whether *text* is to be translated. A catalog with a number that nobody asked for changes no figure."""
    return any(char.isalpha() for char in text)


def localise(path: Path, language: Language, translate: Callable[[str], str]) -> bytes:
    """Return the figure at *path* with its words put through *translate*, wrapped, and marked with its language."""
    tree = read(path)
    root = tree.getroot()
    root.set(_LANG, language.tag)
    root.set("font-family", FONTS.get(language.code, FONTS[language.direction]))
    for element in root.iter(*_WORDED):
        master = text_of(element)
        text = translate(master) if _has_letters(master) else master
        if value := element.attrib.pop(_NUMBER, ""):
            text = _number(value, language, is_percent=bool(element.attrib.pop(_PERCENT, "")))
        if element.tag == _TEXT:
            _set_direction(element, text)
            _set_lines(element, text)
        else:
            fill(element, text)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8"))


def translated(path: Path, language: Language, translate: Callable[[str], str]) -> bytes | None:
    """Return the figure at *path* with the words that *translate* changes; ``None`` if it changes none.

    Everything else in it stays. A figure with ``data-wrap`` is made for :func:`localise`, which sets all of its words.
    """
    tree = read(path)
    root = tree.getroot()
    if any(_WRAP in element.attrib for element in root.iter(_TEXT)):
        return localise(path, language, translate)
    is_changed = False
    for element in root.iter(*_WORDED):
        master = text_of(element)
        text = translate(master) if _has_letters(master) else master
        if text != master:
            is_changed = True
            element.set(_LANG, language.tag)
            fill(element, text)
            if element.tag == _TEXT:
                _set_direction(element, text)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8")) if is_changed else None


def least_width(data: bytes) -> int:
    """Return the least width in pixels at which the smallest text of the figure *data* is legible; 0 without text."""
    root = parse_xml(data, Path("figure.svg"), "figure-syntax", "Correct the SVG file").getroot()
    box = root.get("viewBox", "").replace(",", " ").split()
    width = number(box[2], 0) if len(box) == 4 else number(root.get("width", ""), 0)
    sizes = [number(item.get("font-size", ""), 0) for item in root.iter(etree.Element) if item.get("font-size")]
    sizes = [size for size in sizes if size] or [DEFAULT_SIZE]
    return math.ceil(width * _LEGIBLE / min(sizes)) if next(root.iter(_TEXT), None) is not None else 0


def _number(value: str, language: Language, *, is_percent: bool) -> str:
    """Return the number *value* as *language* writes it: “27,2 %” in French."""
    locale = language.conventions
    number = Decimal(value)
    if is_percent:
        return format_percent(number / 100, locale=locale, decimal_quantization=False)
    return locale_forms.number(number, locale)


def _set_direction(element: etree._Element, text: str) -> None:
    """Let *text* run as its first letter does (UAX #9, P2), on the same side of its place as the master's words."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    if strong != "L":
        element.set("direction", "rtl")
        # SVG 1.1, 10.9.1: where a text from right to left starts is its right side.
        element.set("text-anchor", _ANCHORS[element.get("text-anchor", "start")])


def _set_lines(element: etree._Element, text: str) -> None:
    limit = number(element.attrib.pop(_WRAP, ""), 0)
    if not limit and len(lines_of(element)) > 1:
        fill(element, text)  # its author set the lines
        return
    size = number(element.get("font-size", ""), DEFAULT_SIZE) or DEFAULT_SIZE
    limit /= figure_lines.BOLD if element.get("font-weight") == "bold" else 1
    lines = balanced_lines(text, limit / size) if limit else [text]
    most = int(number(element.attrib.pop(_LINES, ""), 0)) or len(lines)
    while len(lines) > most and size > _SMALLEST:
        size = max(size - 0.5, _SMALLEST)
        lines = balanced_lines(text, limit / size)
        element.set("font-size", f"{size:g}")
    top = number(element.get("y", ""), 0) - (len(lines) - 1) * LINE_HEIGHT * size / 2 + MIDDLE * size
    for child in list(element):
        element.remove(child)
    element.text = None
    for place, line in enumerate(lines):
        span = etree.SubElement(element, f"{{{SVG}}}tspan")
        span.set("x", element.get("x", "0"))
        span.set("y", f"{top + place * LINE_HEIGHT * size:.1f}")
        span.text = line
