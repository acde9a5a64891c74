"""Read and write XLIFF 1.2 (OASIS Standard, 1 February 2008): one ``file`` a catalog, one ``trans-unit`` a text.

Markup is exported unchanged. After the import, the compiler checks it like any other translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from lxml import etree

from octavo.catalogs.po import State
from octavo.errors import ContentError
from octavo.files.xml import parse_xml
from octavo.workflow.exchange.units import Table, Unit, base_of, number_of

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: The values of "state" in XLIFF 1.2 for the states of messages. Below, those of a finished translation.
_STATES = {State.UNTRANSLATED: "new", State.FUZZY: "needs-review-translation", State.TRANSLATED: "translated"}
#: OmegaT keeps "new" for what it translates.
_DONE = frozenset({"translated", "final", "signed-off", "new", ""})


def write(table: Table) -> bytes:
    """Return the units of *table* as an XLIFF file."""
    root = etree.Element("xliff", nsmap={None: _NAMESPACE}, version="1.2")
    for domain, units in groupby(table.units, key=lambda unit: unit.domain):
        file = etree.SubElement(
            root, "file", {
                "original": domain, "datatype": "x-restructuredtext",
                "source-language": table.master, "target-language": table.language,
            },
        )  # fmt: skip
        body = etree.SubElement(file, "body")
        for unit in units:
            body.append(_element(unit))
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _element(unit: Unit) -> etree._Element:
    element = etree.Element(
        "trans-unit", {"id": unit.identifier, "resname": str(unit.form), _SPACE: "preserve"}
    )  # fmt: skip
    if unit.state is State.TRANSLATED:
        element.set("approved", "yes")
    etree.SubElement(element, "source").text = unit.source
    # OmegaT translates only what a target contains, so an untranslated message has the source there.
    etree.SubElement(element, "target", state=_STATES[unit.state]).text = unit.target or unit.source
    if unit.context is not None:
        group = etree.SubElement(element, "context-group", purpose="information")
        etree.SubElement(group, "context", {"context-type": "x-gettext-msgctxt"}).text = unit.context
    if unit.note:
        etree.SubElement(element, "note", {"from": "developer"}).text = unit.note
    if unit.previous:
        note = etree.SubElement(element, "note", {"from": "octavo"})
        note.text = f"The translation was made for: {unit.previous}"
    return element


def read(data: bytes, path: Path) -> Table:
    """Return the units in *data*, the content of the file at *path*.

    :raises ContentError: it is not an XLIFF 1.x file; the error names the line
    """
    root = parse_xml(data, path, "exchange-syntax", "Export it again from your tool").getroot()
    files = list(root.iter("{*}file"))
    if etree.QName(root).localname != "xliff" or not files:
        raise ContentError(
            "exchange-syntax", "the file is no XLIFF 1.2 file",
            remedy="Choose XLIFF 1.2 when you export from your tool", path=path, line=1,
        )  # fmt: skip
    first = files[0]
    units = tuple(unit for file in files for unit in _units(file))
    return Table(first.get("source-language", ""), first.get("target-language", ""), units)


def _units(file: etree._Element) -> Iterator[Unit]:
    for element in file.iter("{*}trans-unit"):
        target = element.find("{*}target")
        text, source = _text(target), _text(element.find("{*}source"))
        status = "" if target is None else target.get("state", "")
        if status == _STATES[State.UNTRANSLATED] and text == source:
            text = ""
        done = target is not None and status in _DONE
        state = State.UNTRANSLATED if not text else State.TRANSLATED if done else State.FUZZY
        context = next(
            (_text(item) for item in element.iter("{*}context") if item.get("context-type") == "x-gettext-msgctxt"),
            None,
        )
        yield Unit(
            file.get("original", ""), source, text, state, context,
            number_of(element.get("resname", "")) or 0, base_of(element.get("id", "")), line=element.sourceline or 0,
        )  # fmt: skip


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(element.itertext())
