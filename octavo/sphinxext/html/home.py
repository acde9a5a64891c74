"""Show the guides as cards on the start page of a language, in place of the whole list of contents."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from docutils import nodes
from lxml import html
from sphinx.application import Sphinx

from octavo.editions import titles
from octavo.project import Book
from octavo.sphinxext.configuration import build_of, language_of, project_of
from octavo.ui import jinja
from octavo.ui.translations import translator


def is_home(app: Sphinx, document: str) -> bool:
    """Return whether *document* is the start page of a set of several guides."""
    project = project_of(app)
    book = project.set_book
    return book is not None and document == book.root and len(project.guides) > 1


def with_cards(app: Sphinx, body: str, context: dict[str, Any]) -> str:
    """Return the *body* of the start page with cards; lists of contents keep only what no card shows."""
    root = html.fragment_fromstring(body, create_parent="div")
    guides = project_of(app).guides
    addresses = {context["pathto"](book.root) for book in guides}
    for box in root.find_class("toctree-wrapper"):
        entries = [link.get("href") for link in box.xpath("./ul/li/a")]
        if set(entries) & addresses:
            box.drop_tree()
        for nested in box.xpath("./ul/li/ul"):
            nested.drop_tree()
    cards = html.fragments_fromstring(_cards(app, guides, context["pathto"]))
    section = next(iter(root.xpath("./section")), root)
    lead = next((item for item in section.xpath("./p") if not _is_motto(item)), None)
    place = section.index(lead) + 1 if lead is not None else len(section)
    if lead is not None:
        lead.set("class", f"{lead.get('class', '')} octavo-lead".strip())
    for number, element in enumerate(cards):
        section.insert(place + number, element)
    _gather_rest(section, place + len(cards))
    return inner_html(root)


def inner_html(root: html.HtmlElement) -> str:
    """Return the content of *root* as HTML."""
    return escape(root.text or "", quote=False) + "".join(html.tostring(child, encoding="unicode") for child in root)


def _gather_rest(section: html.HtmlElement, place: int) -> None:
    """Put the text from *place* on beside the lists of contents, on the grid of the cards."""
    text, lists = html.Element("div", {"class": "octavo-text"}), html.Element("div", {"class": "octavo-lists"})
    for element in list(section[place:]):
        is_list = "toctree-wrapper" in (element.get("class") or "")
        (lists if is_list else text).append(element)
    rest = html.Element("div", {"class": "octavo-rest"})
    rest.extend(part for part in (lists, text) if len(part))
    if len(rest):
        section.append(rest)


def _is_motto(paragraph: html.HtmlElement) -> bool:
    """Return whether *paragraph* is a motto: one emphasised sentence. Cards follow the first other paragraph."""
    return len(paragraph) == 1 and paragraph[0].tag == "em" and not (paragraph.text or paragraph[0].tail or "").strip()


def _cards(app: Sphinx, guides: Sequence[Book], pathto: Any) -> str:
    project, language = project_of(app), language_of(app)
    cards = []
    for book in guides:
        description, attributes = page_description(app, book.root)
        start = start_of(app, book)
        cards.append(
            {
                "slug": book.slug,
                "title": title_html(app, book.root),
                "title_text": app.env.titles[book.root].astext(),
                "description": description,
                "attributes": attributes,
                "link": pathto(book.root),
                "start": title_html(app, start) if start else "",
                "start_text": app.env.titles[start].astext() if start else "",
                "start_link": pathto(start) if start else "",
            }
        )
    choose = project.chooser_document
    return jinja.render(
        "html/home.html",
        cards=cards,
        choose=(title_html(app, choose), pathto(choose), *page_description(app, choose))
        if choose in app.env.titles
        else None,
        word=translator(language),
    )


def start_of(app: Sphinx, book: Book) -> str:
    """Return the page of *book* for readers with little time, or an empty text if they cannot read it."""
    # Translators see all pages: in the preview, and in the pseudo-locale, which is not published.
    linkable = None if app.config.octavo_preview else build_of(app).linkable.get(language_of(app).locale)
    is_readable = book.start in app.env.titles and (linkable is None or book.start in linkable)
    return book.start if is_readable else ""


def title_html(app: Sphinx, document: str) -> str:
    """Return the title of *document* as HTML, which marks a title that is not translated."""
    return str(app.builder.render_partial(app.env.titles[document])["title"])  # type: ignore[attr-defined]  # HTML's


def page_description(app: Sphinx, document: str) -> tuple[str, dict[str, str]]:
    """Return the description of *document*, and ``lang`` of the master if it is not translated."""
    project, language = project_of(app), language_of(app)
    text = description_of(app.env.get_doctree(document))
    catalog = project.compiled_catalogs(language) / f"{project.domain_of(document)}.mo"
    if language == project.master or text in titles.messages(catalog).values():
        return text, {}
    return text, {"lang": project.master.tag, "dir": project.master.direction}


def description_of(doctree: nodes.document) -> str:
    """Return the description of a page for search engines, or an empty text."""
    found = (node for node in doctree.findall(nodes.meta) if node.get("name") == "description")
    return next((str(node["content"]) for node in found), "")
