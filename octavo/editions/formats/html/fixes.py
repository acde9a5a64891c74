"""A page as a theme wrote it → the same without the faults that checkers find in it, in the language's own words.

Themes and Sphinx are not patched; what is wrong in every page of theirs is put right in the page. Each rule names what
it answers to, and does nothing where the theme has mended it. The pages must pass the Nu Html Checker and axe-core.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from lxml import etree, html

from octavo.editions.formats.html.dir_attributes import set_directions

Words = Callable[[str], str]

#: Attributes that hold words for people, where themes write English without marking it for translation.
_SPOKEN = ("aria-label", "title", "placeholder", "alt")
_TOGGLE = "Toggle navigation of "
#: Landmarks that need a name, since a page has more than one of their kind (WAI-ARIA 1.2, "landmark roles").
_LANDMARKS = (
    ("//aside[contains(@class, 'sidebar-drawer')]", "Site navigation"),
    ("//aside[contains(@class, 'toc-drawer')]", "Contents of this page"),
    ("//div[contains(@class, 'related-pages')]", "Previous and next page"),
)


def fix_html(page: str, words: Words, master: str = "") -> str:
    """Return the HTML of *page*, mended; *words* translates the words of themes, *master* is the master's tag."""
    root = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    for rule in (_headings, _identifiers, _main, _landmarks, _footers, _searches, _signs, _tables, _buttons, _repeated):
        rule(root)
    _translate(root, words)
    set_directions(root, master)
    written: str = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return written + "\n"


def fix_stylesheet(text: str) -> str:
    """Return furo's style sheet *text* for pages whose ``article`` became a ``div``; each selector weighs the same."""
    text = re.sub(r"(?<![\w.#-])article\[role=main\]", "div[role=main]", text)
    return re.sub(r"(?<![\w.#-])article(?![\w\[-])", "div:where([role=main])", text)


def _find(root: html.HtmlElement, path: str) -> Iterable[html.HtmlElement]:
    return [item for item in root.xpath(path) if isinstance(item, etree._Element)]


def _headings(root: html.HtmlElement) -> None:
    """WAI-ARIA 1.2, "heading": the level is required (sphinx#14030)."""
    for element in _find(root, "//*[@role='heading'][not(@aria-level)]"):
        element.set("aria-level", "2")


def _identifiers(root: html.HtmlElement) -> None:
    """HTML, "the id attribute": unique; furo wraps tables and formulas in a box with the same id."""
    seen: set[str] = set()
    elements = list(_find(root, "//*[@id]"))
    often = Counter(element.get("id") for element in elements)
    for element in elements:
        name = element.get("id")
        inner = often[name] > 1 and element.xpath(".//*[@id=$name]", name=name)
        if inner or name in seen:
            del element.attrib["id"]
        else:
            seen.add(name)


def _main(root: html.HtmlElement) -> None:
    """Nu: an article or section around the page's own h1 is none; furo's role says already that it is the main part."""
    for element in _find(root, "//article[@role='main'] | //section[contains(@class, 'wy-nav-content-wrap')]"):
        element.tag = "div"


def _landmarks(root: html.HtmlElement) -> None:
    for path, name in _LANDMARKS:
        for element in _find(root, path):
            if not element.get("aria-label"):
                element.set("aria-label", name)
            if element.tag == "div":
                element.set("role", "navigation")


def _footers(root: html.HtmlElement) -> None:
    """WAI-ARIA 1.2, "contentinfo": one a page; a footer is one already."""
    for element in _find(root, "//footer//*[@role='contentinfo']"):
        del element.attrib["role"]


def _searches(root: html.HtmlElement) -> None:
    """Two search boxes on the search page are two landmarks: the theme's is only the way to this one."""
    for element in _find(
        root, "//form[contains(@class, 'sidebar-search-container')] | //div[form[@id='rtd-search-form']]"
    ):
        element.attrib.pop("role", None)


def _signs(root: html.HtmlElement) -> None:
    """Charmod C073: a sign of a theme's own font is read as nothing, or as a box; every font has this one."""
    for element in _find(root, "//a[contains(@class, 'headerlink')]"):
        if element.text and any("\ue000" <= char <= "\uf8ff" for char in element.text):
            element.text = "¶"


def _tables(root: html.HtmlElement) -> None:
    """WCAG 2.1.1: what scrolls sideways on a phone must be reached by keyboard."""
    for element in _find(root, "//div[contains(@class, 'table-wrapper')][not(@tabindex)]"):
        element.set("tabindex", "0")


def _buttons(root: html.HtmlElement) -> None:
    """sphinx-rtd-theme's two buttons stand at the two edges: what is between them is no space of a text."""
    for element in _find(root, "//div[contains(@class, 'rst-footer-buttons')]/a"):
        element.tail = None


def _repeated(root: html.HtmlElement) -> None:
    """A heading that says its language need not hold a span that says it again; menus show that span without it."""
    for element in _find(root, "//span[@lang][not(@class)][@lang = parent::*/@lang]"):
        element.drop_tag()


def _translate(root: html.HtmlElement, words: Words) -> None:
    """Say in the language what a theme says in English, outside the text of the page itself."""
    speaking = " or ".join(("self::title", *(f"@{name}" for name in _SPOKEN)))
    for element in _find(root, f"//*[{speaking}][not(ancestor-or-self::*[@id='furo-main-content'])]"):
        for name in _SPOKEN:
            if value := element.get(name):
                element.set(name, _said(value, words))
        if element.tag == "title" and element.text and element.getparent().tag != "head":
            element.text = words(element.text)


def _said(value: str, words: Words) -> str:
    if value.startswith(_TOGGLE):
        return words(f"{_TOGGLE}%s").replace("%s", value.removeprefix(_TOGGLE))
    return words(value)
