"""Read and write TMX 1.4b: only pairs of texts, for the translation memories of other tools."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from octavo import __version__
from octavo.catalogs.po import State
from octavo.errors import ContentError
from octavo.files.xml import parse_xml
from octavo.workflow.exchange.units import Table, Unit

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(table: Table) -> bytes:
    """Return the translated units of *table* as a translation memory. Fuzzy units are skipped."""
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root, "header", {
            "creationtool": "octavo", "creationtoolversion": __version__, "segtype": "block", "o-tmf": "PO",
            "adminlang": table.master, "srclang": table.master, "datatype": "plaintext",
        },
    )  # fmt: skip
    body = etree.SubElement(root, "body")
    for unit in table.units:
        # Skip plural forms: a pair of texts cannot say for which number its translation is.
        if unit.state is State.TRANSLATED and unit.form == 0:
            pair = etree.SubElement(body, "tu")
            for tag, text in ((table.master, unit.source), (table.language, unit.target)):
                variant = etree.SubElement(pair, "tuv", {_LANG: tag})
                etree.SubElement(variant, "seg").text = text
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def read(data: bytes, path: Path) -> Table:
    """Return the pairs of the memory in *data*, the content of the file at *path*. They name no catalog.

    :raises ContentError: it is not a TMX file, or not of two languages; the error names the line
    """
    root = parse_xml(data, path, "exchange-syntax", "Export it again from your tool").getroot()
    header = root.find("header")
    if root.tag != "tmx" or header is None:
        raise ContentError(
            "exchange-syntax", "the file is no TMX file", remedy="Export it again from your tool", path=path, line=1
        )
    master = header.get("srclang", "")
    languages = {_tag(item) for item in root.iter("tuv")} - {master.lower()}
    if len(languages) != 1:
        raise ContentError(
            "exchange-languages", f"the memory is of {len(languages)} languages besides “{master}”",
            remedy="Give it to “octavo update --tm”, which chooses among them", path=path,
        )  # fmt: skip
    units = []
    for pair in root.iter("tu"):
        texts = {_tag(item): _text(item, path) for item in pair.iter("tuv")}
        source, target = texts.get(master.lower(), ""), next((t for k, t in texts.items() if k != master.lower()), "")
        if source and target:
            units.append(Unit("", source, target, State.TRANSLATED, line=pair.sourceline or 0))
    return Table(master, next(iter(languages)), tuple(units))


def _text(variant: etree._Element, path: Path) -> str:
    segment = variant.find("seg")
    if segment is None:
        raise ContentError(
            "exchange-syntax", "a variant (tuv) has no text (seg)", remedy="Export it again from your tool",
            path=path, line=variant.sourceline or 0,
        )  # fmt: skip
    return "".join(segment.itertext())


def _tag(variant: etree._Element) -> str:
    return (variant.get(_LANG) or variant.get("lang") or "").lower()
