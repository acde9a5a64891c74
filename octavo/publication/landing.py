"""Entries of the manifest → the pages around the editions: the landing page and the downloads page of each language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

from octavo import pages
from octavo.editions import date_of, titles
from octavo.interface import interface
from octavo.project import Language, Project, babel_locale
from octavo.publication.manifest import Entry


def write(project: Project, entries: Sequence[Entry], site: Path) -> None:
    """Write the landing page, and each language's downloads page, into *site*."""
    languages = [language for language in project.languages if any(e.locale == language.locale for e in entries)]
    names = [(language, titles.texts(project, language), interface(language)) for language in languages]
    text = pages.render("site/landing.html", project=project, languages=names)
    (site / "index.html").write_text(text, encoding="utf-8")
    for language in languages:
        folder = site / language.tag
        folder.mkdir(parents=True, exist_ok=True)
        text = downloads(project, language, [entry for entry in entries if entry.locale == language.locale])
        (folder / "downloads.html").write_text(text, encoding="utf-8")


def downloads(project: Project, language: Language, entries: Sequence[Entry]) -> str:
    """Return *language*'s downloads page."""
    books = {
        book.slug: [entry for entry in entries if entry.book == book.slug and entry.size] for book in project.books
    }
    return pages.render(
        "site/downloads.html",
        project=project,
        language=language,
        own=titles.texts(project, language),
        word=interface(language),
        books=[(slug, found[0].title, found) for slug, found in books.items() if found],
        date=format_date(date_of(project), format="long", locale=babel_locale(language.locale)),
        size=lambda number: _size(number, language),
    )


def _size(number: int, language: Language) -> str:
    """Return a size in megabytes as the language writes numbers."""
    return format_decimal(round(number / 1e6, 1), locale=babel_locale(language.locale)) + "\u00a0MB"
