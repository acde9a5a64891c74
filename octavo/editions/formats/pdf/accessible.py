"""Convert an EPUB to a tagged PDF (PDF/UA-1, ISO 14289-1) for screen readers, with WeasyPrint.

LaTeX's PDFs have no structure for screen readers. Here headings, lists, tables, links and alternative texts are tagged,
and the text is larger and sans-serif.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lxml import etree
from PIL import Image

from octavo.editions.formats.epub.package import COVER, MATHML, XHTML
from octavo.editions.formats.epub.xhtml import MEDIA_TYPES
from octavo.editions.formats.pdf import html_printer
from octavo.files import write_atomically
from octavo.project import Language
from octavo.ui import jinja, tokens

_H = f"{{{XHTML}}}"
_OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
_FOLDER = "EPUB/"
#: Base URL, because WeasyPrint names images by URL and the PDF must be the same on every machine.
_BASE = "file:///book/"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: The last word before an inline element, and the space after it.
_LAST_WORD = re.compile(r"(?<=\s)\S+\s+$")
_INLINE = frozenset(f"{_H}{name}" for name in ("a", "cite", "code", "em", "span", "strong"))


def write(book: Path, target: Path, language: Language, colours: Mapping[str, str] = MappingProxyType({})) -> int:
    """Write the accessible PDF of the EPUB at *book* to *target*, atomically; return its number of pages.

    :param colours: the colour of the documents of each folder, such as ``teachers/``, as ``#rrggbb``; that of all
        others has an empty name
    """
    printer = html_printer.load("An accessible PDF")
    with zipfile.ZipFile(book) as archive:
        files = {name.removeprefix(_FOLDER): archive.read(name) for name in archive.namelist()}
    fetcher = _fetcher(files)
    formulas: list[str] = []
    html = printer(string=_document(files, language, formulas, colours), base_url=_BASE, url_fetcher=fetcher)
    document = html.render(pdf_variant="pdf/ua-1")
    # A fixed identifier, because the same book must give the same bytes.
    data = document.write_pdf(
        finisher=partial(_finish, formulas),
        pdf_variant="pdf/ua-1",
        pdf_identifier=f"{language.tag}/{book.stem}".encode(),
    )
    write_atomically(target, data)
    return len(document.pages)


def _finish(formulas: list[str], _: object, pdf: Any) -> None:
    """Add tags that WeasyPrint does not write: the scopes of header cells, and formulas."""
    objects: dict[int, Any] = {item.number: item for item in pdf.objects if hasattr(item, "get")}
    _set_scopes(objects)
    # An anchor without a target is a link without an annotation, so that all of its kids are pieces of text.
    tags = [item for item in objects.values() if item.get("S") == "/Link" and item.get("K")]
    tags = [item for item in tags if all(isinstance(kid, int) for kid in item["K"])]
    if len(tags) == len(formulas):
        for tag, text in zip(tags, formulas, strict=True):
            tag |= {"S": "/Formula", "Alt": _string(text)}


def _string(text: str) -> Any:
    import pydyf

    return pydyf.String(text)


def _set_scopes(objects: dict[int, Any]) -> None:
    """Say of each header cell whether it heads its column or its row. WeasyPrint only links data cells to headers."""
    for row in [item for item in objects.values() if item.get("S") == "/TR"]:
        cells = [objects[int(kid.split()[0])] for kid in row.get("K", ()) if isinstance(kid, bytes)]
        scope = "/Column" if all(cell.get("S") == "/TH" for cell in cells) else "/Row"
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"] = type(row)({"O": "/Table", "Scope": scope, **(cell.get("A") or {})})


def _fetcher(files: dict[str, bytes]) -> object:
    """Return a fetcher that gives WeasyPrint only the files of the book, and no network access."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: object = None) -> object:
            name = url.removeprefix(_BASE)
            if name not in files:
                raise ValueError(f"{name} is not in the book")
            kind = MEDIA_TYPES[posixpath.splitext(name)[1].lower()]
            return URLFetcherResponse(url, body=files[name], headers={"Content-Type": kind})

    return Fetcher()


def _document(files: dict[str, bytes], language: Language, formulas: list[str], colours: Mapping[str, str]) -> str:
    """Return all content documents of the EPUB as one page with internal links; add the text of each formula."""
    package = etree.fromstring(files["package.opf"])
    names = {item.get("id"): item.get("href", "") for item in package.iterfind(".//o:manifest/o:item", _OPF)}
    order = [names[item.get("idref", "")] for item in package.iterfind(".//o:spine/o:itemref", _OPF)]

    def values(name: str) -> list[str]:
        return [element.text or "" for element in package.iterfind(f".//dc:{name}", _OPF)]

    return jinja.render(
        "tagged.html",
        language=language,
        title=values("title")[0],
        author=", ".join(values("creator")),
        description=" ".join(values("description")),
        subjects=", ".join(values("subject")),
        light=tokens.tokens()[tokens.LIGHT],
        cover=COVER.removeprefix(_FOLDER),
        cover_colour=_colour_of(files[COVER.removeprefix(_FOLDER)], at_top=False),
        band_colour=_colour_of(files[COVER.removeprefix(_FOLDER)], at_top=True),
        bodies=[
            (_body(files[name], name, formulas), _shades(name, colours)) for name in order if name != "cover.xhtml"
        ],
    )


def _shades(name: str, colours: Mapping[str, str]) -> tokens.Shades:
    """Return the shades of the document *name*."""
    own = next((colour for folder, colour in colours.items() if folder and name.startswith(folder)), None)
    return tokens.shades_of(own or colours.get("", tokens.usual_colour()))


def _colour_of(image: bytes, *, at_top: bool) -> str:
    """Return the colour of a left corner of *image*: the cover of an EPUB is narrower than a sheet of paper."""
    with Image.open(io.BytesIO(image)) as opened:
        row = min(1, opened.height - 1) if at_top else max(0, opened.height - 2)
        corner = opened.convert("RGB").crop((1, row, 2, row + 1))
        return f"#{corner.tobytes().hex()}"


def _body(data: bytes, name: str, formulas: list[str]) -> str:
    """Return the content document *data* as a division whose id is made from *name*."""
    body = etree.fromstring(data).find(f"{_H}body")
    assert body is not None  # every content document of an EPUB has one
    for element in list(body.iter(etree.Element)):
        if element.get("hidden") is not None:
            element.getparent().remove(element)
            continue
        if element.get("id"):
            element.set("id", _anchor(name, element.get("id", "")))
        for attribute in ("href", "src"):
            address = element.get(attribute)
            if address and not _SCHEME.match(address):
                element.set(attribute, _target(name, address, is_link=attribute == "href"))
        if element.tag == f"{{{MATHML}}}math":
            _spell_out(element, formulas)
    _hold_last_words(body)
    body.tag = f"{_H}section"
    body.set("id", _anchor(name))
    # HTML has no self-closing tags, so only void elements may be empty.
    for element in body.iter():
        if element.text is None and not len(element) and element.tag not in _VOID:
            element.text = ""
    etree.strip_attributes(body, "{http://www.idpf.org/2007/ops}type")
    return str(etree.tostring(body, encoding="unicode", method="html"))


def _hold_last_words(body: etree._Element) -> None:
    """Put the last word of a text before an inline element into an element.

    Where that element begins the next line, WeasyPrint 70 breaks a text before it after its first word.
    """
    for element in [found for found in body.iter(etree.Element) if found.tag in _INLINE]:
        before, parent = element.getprevious(), element.getparent()
        text = (parent.text if before is None else before.tail) or ""
        if word := _LAST_WORD.search(text):
            held = etree.Element(f"{_H}span", None, {None: XHTML})
            held.text = word[0]
            element.addprevious(held)
            if before is None:
                parent.text = text[: word.start()]
            else:
                before.tail = text[: word.start()]


_VOID = frozenset(f"{_H}{name}" for name in ("img", "br", "hr", "col"))


def _target(name: str, address: str, *, is_link: bool) -> str:
    """Return the target of *address* in the document *name*: an anchor for links, else a file."""
    file, _, fragment = address.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
    return f"#{_anchor(target, fragment)}" if is_link else target


def _anchor(document: str, identifier: str = "") -> str:
    stem = re.sub(r"[^A-Za-z0-9]+", "-", posixpath.splitext(document)[0])
    return f"{stem}--{identifier}" if identifier else f"page-{stem}"


def _spell_out(formula: etree._Element, formulas: list[str]) -> None:
    """Replace the formula with its text, because WeasyPrint does not support MathML; add the text to *formulas*."""
    is_in_link = any(True for _ in formula.iterancestors(f"{_H}a"))
    # A new element, because this one has the namespace of MathML.
    written = etree.Element(f"{_H}span" if is_in_link else f"{_H}a", {"class": "formula"}, {None: XHTML})
    written.text, written.tail = formula.get("alttext", ""), formula.tail
    formula.getparent().replace(formula, written)
    formulas += [] if is_in_link or not written.text else [written.text]
