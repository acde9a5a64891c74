"""Write the landing page, and the downloads and news pages of each language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from babel.numbers import format_decimal
from babel.units import format_unit

from octavo.editions import titles
from octavo.editions.snapshots import label
from octavo.errors import ContentError
from octavo.project import Format, Language, Project, babel_locale
from octavo.project.dates import date_of
from octavo.publication.manifest import Entry
from octavo.publication.site import covers, news
from octavo.text import dates
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow import gate
from octavo.workflow.language_build import LanguageBuilds

DOWNLOADS, NEWS = "downloads", "news"


def write(builds: LanguageBuilds, languages: Sequence[Language], entries: Sequence[Entry], site: Path) -> None:
    """Write the landing page, and each language's downloads and news pages, into *site*."""
    project = builds.project
    names = [
        (
            language,
            (texts := titles.texts(builds[language].project, language)),
            translator(language),
            source_language_attributes(project, language, texts["title"]),
        )
        for language in languages
    ]
    has_feeds = any(entry.size for entry in entries)  # a feed lists files
    text = jinja.render("site/landing.html", project=project, languages=names, has_feeds=has_feeds)
    (site / "index.html").write_text(text, encoding="utf-8")
    for language in languages:
        folder = site / language.tag
        folder.mkdir(parents=True, exist_ok=True)
        editions = [entry for entry in entries if entry.locale == language.locale]
        (folder / project.own_page(DOWNLOADS)).write_text(
            downloads(builds, languages, language, editions), encoding="utf-8"
        )
        (folder / project.own_page(NEWS)).write_text(news_page(builds, languages, language), encoding="utf-8")


def downloads(
    builds: LanguageBuilds, languages: Sequence[Language], language: Language, entries: Sequence[Entry]
) -> str:
    """Return the downloads page in *language*."""
    project, build = builds.project, builds[language]
    books = {
        book.slug: [entry for entry in entries if entry.book == book.slug and entry.size] for book in project.books
    }
    return jinja.render(
        "site/downloads.html",
        **frame(builds, languages, language, DOWNLOADS),
        books=[(slug, files[0].title, files) for slug, files in books.items() if files],
        title_attributes_of=lambda slug, title: source_language_attributes(
            project, language, title, titles.title(project, project.book(slug), project.master)
        ),
        date=_date(date_of(build.project), language),
        dated=label.snapshot_label(build.project, language),
        cover=lambda files: next((covers.paths(e)[1] for e in files if e.format == Format.EPUB.value), ""),
        in_translation=lambda slug: gate.is_in_translation(build, project.book(slug)),
        label=lambda entry: _label(entry, language),
        size=lambda number: _size(number, language),
        number=lambda value: format_decimal(value, locale=babel_locale(language.locale)),
    )


def news_page(builds: LanguageBuilds, languages: Sequence[Language], language: Language) -> str:
    """Return the news page in *language*."""
    project, text = builds.project, builds[language].project
    return jinja.render(
        "site/news.html",
        **frame(builds, languages, language, NEWS),
        days=[(_date(day.date, language), day) for day in news.days(builds[language])],
        title_of=lambda document: _title(text, language, document),
        title_attributes_of=lambda document, title: source_language_attributes(
            project, language, title, _title(project, project.master, document)
        ),
    )


def frame(builds: LanguageBuilds, languages: Sequence[Language], language: Language, page: str) -> dict[str, object]:
    """Return the template values of the frame around the page called *page* in *language*."""
    project = builds.project
    return {
        "project": project,
        "languages": languages,
        "language": language,
        "texts": (texts := titles.texts(builds[language].project, language)),
        "title_attributes": source_language_attributes(project, language, texts["title"]),
        "word": translator(language),
        "page": project.own_page(page),
    }


def source_language_attributes(project: Project, language: Language, title: str, original: str = "") -> dict[str, str]:
    """Return ``lang`` and ``dir`` of the master for an untranslated *title*, else nothing.

    :param original: the title in the master; by default the publication's title
    """
    master = project.master
    if language == master or title != (original or project.texts["title"]):
        return {}
    return {"lang": master.tag, "dir": master.direction}


def _label(entry: Entry, language: Language) -> str:
    if entry.format == Format.ACCESSIBLE.value:
        return translator(language)("PDF for screen readers")
    return entry.format.upper()


def _title(project: Project, language: Language, document: str) -> str:
    """Return the title of *document* after the title of its guide, because guides share page titles."""
    try:
        title = titles.of_document(project, language, document)
    except (ContentError, OSError):  # a page that other pages include, or one that only this language has
        return document
    guide = next((b for b in project.books if not b.is_set and b.holds(document) and b.root != document), None)
    return f"{titles.title(project, guide, language)} – {title}" if guide else title


def _date(date: datetime.date, language: Language) -> str:
    return dates.written(date, babel_locale(language.locale))


def _size(number: int, language: Language) -> str:
    """Return the size in megabytes, with the number and the unit of *language*: ``0,4 Mo`` in French."""
    return format_unit(
        round(number / 1e6, 1), "digital-megabyte", "short", locale=babel_locale(language.locale)
    ).replace(" ", "\u00a0")
