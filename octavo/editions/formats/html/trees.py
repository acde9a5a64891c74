"""Parse pages and change their trees.

The elements are plain ones of lxml. Those of ``lxml.html`` look up a class in Python for each element, which takes more
time than reading the page.
"""

from __future__ import annotations

from functools import cache

from lxml import etree


def parse(data: bytes) -> etree._Element:
    """Return the root of the page *data*, which is in UTF-8."""
    root: etree._Element = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    return root


def find(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at *path* below *root*."""
    return [item for item in _compiled(path)(root) if isinstance(item, etree._Element)]


def with_attribute(root: etree._Element, name: str, value: str = "") -> list[etree._Element]:
    """Return the elements that have the attribute *name*, with *value* if it is given."""
    # A walk along attributes takes a tenth of the time of a test of each element.
    test = f"[. = '{value}']" if value else ""
    return find(root, f"descendant-or-self::*/@{name}{test}/..")


def of_class(root: etree._Element, name: str, tag: str = "*") -> list[etree._Element]:
    """Return the elements of the class *name*, *root* itself included. The search is faster with their *tag*."""
    # The first test is fast, and false for nearly all elements.
    path = f"descendant-or-self::{tag}/@class[contains(., '{name}')]"
    return find(root, f"{path}[contains(concat(' ', normalize-space(.), ' '), ' {name} ')]/..")


def by_class(root: etree._Element, names: frozenset[str]) -> dict[str, list[etree._Element]]:
    """Return the elements of each class of *names* in one walk, as fast as two searches."""
    found: dict[str, list[etree._Element]] = {name: [] for name in names}
    for element in root.iter("*"):
        for name in names.intersection(element.get("class", "").split()):
            found[name].append(element)
    return found


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def cut(element: etree._Element) -> etree._Element:
    """Take *element* out of its tree, without the text after it."""
    tail, element.tail = element.tail, None
    parent = element.getparent()
    assert parent is not None
    _append(parent, element.getprevious(), tail)
    parent.remove(element)
    return element


def unwrap(element: etree._Element) -> None:
    """Replace *element* by its content."""
    parent = element.getparent()
    assert parent is not None
    _append(parent, element.getprevious(), element.text)
    _append(parent, element[-1] if len(element) else element.getprevious(), element.tail)
    place = parent.index(element)
    parent[place : place + 1] = element[:]


def _append(parent: etree._Element, before: etree._Element | None, text: str | None) -> None:
    """Add *text* after *before*, or at the beginning of *parent*."""
    if text and before is not None:
        before.tail = (before.tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text
