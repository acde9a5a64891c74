"""Read what a guide says of itself from the description of its first page."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from octavo.project import Book, Language


def of_book(site: Path, language: Language, book: Book) -> str:
    """Return the description of *book* in the published site; nothing for the set, or without web pages."""
    page = site / language.tag / f"{book.root}.html"
    if book.is_set or not page.is_file():
        return ""
    root = html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    found = root.xpath("//meta[@name='description']/@content")
    return str(found[0]) if found else ""
