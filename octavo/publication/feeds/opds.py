"""Write the feeds for e-reader apps: OPDS 1.2 (Atom) and OPDS 2.0 (JSON).

There is one feed for each language, one for all books, and a start feed that links to them. Links in a feed are
relative, so a copy of the site on another host or a memory card works too.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.editions import titles
from octavo.editions.formats.epub import package
from octavo.project import Format, Language, Project
from octavo.project.dates import timestamp
from octavo.publication.manifest import EditionRecord
from octavo.publication.site import covers, descriptions
from octavo.text import locale_forms
from octavo.ui.translations import translator
from octavo.workflow.coverage import statement
from octavo.workflow.coverage.statement import VOCABULARY
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds

FOLDER = "opds"
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/terms/"
#: Media types of feeds and link relations of an entry (OPDS 1.2, sections 2 and 5.2).
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
JSON = "application/opds+json"
_OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
_IMAGE, _THUMBNAIL = "http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"
START = "index"


@dataclass(frozen=True, slots=True)
class _Book:
    """Represent a book in one language.

    :ivar files: its editions that can be downloaded
    :ivar updated: the time of its text, in ISO 8601
    :ivar figures: its coverage, by the terms of our vocabulary; empty for the master
    """

    metadata: package.Metadata
    files: tuple[EditionRecord, ...]
    updated: str
    figures: dict[str, int | float | str]


@dataclass(frozen=True, slots=True)
class _Feed:
    """Represent a feed of books; *name* is its file name without suffix."""

    name: str
    title: str
    books: tuple[_Book, ...]


def write(builds: LanguageBuilds, languages: Sequence[Language], entries: Sequence[EditionRecord], site: Path) -> None:
    """Write all feeds into *site*; write none if no book can be downloaded."""
    project = builds.project
    by_language = {language: tuple(_books(builds[language], entries, site)) for language in languages}
    feeds = [
        _Feed(language.tag, _title(titles.texts(builds[language].project, language)["title"], language), books)
        for language, books in by_language.items()
        if books
    ]
    if not feeds:
        return
    everything = tuple(book for feed in feeds for book in feed.books)
    feeds.append(_Feed("all", translator(project.master)("All books in all languages"), everything))
    folder = site / FOLDER
    folder.mkdir()
    updated = _updated(project)
    for feed in feeds:
        (folder / f"{feed.name}.xml").write_bytes(_atom(project, feed, updated))
        _write_json(folder / f"{feed.name}.json", _json(feed, updated))
    (folder / f"{START}.xml").write_bytes(_atom_start(project, feeds, updated))
    _write_json(folder / f"{START}.json", _json_start(project, feeds))


def _books(build: LanguageBuild, entries: Sequence[EditionRecord], site: Path) -> list[_Book]:
    project, language = build.project, build.language
    texts = titles.texts(project, language)
    books = []
    for book in project.books:
        files = tuple(e for e in entries if (e.locale, e.book) == (language.locale, book.slug) and _type(e))
        if files:
            title = titles.title(project, book, language)
            position, description = project.position(book), descriptions.of_book(site, language, book)
            about = package.Metadata.of(project, book, language, texts, title, position, description)
            covered = statement.for_edition(build, book)
            books.append(_Book(about, files, _updated(project), covered.terms if covered else {}))
    return books


def _updated(project: Project) -> str:
    return datetime.datetime.fromtimestamp(timestamp(project), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- OPDS 1.2 -----------------------------------------------------------------------------------------


def _atom(project: Project, feed: _Feed, updated: str) -> bytes:
    root = _head(project, feed.name, feed.title, updated)
    _link(root, "self", f"{feed.name}.xml", ACQUISITION)
    _link(root, "start", f"{START}.xml", NAVIGATION)
    for book in feed.books:
        root.append(_entry(book))
    return _bytes(root)


def _atom_start(project: Project, feeds: Sequence[_Feed], updated: str) -> bytes:
    root = _head(project, START, project.texts["title"], updated)
    _link(root, "self", f"{START}.xml", NAVIGATION)
    _link(root, "start", f"{START}.xml", NAVIGATION)
    for feed in feeds:
        entry = _sub(root, "entry")
        _sub(entry, "title", feed.title)
        _sub(entry, "id", _identifier(project, feed.name))
        _sub(entry, "updated", updated)
        _sub(entry, "content", str(len(feed.books))).set("type", "text")
        _link(entry, "subsection", f"{feed.name}.xml", ACQUISITION)
    return _bytes(root)


def _head(project: Project, name: str, title: str, updated: str) -> etree._Element:
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM, "dc": _DC, "octavo": VOCABULARY})
    _sub(root, "id", _identifier(project, f"feed-{name}"))
    _sub(root, "title", title)
    _sub(root, "updated", updated)
    _sub(_sub(root, "author"), "name", project.texts.get("author", ""))
    return root


def _entry(book: _Book) -> etree._Element:
    about, updated = book.metadata, book.updated
    entry = etree.Element(f"{{{_ATOM}}}entry")
    _sub(entry, "title", about.title)
    _sub(entry, "id", about.identifier)
    _sub(entry, "updated", updated)
    _sub(_sub(entry, "author"), "name", about.author)
    for name, value in (("language", about.language.tag), ("publisher", about.publisher), ("issued", updated[:10])):
        etree.SubElement(entry, f"{{{_DC}}}{name}").text = value
    for subject in about.subjects:
        _sub(entry, "category").attrib.update({"term": subject, "label": subject})
    _sub(entry, "summary", _summary(book))
    _sub(entry, "rights", about.rights)
    # RFC 4287, section 6.4, allows elements of another vocabulary anywhere in an entry.
    for name, figure in book.figures.items():
        etree.SubElement(entry, f"{{{VOCABULARY}}}{name}").text = str(figure)
    if any(file.format == Format.EPUB.value for file in book.files):
        large, small = covers.paths(book.files[0])
        _link(entry, _IMAGE, f"../{large}", "image/png")
        _link(entry, _THUMBNAIL, f"../{small}", "image/png")
    for file in book.files:
        _link(entry, _OPEN_ACCESS, f"../{file.path}", _type(file)).set("length", str(file.size))
    return entry


def _title(title: str, language: Language) -> str:
    return locale_forms.with_brackets(title, language.name, language.conventions)


def _summary(book: _Book) -> str:
    percent = book.files[0].percent
    if percent >= 100:
        return book.metadata.description
    word = translator(book.metadata.language)
    locale = book.metadata.language.conventions
    shown = word("Translated: {percent} %").format(percent=locale_forms.number(percent, locale))
    return locale_forms.with_brackets(book.metadata.description, shown, locale)


def _identifier(project: Project, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{project.base_url}/{FOLDER}/{name}')}"


def _sub(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text
    return element


def _link(parent: etree._Element, relation: str, address: str, kind: str) -> etree._Element:
    element = _sub(parent, "link")
    element.attrib.update({"rel": relation, "href": address, "type": kind})
    return element


def _bytes(root: etree._Element) -> bytes:
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


# --- OPDS 2.0 -----------------------------------------------------------------------------------------


def _json(feed: _Feed, updated: str) -> dict[str, object]:
    return {
        "metadata": {"title": feed.title, "modified": updated, "numberOfItems": len(feed.books)},
        "links": [
            {"rel": "self", "href": f"{feed.name}.json", "type": JSON},
            {"rel": "start", "href": f"{START}.json", "type": JSON},
        ],
        "publications": [_publication(book) for book in feed.books],
    }


def _json_start(project: Project, feeds: Sequence[_Feed]) -> dict[str, object]:
    return {
        "metadata": {"title": project.texts["title"]},
        "links": [{"rel": "self", "href": f"{START}.json", "type": JSON}],
        "navigation": [
            {"rel": "subsection", "href": f"{feed.name}.json", "title": feed.title, "type": JSON} for feed in feeds
        ],
    }


def _publication(book: _Book) -> dict[str, object]:
    about = book.metadata
    series: dict[str, object] = {"name": about.series}
    if about.position:
        series["position"] = about.position
    large, small = covers.paths(book.files[0])
    return {
        "metadata": {
            "@type": "http://schema.org/Book",
            "identifier": about.identifier,
            "title": about.title,
            "author": about.author,
            "publisher": about.publisher,
            "language": about.language.tag,
            "modified": book.updated,
            "description": _summary(book),
            "subject": list(about.subjects),
            "belongsTo": {"series": series},
            # Readium Web Publication Manifest, section 2.3: a key that is a URL is an extension.
            **{f"{VOCABULARY}{name}": value for name, value in book.figures.items()},
        },
        "links": [{"rel": _OPEN_ACCESS, "href": f"../{file.path}", "type": _type(file)} for file in book.files],
        "images": [{"href": f"../{large}", "type": "image/png"}, {"href": f"../{small}", "type": "image/png"}],
    }


def _write_json(path: Path, data: dict[str, object]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _type(entry: EditionRecord) -> str:
    return Format(entry.format).facts.media_type
