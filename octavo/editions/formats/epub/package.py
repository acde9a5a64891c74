"""Pack content documents, images and metadata into an EPUB 3.3 file, reproducibly.

The file follows EPUB 3.3 (W3C Recommendation, 2023) and EPUB Accessibility 1.1; comments name the sections.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.editions.formats.collation import IndexEntry
from octavo.editions.formats.epub import xhtml
from octavo.editions.formats.html.dir_attributes import set_directions
from octavo.editions.snapshots import label
from octavo.files import write_if_changed
from octavo.project import Book, Language, Project, direction_of
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow.coverage.statement import VOCABULARY, CoverageStatement

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
_TYPE = f"{{{OPS}}}type"
#: Path of the cover image in the file.
COVER = "EPUB/cover.png"
#: The earliest time that ZIP can store (APPNOTE 4.4.6).
EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Represent the metadata of a book, in the book's language.

    :ivar identifier: a URN that is the same for every build of this book in this language
    :ivar position: the number of the guide in the set, ``None`` for the set itself
    :ivar master: the tag of the master's language, for untranslated links
    :ivar dated: the date of the text if the book shows a snapshot, else empty
    """

    identifier: str
    title: str
    language: Language
    author: str
    publisher: str
    description: str
    subjects: tuple[str, ...]
    rights: str
    series: str
    position: int | None
    master: str = ""
    dated: str = ""

    @classmethod
    def of(
        cls,
        project: Project,
        book: Book,
        language: Language,
        texts: dict[str, str],
        title: str,
        position: int | None,
        description: str = "",
    ) -> Metadata:
        """Return the metadata of *book* in *language*; *texts* are the publication's texts in that language.

        :param description: what a single guide says of itself; without it, the publication's description
        """
        dated = label.snapshot_label(project, language)
        keywords = texts.get("keywords", "").replace("，", ",").replace("、", ",").split(",")
        return cls(
            # A name-based UUID (RFC 9562, 5.5) of the book's URL is stable and needs no registration.
            identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{project.base_url}/{language.tag}/{book.slug}')}",
            title=title,
            language=language,
            author=texts.get("author", ""),
            publisher=texts.get("publisher", ""),
            description=" ".join(filter(None, (description or texts.get("description", ""), dated and f"({dated})"))),
            subjects=tuple(word.strip() for word in keywords if word.strip()),
            rights=texts.get("copyright", ""),
            series=texts["title"],
            position=position,
            master=project.master.tag,
            dated=dated,
        )


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """Represent a content document before it is packed.

    :ivar name: its path without suffix, ``students/getting-ready``
    :ivar body: the XHTML of its text, as Sphinx wrote it
    :ivar tag: the language of its title, if it is not the book's
    :ivar depth: its level in the contents, 0 or 1
    :ivar sections: ids and titles of its sections, for the contents
    """

    name: str
    title: str
    body: str
    tag: str = ""
    depth: int = 0
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """Return its path in the book."""
        return f"{self.name}.xhtml"

    @property
    def title_attributes(self) -> dict[str, str]:
        """Return ``lang`` and ``dir`` of its title for the contents."""
        return {"lang": self.tag, "xml:lang": self.tag, "dir": direction_of(self.tag)} if self.tag else {}

    @property
    def up(self) -> str:
        """Return the relative path from its folder to the book's folder."""
        return "../" * self.name.count("/")


@dataclass(frozen=True, slots=True)
class Image:
    """Represent an image of the book; *path* is relative to the book's folder."""

    path: str
    data: bytes

    @property
    def media_type(self) -> str:
        """Return its media type, by its suffix."""
        return xhtml.MEDIA_TYPES[posixpath.splitext(self.path)[1].lower()]


def package(
    metadata: Metadata,
    contents: Sequence[ContentDocument],
    images: Sequence[Image],
    *,
    cover: bytes,
    modified: int,
    completeness: CoverageStatement | None = None,
) -> bytes:
    """Return the EPUB as bytes.

    :param cover: the cover as PNG
    :param modified: time of the last change, seconds since 1970
    :param completeness: the coverage of the translation
    """
    word = translator(metadata.language)
    moment = datetime.datetime.fromtimestamp(modified, datetime.UTC)
    documents = [(page, content_document(page, metadata.language, metadata.master)) for page in contents]
    values = {
        "meta": metadata,
        "word": word,
        "modified": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "date": moment.date().isoformat(),
        "pages": contents,
        "images": images,
        "tree": _nested(contents),
        "mathml": {page.name for page, data in documents if MATHML.encode() in data},
        "features": _features(documents, images),
        "vocabulary": VOCABULARY,
        "terms": completeness.terms if completeness else {},
    }
    files: list[tuple[str, bytes]] = [
        ("META-INF/container.xml", jinja.read("epub/container.xml").encode()),
        ("EPUB/package.opf", jinja.render("epub/package.opf", **values).encode()),
        ("EPUB/nav.xhtml", jinja.render("epub/nav.xhtml", **values).encode()),
        ("EPUB/toc.ncx", jinja.render("epub/toc.ncx", **values).encode()),
        ("EPUB/cover.xhtml", jinja.render("epub/cover.xhtml", **values).encode()),
        ("EPUB/book.css", jinja.read("epub/book.css").encode()),
        (COVER, cover),
        *((f"EPUB/{page.path}", data) for page, data in documents),
        *((f"EPUB/{image.path}", image.data) for image in images),
    ]
    return _zip(files, max(moment, EARLIEST))


def write(path: Path, data: bytes) -> None:
    """Write the EPUB to *path* atomically, unless it is there already."""
    write_if_changed(path, data)


def content_document(page: ContentDocument, language: Language, master: str = "") -> bytes:
    """Return *page* as a content document (EPUB 3.3, section 6.1); *master* is the tag of the master's language."""
    text = jinja.render("epub/page.xhtml", page=page, language=language)
    root = etree.fromstring(text.replace("<!--body-->", xhtml.xhtml(page.body)).encode())
    for element in root.iter(etree.Element):
        _fix(element)
    set_directions(root, master)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>"))


#: Elements that docutils may put into a paragraph although HTML does not allow it.
_BLOCKS = frozenset(("p", "div", "ul", "ol", "dl", "blockquote", "pre", "table", "aside", "figure"))


def _fix(element: etree._Element) -> None:
    """Add the semantics that reading systems need to one element of Sphinx's XHTML."""
    classes = element.get("class", "").split()
    name = etree.QName(element).localname
    if name == "aside" and "footnote" in classes:
        element.set(_TYPE, "footnote")
        element.set("role", "doc-footnote")
    elif name == "a" and "footnote-reference" in classes:
        element.set(_TYPE, "noteref")
        element.set("role", "doc-noteref")
    elif name == "span" and "fn-bracket" in classes:
        # Reading systems add their own brackets, or show only the number in a pop-up footnote.
        element.text = ""
    elif name == "p" and any(etree.QName(child).localname in _BLOCKS for child in element.iterchildren(etree.Element)):
        # sphinx.util.docfields wraps a field with several paragraphs in a paragraph.
        element.tag = f"{{{etree.QName(element).namespace}}}div"
    elif name == "p" and "rubric" in classes:
        element.attrib.pop("role", None)
        element.attrib.pop("aria-level", None)
    elif element.get("role") == "heading" and not element.get("aria-level"):
        element.set(
            "aria-level", "2"
        )  # WAI-ARIA 1.2 requires it; a caption of the contents is one level below the title
    if name == "span" and "caption-text" in classes and element.get("role") == "heading":
        element.attrib.pop("role")


def _features(documents: Iterable[tuple[ContentDocument, bytes]], images: Sequence[Image]) -> list[str]:
    """Return the values of schema.org's accessibilityFeature for this book."""
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "index"]
    if images:
        features.append("alternativeText")
    if any(MATHML.encode() in data for _, data in documents):
        features.append("MathML")
    return features


def _nested(contents: Sequence[ContentDocument]) -> list[tuple[ContentDocument, list[ContentDocument]]]:
    """Return each page of depth 0 with the pages of depth 1 after it."""
    tree: list[tuple[ContentDocument, list[ContentDocument]]] = []
    for page in contents:
        if page.depth and tree:
            tree[-1][1].append(page)
        else:
            tree.append((page, []))
    return tree


def _zip(files: Iterable[tuple[str, bytes]], moment: datetime.datetime) -> bytes:
    stamp = moment.timetuple()[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # The first entry, uncompressed and without extra field (EPUB 3.3, section 4.2.2).
        archive.writestr(_entry("mimetype", stamp, zipfile.ZIP_STORED), b"application/epub+zip")
        for name, data in files:
            archive.writestr(_entry(name, stamp, zipfile.ZIP_DEFLATED), data, compresslevel=9)
    return buffer.getvalue()


def _entry(name: str, stamp: tuple[int, ...], method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]  # six integers, as ZipInfo requires
    entry.compress_type = method
    entry.create_system = 3  # the same on every machine
    entry.external_attr = 0o644 << 16
    return entry


def index_page(name: str, groups: Iterable[tuple[str, list[IndexEntry]]], language: Language) -> ContentDocument:
    """Return the book's index as a page; *groups* are Sphinx's (letter, entries)."""
    word = translator(language)
    body = jinja.render(
        "epub/index.xhtml", groups=groups, title=word("Index"), comma="，" if language.code == "zh" else ", "
    )
    return ContentDocument(name, word("Index"), body)
