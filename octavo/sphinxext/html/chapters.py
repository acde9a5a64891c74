"""List the chapters of a guide on its first page: each with its number, its description and the minutes to read it."""

from __future__ import annotations

import math
import re
from typing import Any

from babel.units import format_unit
from docutils import nodes
from lxml import html
from sphinx.application import Sphinx

from octavo.project import Book
from octavo.sphinxext.configuration import language_of, project_of
from octavo.sphinxext.html import home

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
    """Return the *body* of the first page of a guide with descriptions in its list of contents.

    A chapter without a description keeps the list of its sections.
    """
    root = html.fragment_fromstring(body, create_parent="div")
    documents = {context["pathto"](name): name for name in described(app, document)}
    for contents in root.xpath(".//div[contains(@class, 'toctree-wrapper')]/ul"):
        if sum(_describe(app, item, documents) for item in contents):
            contents.tag = "ol"
            contents.set("class", "octavo-chapters")
    return home.inner_html(root)


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
    time.text = format_unit(
        minutes(app.env.get_doctree(name)), "duration-minute", "short", locale=language_of(app).conventions
    ).replace(" ", "\u00a0")
    item.extend([time, paragraph])
    return True


def minutes(doctree: nodes.document) -> int:
    """Return the minutes that a page takes to read, at least 1."""
    text, spent = doctree.astext(), 0.0
    for characters, pace in _CHARACTERS.items():
        text, count = re.subn(characters, " ", text)
        spent += count / pace
    return max(1, math.ceil(spent + len(text.split()) / _WORDS))
