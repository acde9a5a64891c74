"""Parse the XML of other tools. The file may be from an untrusted source, so it opens no other file or connection."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from octavo.errors import ContentError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def parse(data: bytes, path: Path) -> etree._Element:
    """Return the root element of *data*, the content of the file at *path*.

    :raises ContentError: it is not well-formed XML, or uses entities; the error names the line
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise ContentError(
            "exchange-syntax", f"the file is not well-formed XML: {error.msg}",
            remedy="Export it again from your tool", path=path, line=error.lineno,
        ) from error  # fmt: skip
    # The text of an entity may be in another file. Without it, the translation would be wrong.
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise ContentError(
            "exchange-syntax", f"the file uses the entity {entity.text}, which Octavo does not read",
            remedy="Replace it by its text", path=path, line=entity.sourceline or 0,
        )  # fmt: skip
    return root
