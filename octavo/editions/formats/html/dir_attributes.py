"""A page whose elements say their languages → the same with ``dir`` wherever the direction of the text changes.

A language does not say by itself in which direction it runs (HTML, "the dir attribute"): without ``dir``, the full stop
of an English sentence in an Arabic page stands at its beginning.
"""

from __future__ import annotations

import unicodedata

from lxml import etree

from octavo.project import LEFT_TO_RIGHT, direction_of

#: Code and formulas run from left to right in every language.
_CODE = frozenset({"pre", "code", "samp", "kbd", "tt", "math"})


def set_directions(root: etree._Element, master: str = "") -> None:
    """Give *root* and every element below it that turns the direction its ``dir``; what turns nothing gets none.

    A link from left to right that says no language is given that with the tag *master*.
    """
    if not root.xpath("descendant-or-self::*/@dir") and not any(
        direction_of(tag) != LEFT_TO_RIGHT for tag in set(root.xpath("descendant-or-self::*/@lang"))
    ):
        return  # nothing turns anywhere, which is so on most pages
    _set(root, LEFT_TO_RIGHT, master)


def _set(element: etree._Element, around: str, master: str) -> None:
    if around != LEFT_TO_RIGHT and master and not element.get("lang") and _is_latin_link(element):
        element.set("lang", master)
    own = element.get("dir") or _direction(element, around)
    if own != around:
        element.set("dir", own)
    for child in element.iterchildren(tag=etree.Element):
        _set(child, own, master)


def _direction(element: etree._Element, around: str) -> str:
    if etree.QName(element).localname in _CODE:
        return LEFT_TO_RIGHT
    if tag := element.get("lang"):
        return direction_of(tag)
    return LEFT_TO_RIGHT if around != LEFT_TO_RIGHT and _is_latin_link(element) else around


def _is_latin_link(element: etree._Element) -> bool:
    """Whether *element* shows the title of a page that is not translated: in a menu nothing else says so."""
    kinds = set(map(unicodedata.bidirectional, "".join(element.itertext())))
    return etree.QName(element).localname == "a" and "L" in kinds and not kinds & {"R", "AL"}
