"""Content documents, images and metadata → one EPUB 3.3 file, the same bytes for the same input.

Rules are those of EPUB 3.3 (W3C Recommendation, 2023) and EPUB Accessibility 1.1; sections are named where they bind.
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

from octavo.editions.formats.collation import Entry
from octavo.editions.formats.epub import xhtml
from octavo.editions.formats.html.dir_attributes import set_directions
from octavo.editions.snapshots import label
from octavo.files import write_atomically
from octavo.project import Book, Language, Project, direction_of
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow.coverage.statement import VOCABULARY, CoverageStatement

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
_TYPE = f"{{{OPS}}}type"
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}
#: Where the cover's image lies in the file.
COVER = "EPUB/cover.png"
#: ZIP keeps no earlier time (APPNOTE 4.4.6).
EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the package document says of the book, all in the book's language.

    :ivar identifier: a stable URN: the same for every build of this book in this language
    :ivar position: the guide's number in the set, ``None`` for the set itself
    :ivar master: the tag of the master's language, in which links may stand
    :ivar dated: says the date of a text of an earlier day, else empty
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
        cls, project: Project, book: Book, language: Language, own: dict[str, str], title: str, position: int | None
    ) -> Metadata:
        """Return the metadata of *book* in *language*; *own* are the publication's own texts in that language."""
        dated = label.snapshot_label(project, language)
        keywords = own.get("keywords", "").replace("，", ",").replace("、", ",").split(",")
        return cls(
            # A name-based UUID (RFC 9562, 5.5) of the book's web address is stable and needs no register.
            identifier=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{project.base_url}/{language.tag}/{book.slug}')}",
            title=title,
            language=language,
            author=own.get("author", ""),
            publisher=own.get("publisher", ""),
            description=" ".join(filter(None, (own.get("description", ""), dated and f"({dated})"))),
            subjects=tuple(word.strip() for word in keywords if word.strip()),
            rights=own.get("copyright", ""),
            series=own["title"],
            position=position,
            master=project.master.tag,
            dated=dated,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A content document before it is packed.

    :ivar name: its path without suffix, ``students/getting-ready``
    :ivar body: XHTML of its text, as Sphinx wrote it
    :ivar tag: the language of its title, where it is not the book's
    :ivar depth: its level in the contents, 0 or 1
    :ivar sections: (id, title) of its sections, for the contents
    """

    name: str
    title: str
    body: str
    tag: str = ""
    depth: int = 0
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """Its file in the book."""
        return f"{self.name}.xhtml"

    @property
    def said(self) -> dict[str, str]:
        """The attributes of its title in the contents."""
        return {"lang": self.tag, "xml:lang": self.tag, "dir": direction_of(self.tag)} if self.tag else {}

    @property
    def up(self) -> str:
        """The way from it to the book's folder: ``../`` as often as needed."""
        return "../" * self.name.count("/")


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the book: its path in the book and its bytes."""

    path: str
    data: bytes

    @property
    def media_type(self) -> str:
        """Its media type, by its suffix."""
        return MEDIA_TYPES[posixpath.splitext(self.path)[1].lower()]


def package(
    metadata: Metadata,
    contents: Sequence[Page],
    images: Sequence[Image],
    *,
    cover: bytes,
    modified: int,
    completeness: CoverageStatement | None = None,
) -> bytes:
    """Return the EPUB as bytes.

    :param cover: the cover as PNG
    :param modified: time of the last change, seconds since 1970
    :param completeness: how much of a translation there is
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
    """Put the EPUB at *path*, whole or not at all."""
    write_atomically(path, data)


def content_document(page: Page, language: Language, master: str = "") -> bytes:
    """Return *page* as a content document (EPUB 3.3, section 6.1); *master* is the tag of the master's language."""
    text = jinja.render("epub/page.xhtml", page=page, language=language)
    root = etree.fromstring(text.replace("<!--body-->", xhtml.xhtml(page.body)).encode())
    for element in root.iter(etree.Element):
        _mend(element)
    set_directions(root, master)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>"))


#: What HTML does not allow in a paragraph, of all that docutils may put there.
_BLOCKS = frozenset(("p", "div", "ul", "ol", "dl", "blockquote", "pre", "table", "aside", "figure"))


def _mend(element: etree._Element) -> None:
    """Give one element of Sphinx's XHTML the meaning that reading systems look for."""
    classes = element.get("class", "").split()
    name = etree.QName(element).localname
    if name == "aside" and "footnote" in classes:
        element.set(_TYPE, "footnote")
        element.set("role", "doc-footnote")
    elif name == "a" and "footnote-reference" in classes:
        element.set(_TYPE, "noteref")
        element.set("role", "doc-noteref")
    elif name == "span" and "fn-bracket" in classes:
        # Brackets are drawn by no reading system twice: a pop-up footnote shows its number alone.
        element.text = ""
    elif name == "p" and any(etree.QName(child).localname in _BLOCKS for child in element.iterchildren(etree.Element)):
        # A field with several paragraphs stands in a paragraph of its own (sphinx.util.docfields).
        element.tag = f"{{{etree.QName(element).namespace}}}div"
    elif name == "p" and "rubric" in classes:
        element.attrib.pop("role", None)
        element.attrib.pop("aria-level", None)
    elif element.get("role") == "heading" and not element.get("aria-level"):
        element.set("aria-level", "2")  # WAI-ARIA 1.2 requires it; a caption of the contents stands below the title
    if name == "span" and "caption-text" in classes and element.get("role") == "heading":
        element.attrib.pop("role")


def _features(documents: Iterable[tuple[Page, bytes]], images: Sequence[Image]) -> list[str]:
    """Return schema.org's accessibilityFeature values that are true of this book."""
    found = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "index"]
    if images:
        found.append("alternativeText")
    if any(MATHML.encode() in data for _, data in documents):
        found.append("MathML")
    return found


def _nested(contents: Sequence[Page]) -> list[tuple[Page, list[Page]]]:
    """Return pages of depth 0 with the pages of depth 1 that follow each."""
    tree: list[tuple[Page, list[Page]]] = []
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
        # First, stored, and without extra field (EPUB 3.3, section 4.2.2).
        archive.writestr(_entry("mimetype", stamp, zipfile.ZIP_STORED), b"application/epub+zip")
        for name, data in files:
            archive.writestr(_entry(name, stamp, zipfile.ZIP_DEFLATED), data, compresslevel=9)
    return buffer.getvalue()


def _entry(name: str, stamp: tuple[int, ...], method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]  # six whole numbers, as asked
    entry.compress_type = method
    entry.create_system = 3  # the same on every machine
    entry.external_attr = 0o644 << 16
    return entry


def index_page(name: str, groups: Iterable[tuple[str, list[Entry]]], language: Language) -> Page:
    """Return the book's index as a page; *groups* are Sphinx's (letter, entries)."""
    word = translator(language)
    body = jinja.render("epub/index.xhtml", groups=groups, title=word("Index"))
    return Page(name, word("Index"), body)
