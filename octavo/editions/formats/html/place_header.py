"""Move the header of a written page above the page, and the footer below it.

Any theme shows header and footer inside its text. In furo's pages, the header replaces furo's own and takes over its
switches for menus and colours.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree, html

from octavo.editions.formats.html import trees

HEADER, FOOTER = "octavo-header", "octavo-footer"


def add_header(root: etree._Element, header: str, footer: str) -> None:
    """Add *header* and *footer* to the main part of a page that has none."""
    main = next(iter(trees.find(root, "//@role[. = 'main']/.. | //main")), None)
    if not header or main is None or trees.of_class(root, HEADER, "header"):
        return
    for place, element in enumerate(html.fragments_fromstring(header, no_leading_text=False)):
        if not isinstance(element, str):
            main.insert(place, element)
    main.extend(element for element in html.fragments_fromstring(footer) if not isinstance(element, str))


def place_header(root: etree._Element) -> None:
    """Move header and footer to their places, and name the kind of page and its book on ``body``."""
    header = next(iter(trees.of_class(root, HEADER, "header")), None)
    footer = next(iter(trees.of_class(root, FOOTER, "div")), None)
    body = root.find("body")
    if header is None or footer is None or body is None:
        return
    for name in ("data-page", "data-book"):
        if value := header.attrib.pop(name, ""):
            body.set(name, value)
    page = next(iter(root.xpath("body/div[@class='page']")), None)
    mobile = next(iter(trees.of_class(root, "mobile-header", "header")), None)
    if page is None or mobile is None:  # not furo
        return
    _take_switches(root, header, mobile)
    page.addprevious(trees.cut(header))
    footer = trees.cut(footer)
    footer.tag = "footer"
    label = next(iter(trees.of_class(footer, "octavo-theme", "p")), None)
    for element in trees.of_class(root, "theme-toggle-content", "div"):
        footer.append(trees.cut(element))
        if label is not None:
            element.insert(0, trees.cut(label))
            label.attrib.pop("hidden", None)
    page.addnext(footer)
    for element in trees.find(root, "//footer[parent::*/@class = 'content']"):
        element.set("role", "presentation")  # the site has one footer
    for name in ("content-icon-container", "bottom-of-page"):
        for element in trees.of_class(root, name, "div"):
            trees.cut(element)
    for sidebar in trees.of_class(root, "sidebar-sticky", "div"):
        # The header of a phone has no room for the places.
        sidebar.insert(0, _drawer(header))
    _add_closers(root, header)


def _take_switches(root: etree._Element, header: etree._Element, mobile: etree._Element) -> None:
    start, end = trees.of_class(header, "octavo-start")[0], trees.of_class(header, "octavo-end")[0]
    for name, target in (("header-left", start), ("header-right", end)):
        for part in trees.of_class(mobile, name):
            target.extend([trees.cut(child) for child in part])
    trees.cut(mobile)


def _add_closers(root: etree._Element, header: etree._Element) -> None:
    """Begin the menu and the contents of the page, which are drawers on a phone, with a button that closes them."""
    for name, switch in (("sidebar-sticky", "__navigation"), ("toc-sticky", "__toc")):
        for drawer in trees.of_class(root, name, "div"):
            for opener in header.xpath(".//label[@for=$switch]", switch=switch):
                drawer.insert(0, _closer(opener))


def _closer(opener: etree._Element) -> etree._Element:
    """Return a button that closes a drawer: a label of the same check box, which has a name, as *opener* is."""
    closer = etree.Element("label", {"class": "octavo-close", "for": opener.get("for", "")})
    etree.SubElement(closer, "span", {"aria-hidden": "true"}).text = "×"
    return closer


def _drawer(header: etree._Element) -> etree._Element:
    places = deepcopy(trees.of_class(header, "octavo-places")[0])
    places.set("class", "octavo-drawer-places")
    places.set("aria-label", f"{places.get('aria-label')} 2")
    places.tail = None
    return places
