"""An EPUB → its accessible companion: a tagged PDF (PDF/UA-1, ISO 14289-1) of the same pages, by WeasyPrint.

LaTeX sets the printed book but writes no structure that a screen reader could follow; here headings, lists, tables,
links and the alternative texts of figures are tagged, and the text is set larger, in a face without serifs.
"""

from __future__ import annotations

import logging
import posixpath
import re
import zipfile
from pathlib import Path

from lxml import etree

from octavo.editions.formats.epub.package import COVER, MATHML, MEDIA_TYPES, XHTML
from octavo.errors import needs_extra
from octavo.files import write_atomically
from octavo.project import Language
from octavo.ui import jinja

_H = f"{{{XHTML}}}"
_OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
_FOLDER = "EPUB/"
#: WeasyPrint names images by their address: one that is the same on every machine.
_BASE = "file:///book/"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def write(book: Path, target: Path, language: Language) -> int:
    """Write the companion of the EPUB at *book* to *target*, whole or not at all; return its number of pages."""
    # Before the import, which already tells of its progress.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    with needs_extra("pdf", "An accessible PDF"):
        from weasyprint import HTML  # takes a second to import

    with zipfile.ZipFile(book) as archive:
        files = {name.removeprefix(_FOLDER): archive.read(name) for name in archive.namelist()}
    fetcher = _fetcher(files)
    html = HTML(string=_document(files, language), base_url=_BASE, url_fetcher=fetcher)
    document = html.render(pdf_variant="pdf/ua-1")
    # The identifier would differ with every run: the same book is the same bytes.
    data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=f"{language.tag}/{book.stem}".encode())
    write_atomically(target, data)
    return len(document.pages)


def _fetcher(files: dict[str, bytes]) -> object:
    """Return what gives WeasyPrint the files of the book, and nothing else: no other file, no connection."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: object = None) -> object:
            name = url.removeprefix(_BASE)
            if name not in files:
                raise ValueError(f"{name} is not in the book")
            kind = MEDIA_TYPES[posixpath.splitext(name)[1].lower()]
            return URLFetcherResponse(url, body=files[name], headers={"Content-Type": kind})

    return Fetcher()


def _document(files: dict[str, bytes], language: Language) -> str:
    """Return all content documents of the EPUB as one page, its links as links inside it."""
    package = etree.fromstring(files["package.opf"])
    names = {item.get("id"): item.get("href", "") for item in package.iterfind(".//o:manifest/o:item", _OPF)}
    order = [names[item.get("idref", "")] for item in package.iterfind(".//o:spine/o:itemref", _OPF)]

    def said(name: str) -> list[str]:
        return [element.text or "" for element in package.iterfind(f".//dc:{name}", _OPF)]

    return jinja.render(
        "tagged.html",
        language=language,
        title=said("title")[0],
        author=", ".join(said("creator")),
        description=" ".join(said("description")),
        subjects=", ".join(said("subject")),
        cover=COVER.removeprefix(_FOLDER),
        bodies=[_body(files[name], name) for name in order if name != "cover.xhtml"],
    )


def _body(data: bytes, name: str) -> str:
    """Return the text of the content document *data*, called *name*, as a section with the name as its id."""
    body = etree.fromstring(data).find(f"{_H}body")
    assert body is not None  # ours have one
    for element in list(body.iter(etree.Element)):
        if element.get("hidden") is not None:
            element.getparent().remove(element)
            continue
        if element.get("id"):
            element.set("id", _place(name, element.get("id", "")))
        for attribute in ("href", "src"):
            address = element.get(attribute)
            if address and not _SCHEME.match(address):
                element.set(attribute, _inside(name, address, is_link=attribute == "href"))
        if element.tag == f"{{{MATHML}}}math":
            _spell_out(element)
    body.tag = f"{_H}section"
    body.set("id", _place(name))
    # An XML serialisation inside HTML: void elements stay short, empty ones must not.
    for element in body.iter():
        if element.text is None and not len(element) and element.tag not in _VOID:
            element.text = ""
    etree.strip_attributes(body, "{http://www.idpf.org/2007/ops}type")
    return str(etree.tostring(body, encoding="unicode", method="html"))


_VOID = frozenset(f"{_H}{name}" for name in ("img", "br", "hr", "col"))


def _inside(name: str, address: str, *, is_link: bool) -> str:
    """Return where *address*, as the document *name* writes it, leads in the one page or in the book."""
    file, _, place = address.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
    return f"#{_place(target, place)}" if is_link else target


def _place(document: str, identifier: str = "") -> str:
    stem = re.sub(r"[^A-Za-z0-9]+", "-", posixpath.splitext(document)[0])
    return f"{stem}--{identifier}" if identifier else f"page-{stem}"


def _spell_out(formula: etree._Element) -> None:
    """WeasyPrint draws no MathML: its alternative text, the formula's signs in a row, stands for it."""
    tail, text = formula.tail, formula.get("alttext", "")
    formula.clear()
    formula.tag, formula.text, formula.tail = f"{_H}span", text, tail
    formula.set("class", "formula")
