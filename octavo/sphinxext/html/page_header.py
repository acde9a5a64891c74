"""Write the header of every page, with places, search and languages, and the footer.

The pages around the text (downloads, news, coverage, landing page, error page) get the same. Sphinx writes them
in the layout of the theme, with a comment in place of their content. The publication fills the comment.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import escape
from importlib.util import find_spec
from typing import Any

from sphinx.application import Sphinx

from octavo.editions import titles
from octavo.editions.snapshots import label
from octavo.project import Project
from octavo.project.configuration.load import NOWHERE
from octavo.project.dates import date_of
from octavo.sphinxext.configuration import language_of, project_of
from octavo.sphinxext.html import home, incremental
from octavo.text import dates
from octavo.ui import jinja
from octavo.ui.translations import reader_language, translator, ui_language

SEARCH = "search"
#: Octavo's own pages by the name of their content, and their headings.
OWN = {"downloads": "Downloads", "news": "What is new", "coverage": "Translation coverage"}
#: Pages that the publication moves to the root of the site, those of the master's edition.
LANDING, MISSING = "landing", "missing"

#: Classes of what ``octavo.js`` makes live: its words are on pages with one of them.
_SCRIPTED = ("checklist", "self-check", "octavo-drawing")
#: Characters that end a string of CSS, or the element around it.
_CSS_SIGNS = re.compile(r'[\\"<&\x00-\x1f\x7f\u2028\u2029]')


def pagename(project: Project, name: str) -> str:
    """Return Sphinx's name of Octavo's own page *name*."""
    return project.own_page(name).removesuffix(".html")


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the search page and the pages that the publication fills, in the layout of the theme."""
    if app.builder.name != "html" or incremental.keeps_pages(app):
        return
    project, language = project_of(app), language_of(app)
    word = translator(language)
    template = "html/unsearched.html" if app.config.octavo_preview else "html/search.html"
    spoken = reader_language(language) or ui_language(language)
    # Paths from the search page, which is at the root of the edition.
    guides = [(book.slug, home.title_html(app, book.root), f"{book.root}.html") for book in project.guides
              if book.root in app.env.titles]  # fmt: skip
    body = jinja.render(template, word=word, language=language, spoken=spoken, guides=guides)
    yield SEARCH, {"title": word("Search"), "body": body, "octavo_page": SEARCH}, "page.html"
    if app.config.octavo_preview:
        return
    for name, heading in OWN.items():
        title = word(heading)
        body = f"<h1>{escape(title)}</h1>\n<!--octavo:{name}-->"
        yield pagename(project, name), {"title": title, "body": body, "octavo_page": name}, "page.html"
    for name, heading in ((LANDING, app.config.html_title), (MISSING, word("Page not found"))):
        values = {"title": heading, "body": f"<!--octavo:{name}-->", "octavo_page": name}
        yield f"octavo-{name}", values, "page.html"


def values_of(app: Sphinx, name: str, context: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the templates of header and footer for the page *name*."""
    project, language = project_of(app), language_of(app)
    texts = titles.texts(project, language)
    book = project.guide_of(name)
    pathto = context["pathto"]
    path = f"{name}.html"
    places, footer = places_of(app, name, pathto)
    address = f"{project.base_url}/{language.tag}/{path}"
    has_scripts = any(mark in context.get("body", "") for mark in _SCRIPTED)
    return {
        "page": context.get("octavo_page", ""),
        "book": book,
        "guide": app.env.titles[book.root].astext() if book and book.root in app.env.titles else "",
        "root": "../" * path.count("/"),
        "home": pathto(app.config.root_doc),
        "short_title": texts.get("short-title") or texts["title"],
        "places": places,
        "footer_places": footer,
        "publisher": texts.get("publisher", ""),
        "edition": label.snapshot_label(project, language)
        or translator(language)("Edition of {date}").format(date=dates.written(date_of(project), language.conventions)),
        "copyright": texts.get("copyright", ""),
        "address": address,
        "script_words": json.dumps(script_words(translator(language)), ensure_ascii=False) if has_scripts else "",
        "code": code_of(address) if not context.get("octavo_page") and project.base_url != NOWHERE else "",
    }


def running(title: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts at the edges of a printed page as strings of CSS: guide, page, address and imprint."""
    guide, owner = values["guide"] or values["site_title"], values["copyright"]
    imprint = (values["publisher"], values["edition"], f"© {owner}" if owner else "")
    texts = {
        "guide-title": guide,
        "page-title": title if title != guide else "",
        "page-address": values["address"],
        "imprint": " · ".join(filter(None, imprint)),
    }
    return {name: _css_string(text) for name, text in texts.items()}


def _css_string(text: str) -> str:
    """Return *text* as a string of CSS inside HTML (https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point)."""
    return '"' + _CSS_SIGNS.sub(lambda sign: rf"\{ord(sign[0]):x} ", text) + '"'


def places_of(app: Sphinx, name: str, pathto: Any) -> tuple[list[tuple[str, str, bool]], list[tuple[str, str, bool]]]:
    """Return name, link and whether it is this page, of the places in the header and of those in the footer."""
    project, language = project_of(app), language_of(app)
    word = translator(language)
    found = [(word("Downloads"), pagename(project, "downloads")), (word("What is new"), pagename(project, "news"))]
    if app.config.octavo_preview:
        found = []
    if glossary := glossary_of(app):
        found.append((titles.of_document(project, language, glossary), glossary))
    if app.config.html_use_index:
        found.append((word("Index"), "genindex"))
    header = [(title, pathto(target), target == name) for title, target in found]
    more = [(word("Search"), SEARCH)]
    if not app.config.octavo_preview:
        more.append((word("Translation coverage"), pagename(project, "coverage")))
    if project.colophon:
        more.append((titles.of_document(project, language, project.colophon), project.colophon))
    return header, [*header, *((title, pathto(target), target == name) for title, target in more)]


def script_words(word: Callable[[str], str]) -> dict[str, str]:
    """Return the words that ``octavo.js`` shows."""
    return {
        "ticked": word("{done} of {count} done"),
        "clear": word("Clear"),
        "open": word("Statements without an answer: {count}"),
        "result": word("Your result, the part with the fewest points first:"),
        "points": word("{done} of {count} points"),
        "enlarge": word("Enlarge this figure"),
        "back": word("Back to the text"),
        "slide": word("Slide the figure sideways to see all of it"),
    }


def glossary_of(app: Sphinx) -> str:
    """Return the document with the most terms of the glossary, or an empty text."""
    objects = app.env.domains.standard_domain.objects
    counts = Counter(document for (kind, _), (document, _) in objects.items() if kind == "term")
    return max(sorted(counts), key=lambda document: counts[document], default="")


@functools.lru_cache(maxsize=1024)
def code_of(address: str) -> str:
    """Return the QR code of *address* as an SVG element; empty without the extra ``web``."""
    if not find_spec("segno"):
        return ""
    import segno

    # Reading programs need no particular mask. To try all eight takes longer than anything else on a page.
    code = segno.make(address, error="m", micro=False, mask=5)
    return str(code.svg_inline(border=0, omitsize=True, svgclass="octavo-code", lineclass=None, dark="#000"))
