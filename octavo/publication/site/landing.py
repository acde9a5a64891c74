"""Entries of the manifest → the pages around the editions: landing page, downloads, and what is new."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

from octavo.editions import titles
from octavo.editions.snapshots import label
from octavo.errors import ContentError
from octavo.project import Format, Language, Project, babel_locale
from octavo.project.dates import date_of
from octavo.publication.manifest import Entry
from octavo.publication.site import covers, news
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow import gate
from octavo.workflow.language_build import LanguageBuilds

DOWNLOADS, NEWS = "downloads.html", "news.html"


def write(builds: LanguageBuilds, languages: Sequence[Language], entries: Sequence[Entry], site: Path) -> None:
    """Write the landing page, and each language's downloads and news, into *site*."""
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
    text = jinja.render("site/landing.html", project=project, languages=names)
    (site / "index.html").write_text(text, encoding="utf-8")
    for language in languages:
        folder = site / language.tag
        folder.mkdir(parents=True, exist_ok=True)
        own = [entry for entry in entries if entry.locale == language.locale]
        (folder / DOWNLOADS).write_text(downloads(builds, languages, language, own), encoding="utf-8")
        (folder / NEWS).write_text(whats_new(builds, languages, language), encoding="utf-8")


def downloads(
    builds: LanguageBuilds, languages: Sequence[Language], language: Language, entries: Sequence[Entry]
) -> str:
    """Return *language*'s downloads page."""
    project, build = builds.project, builds[language]
    books = {
        book.slug: [entry for entry in entries if entry.book == book.slug and entry.size] for book in project.books
    }
    return jinja.render(
        "site/downloads.html",
        **frame(builds, languages, language, DOWNLOADS),
        books=[(slug, found[0].title, found) for slug, found in books.items() if found],
        kept=lambda slug, title: source_language_attributes(
            project, language, title, titles.title(project, project.book(slug), project.master)
        ),
        date=_date(date_of(build.project), language),
        dated=label.snapshot_label(build.project, language),
        cover=lambda found: next((covers.paths(e)[1] for e in found if e.format == Format.EPUB.value), ""),
        in_translation=lambda slug: gate.is_in_translation(build, project.book(slug)),
        label=lambda entry: _label(entry, language),
        size=lambda number: _size(number, language),
        number=lambda value: format_decimal(value, locale=babel_locale(language.locale)),
    )


def whats_new(builds: LanguageBuilds, languages: Sequence[Language], language: Language) -> str:
    """Return *language*'s page of news."""
    project, text = builds.project, builds[language].project
    return jinja.render(
        "site/news.html",
        **frame(builds, languages, language, NEWS),
        days=[(_date(day.date, language), day) for day in news.days(builds[language])],
        title_of=lambda document: _title(text, language, document),
        kept=lambda document, title: source_language_attributes(
            project, language, title, _title(project, project.master, document)
        ),
    )


def frame(builds: LanguageBuilds, languages: Sequence[Language], language: Language, page: str) -> dict[str, object]:
    """Return what the frame of *language*'s page called *page* shows, around its own content."""
    project = builds.project
    return {
        "project": project,
        "languages": languages,
        "language": language,
        "own": (own := titles.texts(builds[language].project, language)),
        "own_kept": source_language_attributes(project, language, own["title"]),
        "word": translator(language),
        "page": page,
    }


def source_language_attributes(project: Project, language: Language, title: str, english: str = "") -> dict[str, str]:
    """Return the attributes of *title* where it is not translated: those of the master's language.

    :param english: the master's title; the publication's unless given
    """
    master = project.master
    if language == master or title != (english or project.texts["title"]):
        return {}
    return {"lang": master.tag, "dir": master.direction}


def _label(entry: Entry, language: Language) -> str:
    if entry.format == Format.ACCESSIBLE.value:
        return translator(language)("PDF for screen readers")
    return entry.format.upper()


def _title(project: Project, language: Language, document: str) -> str:
    """Return the title of *document*, after that of its guide: every guide has pages of the same name."""
    try:
        title = titles.of_document(project, language, document)
    except (ContentError, OSError):  # a page that is only included in others, or stands in this language only
        return document
    guide = next((b for b in project.books if not b.is_set and b.holds(document) and b.root != document), None)
    return f"{titles.title(project, guide, language)} – {title}" if guide else title


def _date(date: datetime.date, language: Language) -> str:
    return format_date(date, format="long", locale=babel_locale(language.locale))


def _size(number: int, language: Language) -> str:
    """Return a size in megabytes as the language writes numbers."""
    return format_decimal(round(number / 1e6, 1), locale=babel_locale(language.locale)) + "\u00a0MB"
