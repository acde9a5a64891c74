"""Read the text of a page by heading, for the search index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from octavo.editions.formats.html import trees

#: Attribute of the element with the text of a page; its value is the page's title.
ATTRIBUTE = "data-search"
_IGNORED = ("script", "style", "nav", "template")
#: Links beside a heading and to a note, and letters between the terms of a glossary.
_IGNORED_CLASSES = frozenset(("headerlink", "footnote-reference", "octavo-letter"))
_INLINE = frozenset(("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "q", "span", "strong", "sub", "sup"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


#: Classes of notices that warn of danger, the most urgent first.
_URGENT = ("danger", "warning", "caution", "attention", "important")
#: Sign between two blocks of a text, such as paragraphs and the cells of a table.
BLOCK = "\n"
_EDGE = "\x1f"


@dataclass(slots=True)
class Section:
    """Store the text of a page below one heading; *anchor* is empty for the page itself.

    :ivar text: the blocks of the text, with :data:`BLOCK` between them
    """

    anchor: str
    heading: str = ""
    text: str = ""


@dataclass(slots=True)
class SearchedPage:
    """Represent a page of the edition with the texts that are searched.

    :ivar notice: the text of the first notice that warns of danger
    :ivar words: each word of the page, without its keywords, and its weight: a text takes a tenth of a dictionary
    """

    document: str
    title: str
    description: str
    notice: str = ""
    sections: list[Section] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def weights(self) -> Iterator[tuple[str, int]]:
        """Yield the words of the page with their weights."""
        parts = self.words.split()
        return zip(parts[::2], map(int, parts[1::2]), strict=True)


def read(document: str, data: bytes) -> SearchedPage | None:
    """Return the page *document*, whose HTML is *data*; nothing if it is not searched."""
    if ATTRIBUTE.encode() not in data:  # such as the source code that Sphinx shows: long, and slow to parse
        return None
    # The menu before the text is most of a page: parse only what begins with the first tag that may have the attribute.
    text = data[data.rfind(b"<", 0, data.index(ATTRIBUTE.encode())) :]
    bodies = trees.with_attribute(trees.parse(text), ATTRIBUTE)
    if not bodies:
        return None
    head = trees.parse(data.partition(b"<body")[0])
    descriptions = head.xpath("//meta[@name='description']/@content")
    page = SearchedPage(document, str(bodies[0].get(ATTRIBUTE)), str(descriptions[0]) if descriptions else "")
    page.sections.append(Section(""))
    _read(bodies[0], page)
    for section in page.sections:
        section.heading, section.text = " ".join(section.heading.split()), _blocks(section.text)
    urgent = [name for name in _URGENT if name.encode() in data]
    for notice in [item for name in urgent for item in trees.of_class(bodies[0], name)][:1]:
        own = SearchedPage(document, "", "", sections=[Section("")])
        _read([child for child in notice if "admonition-title" not in child.get("class", "")], own)
        page.notice = _blocks(own.sections[0].text)
    return page


def _blocks(text: str) -> str:
    blocks = (" ".join(block.split()) for block in text.split(_EDGE))
    return BLOCK.join(block for block in blocks if block)


def _read(elements: Iterable[etree._Element], page: SearchedPage) -> None:
    """Add the text of *elements* to the last section of *page* or to new ones; text after it goes to the former."""
    for child in elements:
        section = page.sections[-1]
        if isinstance(child.tag, str) and not _is_ignored(child):
            if child.tag == "section" and child.get("id") and any(item.tag in _HEADINGS[1:] for item in child):
                page.sections.append(Section(child.get("id", "")))
                _text(child, page)
            elif child.tag == "dt" and child.get("id", "").startswith("term-"):
                # Each term of a glossary is found by itself.
                page.sections.append(Section(child.get("id", ""), _heading(child)))
            elif child.tag in _HEADINGS:
                section.heading = _heading(child)
            elif child.tag == "img":
                section.text += f"{_EDGE}{child.get('alt', '')}{_EDGE}"
            else:
                _text(child, page)
        page.sections[-1].text += child.tail or ""


def _heading(element: etree._Element) -> str:
    link = "ancestor::a[contains(@class, 'headerlink') or contains(@class, 'footnote-reference')]"
    return "".join(element.xpath(f".//text()[not({link})]"))


def _text(element: etree._Element, page: SearchedPage) -> None:
    gap = "" if element.tag in _INLINE else _EDGE
    page.sections[-1].text += gap + (element.text or "")
    _read(element, page)
    page.sections[-1].text += gap


def _is_ignored(element: etree._Element) -> bool:
    classes = element.get("class", "").split()
    return element.tag in _IGNORED or not _IGNORED_CLASSES.isdisjoint(classes)
