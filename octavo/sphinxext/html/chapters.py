"""Lay out the first page of a guide: cover, first paragraph, files, chapters, and then the rest of its text.

Each chapter has its number, its description and the minutes to read it. The page of a chapter says its place.
"""

from __future__ import annotations

import math
import re
from typing import Any

from babel.units import format_unit
from docutils import nodes
from lxml import html
from sphinx.application import Sphinx

from octavo.editions.formats.html import covers
from octavo.project import Book
from octavo.sphinxext.configuration import language_of, project_of
from octavo.sphinxext.html import home
from octavo.text import locale_forms
from octavo.ui import jinja
from octavo.ui.translations import translator, ui_language

#: The class of the first part of a guide whose chapters have descriptions.
OPENING = "octavo-opening"
#: Key of the minutes among the metadata of a page: to load each page again for them takes longer.
_NOTED = "octavo_minutes"
#: Words that a reader reads in a minute. Slower than the mean of adults, because many read in a second language.
_WORDS = 180
#: The same for characters of writing without spaces: Chinese and Japanese, then Thai, Lao, Burmese and Khmer.
_CHARACTERS = {"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]": 260, "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]": 900}


def guide_of(app: Sphinx, document: str) -> Book | None:
    """Return the guide of a set that begins with *document*, or ``None``."""
    project = project_of(app)
    guides = project.guides if project.set_book else []
    return next((book for book in guides if book.root == document), None)


def described(app: Sphinx, document: str) -> list[str]:
    """Return the documents whose descriptions *document* shows: those of guides or, in a guide, of its chapters."""
    if home.is_home(app, document):
        project = project_of(app)
        shown = [*(book.root for book in project.guides), project.chooser_document]
        return [name for name in shown if name in app.env.all_docs]
    guide = guide_of(app, document)
    return sorted(filter(guide.holds, app.env.all_docs)) if guide else []


def with_chapters(app: Sphinx, document: str, body: str, context: dict[str, Any]) -> str:
    """Return the *body* of the first page of a guide, with its chapters after the first paragraph.

    A chapter without a description keeps the list of its sections.
    """
    root = html.fragment_fromstring(body, create_parent="div")
    documents = {context["pathto"](name): name for name in described(app, document)}
    lists = []
    for contents in root.xpath(".//div[contains(@class, 'toctree-wrapper')]/ul"):
        if sum(_describe(app, item, documents) for item in contents):
            contents.tag = "ol"
            contents.set("class", "octavo-chapters")
            lists.append(contents.getparent())
    section = next(iter(root.xpath("./section[h1]")), None)
    if lists and section is not None:
        _open(app, document, section, lists, context)
    return home.inner_html(root)


def _open(
    app: Sphinx, document: str, section: html.HtmlElement, lists: list[html.HtmlElement], context: dict[str, Any]
) -> None:
    """Put the opening of a guide and the *lists* of its chapters before the rest of the *section*."""
    project, guide = project_of(app), guide_of(app, document)
    assert guide is not None
    title, pathto = section.find("h1"), context["pathto"]
    lead = next((item for item in title.itersiblings() if item.tag == "p"), None)
    has_cover = covers.are_shown(project) and covers.can_draw()
    start = home.start_of(app, guide)
    written = jinja.render(
        "html/guide.html",
        cover=f"{'../' * document.count('/')}{covers.path(guide, small=True)}" if has_cover else "",
        start=home.title_html(app, start) if start else "",
        start_link=pathto(start) if start else "",
        word=translator(language_of(app)),
    )
    opening, chapters, about = html.fragments_fromstring(written)
    first = [title] if lead is None or title.getnext() is not lead else [title, lead]
    at = section.index(title)
    opening.find_class("octavo-opening-text")[0][0:0] = first
    section[at:at] = [opening, chapters, *lists]
    rest = next(iter(section[at + 2 + len(lists) :]), None)
    if rest is not None and rest.tag not in ("h2", "section"):
        rest.addprevious(about)


def place_line(app: Sphinx, document: str) -> str:
    """Return the number of a chapter among those of its guide, and the minutes to read it; empty for other pages."""
    project, language = project_of(app), language_of(app)
    guide = project.guide_of(document) if project.set_book else None
    names = app.env.toctree_includes.get(guide.root, []) if guide else []
    if document not in names:
        return ""
    parts = [_minutes(app, document)]
    if ui_language(language) == language:  # else the words would be English
        word = translator(language)("Chapter {number} of {count}")
        parts.insert(0, word.format(number=names.index(document) + 1, count=len(names)))
    return " · ".join(filter(None, parts))


def _describe(app: Sphinx, item: html.HtmlElement, documents: dict[str, str]) -> bool:
    """Put description and minutes of a chapter in place of its sections; return whether it has a description."""
    link = item.find("a")
    name = documents.get(link.get("href")) if link is not None else None
    text, attributes = home.page_description(app, name) if name else ("", {})
    if not name or not text:
        return False
    for nested in item.findall("ul"):
        nested.drop_tree()
    paragraph = html.Element("p", attributes)
    paragraph.text = text
    time = html.Element("span", {"class": "octavo-minutes"})
    time.text = _minutes(app, name)
    item.extend([time, paragraph])
    return True


def note_minutes(app: Sphinx, doctree: nodes.document) -> None:
    """Note the minutes of the page that is read; none for a self-check, whose text says the time."""
    tables = (node for node in doctree.findall(nodes.table) if "self-check" in node["classes"])
    if project_of(app).set_book and not any(tables):
        app.env.metadata[app.env.docname][_NOTED] = minutes(doctree)


def _minutes(app: Sphinx, document: str) -> str:
    """Return the minutes to read a page; nothing for pages whose texts say the time, as a guide's start page."""
    guide, count = project_of(app).guide_of(document), app.env.metadata[document].get(_NOTED)
    if not count or (guide and document == guide.start):
        return ""
    language = language_of(app)
    if ui_language(language) == language:
        text = translator(language)("{count} min read").format(count=locale_forms.number(count, language.conventions))
    else:  # the words would be English
        text = format_unit(count, "duration-minute", "short", locale=language.conventions)
    return text.replace(" ", "\u00a0")


def minutes(doctree: nodes.document) -> int:
    """Return the minutes that a page takes to read, at least 1."""
    text, spent = doctree.astext(), 0.0
    for characters, pace in _CHARACTERS.items():
        text, count = re.subn(characters, " ", text)
        spent += count / pace
    return max(1, math.ceil(spent + len(text.split()) / _WORDS))
