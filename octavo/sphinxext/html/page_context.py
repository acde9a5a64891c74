"""Add header and footer, alternates, description and notices to the context of HTML pages, in any theme."""

from __future__ import annotations

from contextlib import nullcontext
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from docutils import nodes
from lxml import html
from sphinx.application import Sphinx

from octavo.catalogs import po
from octavo.editions.formats import collation, pinyin
from octavo.editions.formats.html import covers
from octavo.editions.snapshots import label
from octavo.errors import ContentError
from octavo.project import Language
from octavo.sphinxext import feedback
from octavo.sphinxext.configuration import build_of, language_of, project_of
from octavo.sphinxext.html import chapters, home, index_entries, letters, page_header, template_bridge
from octavo.sphinxext.html import texts as html_texts
from octavo.ui import jinja
from octavo.ui.translations import NOTICE, reader_language, translator, ui_language
from octavo.workflow import coverage


def replace_search(app: Sphinx) -> None:
    """Turn off Sphinx's search index: the search page uses Octavo's."""
    if app.builder.name == "html":
        app.builder.search = False  # type: ignore[attr-defined]  # StandaloneHTMLBuilder's


def add_page_context(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Add the parts that every page has. All themes show ``metatags`` and ``body``, so no theme is patched.

    Return the template of the page, if it is another one than Sphinx says.
    """
    if app.builder.name != "html":
        return None
    html_texts.escape_texts(app, context)
    project, language = project_of(app), language_of(app)
    if "genindexentries" in context:
        with pinyin.stored(Path(app.doctreedir, "pinyin.json")) if language.code == "zh" else nullcontext():
            groups = collation.regroup_index(context["genindexentries"], language)
        groups = index_entries.mark_untranslated(groups, index_entries.untranslated_terms(app), project.master)
        context["genindexentries"] = groups
        context.setdefault("title", translator(language)("Index"))
        if project.house_style:
            context["body"] = letters.index(app, groups, context["title"])
        context["genindexcounts"] = [sum(1 + len(parts[1]) for _, parts in held) for _, held in groups]
    # The pages at the root of the site are one for all languages.
    is_root = context.get("octavo_page") in (page_header.LANDING, page_header.MISSING)
    path = "index.html" if is_root else f"{pagename}.html"
    offered = [other for other in project.languages if _is_offered(app, other, pagename)]
    values = {
        "project": project,
        "language": language,
        "path": path,
        "up": "../" * (path.count("/") + 1),
        "offered": offered,
        # A page that is not offered in its own language is no alternate of another page.
        "alternates": [
            (other, f"{project.base_url}/{other.tag}/{path}")
            for other in offered
            if language in offered and not is_root
        ],
        "title": _text(context.get("title") or escape(app.config.html_title)),
        "description": home.description_of(doctree) if doctree is not None else "",
        "site_title": app.config.html_title,
        "word": translator(language),
        "icon": not app.config.html_favicon,
        **page_header.values_of(app, pagename, context),
    }
    values["running"] = page_header.running(str(values["title"]), values)
    body = context.get("body", "")
    if home.is_home(app, pagename):
        values["page"] = "home"
        body = home.with_cards(app, body, context)
    elif chapters.guide_of(app, pagename):
        body = chapters.with_chapters(app, pagename, body, context)
        values["page"] = "guide" if chapters.OPENING in body else ""
    has_way = project.theme == "furo" and pagename != app.config.root_doc and not is_root
    values["way"] = _way(app, context) if has_way else []
    values["place"] = chapters.place_line(app, pagename) if doctree is not None else ""
    main_book = values["book"] or project.main_book
    values["cover"] = covers.path(main_book) if covers.are_shown(project) and covers.can_draw() else ""
    values["cover_size"] = covers.SIZE
    context["metatags"] = context.get("metatags", "") + jinja.render("html/head.html", **values)
    if doctree is not None:
        # Index only the text: a search must not find a page by its menu.
        if project.house_style and pagename == page_header.glossary_of(app):
            body = letters.glossary(app, body)
        body = f'<div data-search="{escape(app.env.titles[pagename].astext())}">{body}</div>'
        body = _dated(app, pagename, str(values["up"])) + _notice(app, pagename) + body
        body += feedback.html(project, language, pagename, app.env.titles[pagename].astext())
    # Sphinx's own tag contains the modifier of a locale.
    context["language"] = language.tag
    header, footer = (jinja.render(f"html/{name}.html", **values) for name in ("header", "footer"))
    context["body"] = header + body + footer
    context[template_bridge.SHELL] = (header, footer)
    # Themes write Sphinx's index without the body.
    return "page.html" if "genindexentries" in context and project.house_style else None


def _is_offered(app: Sphinx, language: Language, pagename: str) -> bool:
    """Return whether readers are led to *pagename* in *language*; search and index are where any document is."""
    if app.config.octavo_preview:
        # Translators see pages before they are offered to readers.
        return language.locale in app.config.octavo_preview
    linkable = build_of(app).linkable[language.locale]
    return pagename in linkable if pagename in app.env.all_docs else bool(linkable)


def _way(app: Sphinx, context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return title and link of each page above this one, from the start page. sphinx-rtd-theme has its own way."""
    start = (translator(language_of(app))("Home"), context["pathto"](app.config.root_doc))
    return [start, *((_text(item["title"]), item["link"]) for item in context.get("parents") or [])]


@lru_cache(maxsize=4096)
def _text(title: str) -> str:
    """Return the plain text of *title*. Cached, because neighbouring pages share their parents."""
    return str(html.fromstring(title).text_content())


def _dated(app: Sphinx, document: str, up: str) -> str:
    """Return the notice of a page of a snapshot, with a link to the present text; nothing for any other page."""
    project, language = project_of(app), language_of(app)
    # Only the text of a snapshot is an earlier one.
    state = build_of(app).changes.get(document) if project.snapshot else None
    if state is None:
        return ""
    spoken = ui_language(language)
    return jinja.render(
        "html/past.html",
        dated=label.snapshot_label(project, language),
        state=state.value,
        spoken=spoken,
        word=translator(language),
        rest=project.master.name_in(spoken.conventions),
        master=project.master,
        address=f"{up}{project.master.tag}/{document}.html" if _is_offered(app, project.master, document) else "",
    )


def _notice(app: Sphinx, document: str) -> str:
    """Return the notice of a page that is not fully translated, in its own language; nothing for any other page."""
    project, language = project_of(app), language_of(app)
    if language == project.master:
        return ""
    percent = _percent(app, document)
    if percent >= 100:
        return ""
    spoken = reader_language(language)
    if spoken is None:
        return ""  # the marks of each text are left
    locale = spoken.conventions
    shown = format_decimal(int(percent), locale=locale)
    rest = project.master.name_in(locale)
    text = translator(language)(NOTICE)
    return jinja.render(
        "html/notice.html",
        text=text.format(percent=shown, language=rest),
        spoken=spoken,
        word=translator(language),
        address=project.catalog_address(language, document),
    )


def _percent(app: Sphinx, document: str) -> float:
    """Return the translated percentage of *document*; 100 for a page without a catalog."""
    project, language = project_of(app), language_of(app)
    domain = project.domain_of(document)
    path = project.catalogs(language) / f"{domain}.po"
    if not path.is_file():
        return 100.0
    if not app.config.octavo_preview:  # whose catalogs change while it runs
        covers = build_of(app).coverage
        if domain in covers:
            return covers[domain].percent
    try:
        return coverage.of_catalog(po.read(path)).percent
    except ContentError:
        # A build has stopped before this; the preview says it beside the page.
        return 100.0
