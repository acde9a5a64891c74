"""Move the header of a written page above the page, and the footer below it.

Any theme shows header and footer inside its text. In furo's pages, the header replaces furo's own and takes over its
switches for menus and colours.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree, html

HEADER, FOOTER = "octavo-header", "octavo-footer"


def add_header(root: html.HtmlElement, header: str, footer: str) -> None:
    """Add *header* and *footer* to the main part of a page that has none."""
    main = next(iter(root.xpath("//*[@role='main'] | //main")), None)
    if not header or main is None or root.find_class(HEADER):
        return
    for place, element in enumerate(html.fragments_fromstring(header, no_leading_text=False)):
        if not isinstance(element, str):
            main.insert(place, element)
    main.extend(element for element in html.fragments_fromstring(footer) if not isinstance(element, str))


def place_header(root: html.HtmlElement) -> None:
    """Move header and footer to their places, and name the kind of page and its book on ``body``."""
    header = next(iter(root.find_class(HEADER)), None)
    footer = next(iter(root.find_class(FOOTER)), None)
    body = root.find("body")
    if header is None or footer is None or body is None:
        return
    for name in ("data-page", "data-book"):
        if value := header.attrib.pop(name, ""):
            body.set(name, value)
    page = next(iter(root.xpath("body/div[@class='page']")), None)
    mobile = next(iter(root.find_class("mobile-header")), None)
    if page is None or mobile is None:  # not furo
        return
    _take_switches(root, header, mobile)
    page.addprevious(_cut(header))
    footer = _cut(footer)
    footer.tag = "footer"
    for element in root.find_class("theme-toggle-content"):
        footer.append(_cut(element))
    page.addnext(footer)
    for element in root.xpath("//*[@class='content']/footer"):
        element.set("role", "presentation")  # the site has one footer
    for name in ("content-icon-container", "bottom-of-page"):
        for element in root.find_class(name):
            element.drop_tree()
    for sidebar in root.find_class("sidebar-sticky"):
        # The header of a phone has no room for the places.
        sidebar.insert(0, _drawer(header))


def _take_switches(root: html.HtmlElement, header: etree._Element, mobile: etree._Element) -> None:
    start, end = header.find_class("octavo-start")[0], header.find_class("octavo-end")[0]
    for name, target in (("header-left", start), ("header-right", end)):
        for part in mobile.find_class(name):
            target.extend([_cut(child) for child in part])
    mobile.drop_tree()


def _drawer(header: etree._Element) -> etree._Element:
    places = deepcopy(header.find_class("octavo-places")[0])
    places.set("class", "octavo-drawer-places")
    places.set("aria-label", f"{places.get('aria-label')} (2)")
    places.tail = None
    return places


def _cut(element: etree._Element) -> etree._Element:
    """Take *element* out of its tree, without the text after it."""
    tail, element.tail = element.tail, None
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
    return element
