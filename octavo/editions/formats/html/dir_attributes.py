"""Add ``dir`` to elements whose language changes the text direction.

Browsers do not derive the direction from ``lang`` (HTML, "the dir attribute"). Without ``dir``, the full stop of an
English sentence in an Arabic page is shown at its beginning.
"""

from __future__ import annotations

import unicodedata

from lxml import etree

from octavo.editions.formats.html import trees
from octavo.project import LEFT_TO_RIGHT, direction_of

#: Code and formulas run from left to right in every language.
_CODE = frozenset({"pre", "code", "samp", "kbd", "tt", "math"})


def set_directions(root: etree._Element, master: str = "") -> None:
    """Set ``dir`` on *root* and on each element below it that changes the direction.

    Set the ``lang`` of a left-to-right link without a language to *master*.
    """
    tags = {element.get("lang", "") for element in trees.with_attribute(root, "lang")}
    if not trees.with_attribute(root, "dir") and all(direction_of(tag) == LEFT_TO_RIGHT for tag in tags):
        return  # most pages have only one direction
    _set(root, LEFT_TO_RIGHT, master)


def _set(element: etree._Element, outer: str, master: str) -> None:
    if outer != LEFT_TO_RIGHT and master and not element.get("lang") and _is_latin_link(element):
        element.set("lang", master)
    direction = element.get("dir") or _direction(element, outer)
    if direction != outer:
        element.set("dir", direction)
    for child in element.iterchildren(tag=etree.Element):
        _set(child, direction, master)


def _direction(element: etree._Element, outer: str) -> str:
    if _name(element) in _CODE:
        return LEFT_TO_RIGHT
    if tag := element.get("lang"):
        return direction_of(tag)
    return LEFT_TO_RIGHT if outer != LEFT_TO_RIGHT and _is_latin_link(element) else outer


def _is_latin_link(element: etree._Element) -> bool:
    """Return whether *element* is a link with an untranslated title, which in a menu has no ``lang``."""
    if _name(element) != "a":
        return False
    kinds = set(map(unicodedata.bidirectional, "".join(element.itertext())))
    return "L" in kinds and not kinds & {"R", "AL"}


def _name(element: etree._Element) -> str:
    """Return the name of *element* without its namespace."""
    return str(element.tag).rpartition("}")[2]
