"""Lay out what is sorted by letters: the index and the glossary, each with a bar of letters above it.

An index entry names the chapters to which it leads, so that it is of use on paper too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from lxml import etree, html
from markupsafe import Markup
from sphinx.application import Sphinx

from octavo.editions.formats import collation
from octavo.editions.formats.collation import IndexEntry
from octavo.editions.formats.html import trees
from octavo.sphinxext.configuration import language_of, project_of
from octavo.sphinxext.html import home
from octavo.ui import jinja
from octavo.ui.translations import translator

#: Class of a letter between the terms of a glossary; the search index leaves it out.
LETTER = "octavo-letter"
#: Heading of entries that begin with a digit or a sign.
_DIGITS = "0–9"
#: A glossary with fewer terms fits on a screen or two, and needs no letters.
_LEAST = 20


@dataclass(frozen=True, slots=True)
class _Place:
    """Represent a place to which an entry leads: its address, chapter and guide, and whether it explains the term."""

    address: str
    chapter: str
    guide: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """Represent an entry or a sub-entry of the index, with its places in the order of the text."""

    name: Any
    places: tuple[_Place, ...]
    parts: tuple[_Entry, ...] = ()


def index(app: Sphinx, groups: Iterable[tuple[str, Sequence[IndexEntry]]], title: str) -> str:
    """Return the body of the index whose sorted entries are *groups*."""
    language = language_of(app)
    word = translator(language)
    letters = [
        (_identifier(letter), letter if len(letter) == 1 else _DIGITS, [_entry(app, *entry) for entry in entries])
        for letter, entries in groups
    ]
    has_main = any(place.is_main for _, _, entries in letters for entry in entries for place in entry.places)
    comma = "，" if language.code == "zh" else ", "
    # Chinese has no spaces: the sign between an entry and its chapter is heard, and a dot is seen.
    gap = Markup('<span class="octavo-hidden">，</span>') if language.code == "zh" else " "
    return jinja.render(
        "html/index.html", title=title, letters=letters, word=word, comma=comma, gap=gap, has_main=has_main
    )


def _entry(app: Sphinx, name: Any, found: Sequence[Any]) -> _Entry:
    links, parts = found[0], found[1] if len(found) > 1 else ()
    own = tuple(_Entry(part[0], _places(app, part[1])) for part in parts)
    return _Entry(name, _places(app, links), own)


def _places(app: Sphinx, links: Iterable[tuple[str, str]]) -> tuple[_Place, ...]:
    found: dict[str, _Place] = {}
    for kind, address in links:
        document = unquote(address.partition("#")[0]).removesuffix(app.builder.get_target_uri("x")[1:])
        guide = next((book.slug for book in project_of(app).guides if book.holds(document)), "")
        chapter = app.env.titles[document].astext()
        # Two places in a chapter are one: readers see the whole chapter.
        found.setdefault(chapter, _Place(address, chapter, guide, kind == "main"))
    return tuple(sorted(found.values(), key=lambda place: not place.is_main))


def glossary(app: Sphinx, body: str) -> str:
    """Return *body*, the text of the glossary, with its terms below their letters."""
    root = html.fragment_fromstring(body, create_parent="div")
    lists = root.xpath(".//dl[contains(concat(' ', @class, ' '), ' glossary ')]")
    if len(lists) != 1 or len(lists[0].findall("dt")) < _LEAST:
        return body
    terms = lists[0]
    language = language_of(app)
    letters = []
    for letter, items in groupby(_items(terms), lambda item: collation.index_heading(_term(item[0]), language)):
        letters.append((_identifier(letter), letter or _DIGITS))
        heading = etree.Element("p", {"class": LETTER, "role": "heading", "aria-level": "2", "id": letters[-1][0]})
        heading.text = letters[-1][1]
        part = etree.Element(terms.tag, dict(terms.attrib))
        for item in items:
            part.extend(item)
        terms.addprevious(heading)
        terms.addprevious(part)
    bar = jinja.render("html/letters.html", letters=letters, word=translator(language))
    next(root.iterfind(f".//p[@id='{letters[0][0]}']")).addprevious(html.fragment_fromstring(bar))
    trees.cut(terms)
    return home.inner_html(root)


def _items(terms: etree._Element) -> Iterable[list[etree._Element]]:
    """Yield each definition with its terms."""
    item: list[etree._Element] = []
    for element in list(terms):
        item.append(element)
        if element.tag == "dd":
            yield item
            item = []
    if item:
        yield item


def _term(term: etree._Element) -> str:
    return "".join(term.xpath(".//text()[not(ancestor::a[contains(@class, 'headerlink')])]")).strip()


def _identifier(letter: str) -> str:
    """Return the anchor of *letter*; that of digits and signs is one for all."""
    return f"letter-{letter.lower()}" if len(letter) == 1 else "letter-0"
