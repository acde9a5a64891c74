"""Move the header of a written page above the page, and the footer below it.

Any theme shows header and footer inside its text. In furo's pages, the header replaces furo's own and takes over its
switches for menus and colours.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree, html

from octavo.editions.formats.html import trees

HEADER, FOOTER = "octavo-header", "octavo-footer"
#: Classes of what is moved or cut.
_PARTS = frozenset({
    HEADER, FOOTER, "octavo-start", "octavo-end", "octavo-places", "octavo-theme", "mobile-header", "header-left",
    "header-right", "theme-toggle-content", "content-icon-container", "bottom-of-page", "sidebar-sticky", "toc-sticky",
})  # fmt: skip
_Parts = dict[str, list[etree._Element]]


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
    parts = trees.by_class(root, _PARTS)
    header, footer, mobile = (next(iter(parts[name]), None) for name in (HEADER, FOOTER, "mobile-header"))
    body = root.find("body")
    if header is None or footer is None or body is None:
        return
    for name in ("data-page", "data-book"):
        if value := header.attrib.pop(name, ""):
            body.set(name, value)
    # What an adopted project lets its theme show stays: links to the source, icons, when the page was last changed.
    is_kept = bool(header.attrib.pop("data-keep", ""))
    page = next(iter(root.xpath("body/div[@class='page']")), None)
    if page is None or mobile is None:  # not furo
        return
    _take_switches(parts)
    page.addprevious(trees.cut(header))
    footer = trees.cut(footer)
    footer.tag = "footer"
    label = next(iter(parts["octavo-theme"]), None)
    for element in parts["theme-toggle-content"]:
        footer.append(trees.cut(element))
        if label is not None:
            element.insert(0, trees.cut(label))
            label.attrib.pop("hidden", None)
    page.addnext(footer)
    for element in trees.find(root, "//footer[parent::*/@class = 'content']"):
        element.set("role", "presentation")  # the site has one footer
    for element in (*parts["content-icon-container"], *parts["bottom-of-page"]):
        if not (is_kept and element.find(".//a") is not None):
            trees.cut(element)
        for label in element.findall("label"):
            trees.cut(label)  # the header has it
    for sidebar in parts["sidebar-sticky"]:
        # The header of a phone has no room for the places.
        sidebar.insert(0, _drawer(parts["octavo-places"][0]))
    _add_closers(parts, header)


def _take_switches(parts: _Parts) -> None:
    mobile = parts["mobile-header"][0]
    for name, target in (("header-left", "octavo-start"), ("header-right", "octavo-end")):
        for part in [part for part in parts[name] if mobile in part.iterancestors()]:
            parts[target][0].extend([trees.cut(child) for child in part])
    trees.cut(mobile)


def _add_closers(parts: _Parts, header: etree._Element) -> None:
    """Begin the menu and the contents of the page, which are drawers on a phone, with a button that closes them."""
    for name, switch in (("sidebar-sticky", "__navigation"), ("toc-sticky", "__toc")):
        for drawer in parts[name]:
            for opener in header.xpath(".//label[@for=$switch]", switch=switch):
                drawer.insert(0, _closer(opener))


def _closer(opener: etree._Element) -> etree._Element:
    """Return a button that closes a drawer: a label of the same check box, which has a name, as *opener* is."""
    closer = etree.Element("label", {"class": "octavo-close", "for": opener.get("for", "")})
    etree.SubElement(closer, "span", {"aria-hidden": "true"}).text = "×"
    return closer


def _drawer(places: etree._Element) -> etree._Element:
    places = deepcopy(places)
    places.set("class", "octavo-drawer-places")
    places.set("aria-label", f"{places.get('aria-label')} 2")
    places.tail = None
    return places
