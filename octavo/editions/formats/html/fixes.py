"""Fix the HTML of themes so that checkers accept it, and translate its interface texts.

Themes and Sphinx are not patched; the written page is fixed instead. Each rule names the standard or issue that it
follows, and does nothing once the theme is fixed. The pages must pass the Nu Html Checker and axe-core.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from itertools import chain

from lxml import etree, html

from octavo.catalogs.extract import figure_lines
from octavo.catalogs.extract.figures import DRAWING
from octavo.editions.formats.html import trees
from octavo.editions.formats.html.dir_attributes import set_directions
from octavo.editions.formats.html.place_header import HEADER, add_header, place_header
from octavo.editions.formats.html.stacked_tables import stack_tables

Words = Callable[[str], str]

#: Attributes with text for readers, in which themes have English that is not marked for translation.
_TEXT_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
_TOGGLE = "Toggle navigation of "
#: Style sheets and scripts of Sphinx and furo, and the folder of Octavo's: those of pages that no extension adds to.
_WITHOUT_EXTENSIONS = frozenset({
    "pygments.css", "furo.css", "furo-extensions.css", "documentation_options.js", "doctools.js", "sphinx_highlight.js",
    "translations.js", "furo.js",
})  # fmt: skip
_OWN_FILES = "_static/octavo/"
#: Landmarks that need a name because a page has several of their role (WAI-ARIA 1.2, "landmark roles").
_LANDMARKS = (
    ("//aside[contains(@class, 'sidebar-drawer')]", "Site navigation"),
    ("//aside[contains(@class, 'toc-drawer')]", "Contents of this page"),
    ("//div[contains(@class, 'related-pages')]", "Previous and next page"),
)


def fix_html(page: str, words: Words, master: str = "", parts: tuple[str, str] = ("", "")) -> str:
    """Return the fixed HTML of *page*.

    :param words: translates the interface texts of themes
    :param master: the tag of the master's language
    :param parts: header and footer, for a page that does not show them yet
    """
    root = trees.parse(page.encode("utf-8"))
    if f'class="{HEADER}"' not in page:
        add_header(root, *parts)
    place_header(root)
    # Searching a long page takes longer than searching its text.
    text = page + "".join(parts)
    for rule, marks in _RULES:
        if any(mark in text for mark in marks):
            rule(root)
    _translate(root, words)
    set_directions(root, master)
    written: str = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return written + "\n"


def fix_stylesheet(text: str) -> str:
    """Return furo's style sheet *text* for pages in which ``article`` became a ``div``, with equal specificity."""
    text = re.sub(r"(?<![\w.#-])article\[role=main\]", "div[role=main]", text)
    return re.sub(r"(?<![\w.#-])article(?![\w\[-])", "div:where([role=main])", text)


def without_comments(text: str) -> str:
    """Return Octavo's style sheet *text* without comments and indents."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).lstrip()


def _viewports(root: etree._Element) -> None:
    """Keep one viewport; docutils and the theme write one each."""
    for element in [element for element in root.iter("meta") if element.get("name") == "viewport"][1:]:
        trees.cut(element)


def _code_styles(root: etree._Element) -> None:
    """Remove the style sheet of code from pages without code: text is seen sooner on a slow connection."""
    mains = trees.with_attribute(root, "role", "main")
    if mains and not any(map(_is_code, chain.from_iterable(main.iterdescendants("*") for main in mains))):
        for element in trees.find(root, "//link[@rel='stylesheet'][contains(@href, '_static/pygments.css')]"):
            trees.cut(element)


def _is_code(element: etree._Element) -> bool:
    names = element.get("class", "")
    return "highlight" in names or "code" in names


def _extension_styles(root: etree._Element) -> None:
    """Remove furo's style sheet for extensions from pages in which no extension has a style sheet or a script."""
    parts = "//@id[starts-with(., 'furo-') and . != 'furo-main-content']/.."
    if not _has_extensions(root) and not (trees.find(root, parts) or trees.of_class(root, "shadow")):
        for element in trees.find(root, "//link[contains(@href, '/furo-extensions.css')]"):
            trees.cut(element)


def _has_extensions(root: etree._Element) -> bool:
    addresses = root.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    files = {address.partition("?")[0].rpartition("/")[2] for address in addresses if _OWN_FILES not in address}
    return not files <= _WITHOUT_EXTENSIONS


def _scripts(root: etree._Element) -> None:
    """Defer the scripts of Sphinx and furo: on a slow connection, the style sheets do not share it with them.

    Scripts of extensions may need them at once.
    """
    if not _has_extensions(root):
        for element in trees.find(root, "//script[@src][not(@async)]"):
            element.set("defer", "")


def _drawings(root: etree._Element) -> None:
    """Put each drawing into a frame that scrolls sideways, at a width between text of 11 px and text of 16 px."""
    for image in trees.find(root, f"//img[contains(@class, '{DRAWING}-')]"):
        names = (image.get("class") or "").split()
        least = next(name for name in names if name.startswith(f"{DRAWING}-")).removeprefix(f"{DRAWING}-")
        image.set("class", " ".join(name for name in names if not name.startswith(f"{DRAWING}-")))
        width = int(least) / 16
        image.set("style", f"min-width: {width:g}rem; max-width: min(46rem, {width * 16 / 11:.4g}rem)")
        frame = etree.Element("div", {"class": "octavo-figure"})
        image.addprevious(frame)
        frame.tail, image.tail = image.tail, None
        frame.append(image)


def _print_styles(root: etree._Element) -> None:
    """Move style sheets for paper to the end of the page: on a slow connection, text does not wait for them."""
    body = root.find("body")
    if body is not None:
        body.extend(map(trees.cut, trees.find(root, "//head/link[@rel='stylesheet'][@media='print']")))


def _headings(root: etree._Element) -> None:
    """Add the level that WAI-ARIA 1.2 requires of a heading (sphinx#14030)."""
    for element in trees.with_attribute(root, "role", "heading"):
        if "aria-level" not in element.attrib:
            element.set("aria-level", "2")


def _phrases(root: etree._Element) -> None:
    """Let lines of Chinese headings end between phrases, as those of covers do."""
    if not (root.get("lang") or "").startswith("zh") or not find_spec("budoux"):
        return
    mains = trees.with_attribute(root, "role", "main")
    for heading in [heading for main in mains for heading in main.iterdescendants("h1", "h2", "h3")]:
        for text in heading.xpath(".//text()[not(ancestor::a[@class='headerlink'])]"):
            _split(text, [piece for piece in figure_lines.pieces(text) if piece])


def _split(text: etree._ElementUnicodeResult, pieces: list[str]) -> None:
    """Put each of *pieces* of *text* into an element of its own."""
    element = text.getparent()
    if element is None or len(pieces) < 2:
        return
    spans = []
    for piece in pieces:
        span = etree.Element("span", {"class": "octavo-phrase"})
        span.text = piece.rstrip(" ")
        span.tail = piece[len(span.text) :]
        spans.append(span)
    if text.is_tail:
        parent = element.getparent()
        assert parent is not None
        place = parent.index(element) + 1
        element.tail = None
        parent[place:place] = spans
    else:
        element.text = None
        element[0:0] = spans


def _identifiers(root: etree._Element) -> None:
    """Remove duplicate ids; furo wraps tables and formulas in a box with the same id."""
    seen: set[str] = set()
    elements = trees.with_attribute(root, "id")
    counts = Counter(element.get("id") for element in elements)
    for element in elements:
        name = element.get("id")
        inner = counts[name] > 1 and element.xpath(".//*[@id=$name]", name=name)
        if inner or name in seen:
            del element.attrib["id"]
        else:
            seen.add(name)


def _main(root: etree._Element) -> None:
    """Replace the article or section around the page's h1 with a div, which has the role main already."""
    for element in trees.find(root, "//article[@role='main'] | //section[contains(@class, 'wy-nav-content-wrap')]"):
        element.tag = "div"


def _landmarks(root: etree._Element) -> None:
    """Name landmarks that occur more than once."""
    for path, name in _LANDMARKS:
        for element in trees.find(root, path):
            if not element.get("aria-label"):
                element.set("aria-label", name)
            if element.tag == "div":
                element.set("role", "navigation")


def _footers(root: etree._Element) -> None:
    """Remove contentinfo inside a footer; WAI-ARIA 1.2 allows it once on a page."""
    for element in trees.find(root, "//footer//*[@role='contentinfo']"):
        del element.attrib["role"]


def _searches(root: etree._Element) -> None:
    """Remove the search landmark of the theme's box, which only leads to the search page."""
    for element in trees.find(
        root, "//form[contains(@class, 'sidebar-search-container')] | //div[form[@id='rtd-search-form']]"
    ):
        element.attrib.pop("role", None)


def _signs(root: etree._Element) -> None:
    """Replace private-use characters of a theme's icon font in permalinks (Charmod C073)."""
    for element in trees.find(root, "//a[contains(@class, 'headerlink')]"):
        if element.text and any("\ue000" <= char <= "\uf8ff" for char in element.text):
            element.text = "¶"


def _index(root: etree._Element) -> None:
    """Put a full-width comma between the places of an index entry in Chinese (GB/T 15834-2011, 4.3)."""
    if (root.get("lang") or "").startswith("zh"):
        for element in trees.find(root, "//table[contains(@class, 'genindextable')]//li/a[following-sibling::a]"):
            element.tail = "，"


def _tables(root: etree._Element) -> None:
    """Make tables that scroll sideways focusable by keyboard (WCAG 2.1.1)."""
    for element in trees.find(root, "//div[contains(@class, 'table-wrapper')][not(@tabindex)]"):
        element.set("tabindex", "0")


def _buttons(root: etree._Element) -> None:
    """Remove the white space between sphinx-rtd-theme's two buttons, which is not text."""
    for element in trees.find(root, "//div[contains(@class, 'rst-footer-buttons')]/a"):
        element.tail = None


def _nested_languages(root: etree._Element) -> None:
    """Remove a span that repeats the ``lang`` of its parent; menus copy the span without its parent."""
    for element in trees.find(root, "//span/@lang/parent::*[not(@class)][@lang = parent::*/@lang]"):
        trees.unwrap(element)


#: The rules in their order. Each fixes only pages that contain one of its marks.
_RULES: tuple[tuple[Callable[[etree._Element], None], tuple[str, ...]], ...] = (
    (_viewports, ("viewport",)),
    (_drawings, (f"{DRAWING}-",)),
    (_headings, ("heading",)),
    (_identifiers, ("id",)),
    (_main, ("<article", "wy-nav-content-wrap")),
    (_landmarks, ("sidebar-drawer", "toc-drawer", "related-pages")),
    (_footers, ("contentinfo",)),
    (_searches, ("sidebar-search-container", "rtd-search-form")),
    (_signs, ("headerlink",)),
    (_index, ("genindextable",)),
    (_tables, ("table-wrapper",)),
    (stack_tables, ("<thead",)),
    (_buttons, ("rst-footer-buttons",)),
    (_nested_languages, ("<span lang",)),
    (_code_styles, ("pygments.css",)),
    (_extension_styles, ("furo-extensions.css",)),
    (_scripts, ("furo.js",)),
    (_print_styles, ('media="print"',)),
    (_phrases, ('lang="zh',)),
)


def _translate(root: etree._Element, words: Words) -> None:
    """Translate the theme's English interface texts outside the content of the page."""
    for name in _TEXT_ATTRIBUTES:
        for element in trees.with_attribute(root, name):
            value = element.get(name)
            if value and not _is_content(element):
                element.set(name, _translated(value, words))
    for element in root.iter("title"):
        if element.text and element.getparent().tag != "head" and not _is_content(element):
            element.text = words(element.text)


def _is_content(element: etree._Element) -> bool:
    return any(above.get("id") == "furo-main-content" for above in (element, *element.iterancestors()))


def _translated(value: str, words: Words) -> str:
    if value.startswith(_TOGGLE):
        return words(f"{_TOGGLE}%s").replace("%s", value.removeprefix(_TOGGLE))
    return words(value)
