"""Read XML that may be from an untrusted source, so that it opens no other file or connection, and stays small."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from octavo.errors import ContentError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parse_xml(data: bytes, path: Path, code: str, remedy: str) -> etree._ElementTree:
    """Return the document in *data*, the content of the file at *path*.

    :param code: the code of the error
    :param remedy: what to do if it is not well-formed
    :raises ContentError: it is not well-formed XML, or has entities of its own; the error names the line
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise ContentError(
            code, f"the file is not well-formed XML: {error.msg}", remedy=remedy, path=path, line=error.lineno
        ) from error
    tree = root.getroottree()
    # The text of an entity may be in another file. Without it, the text would be wrong.
    used = next(root.iter(etree.Entity), None)
    types = tree.docinfo.internalDTD
    declared = next(types.iterentities(), None) if types is not None else None
    if used is not None or declared is not None:
        name = used.text if used is not None else f"&{declared.name};" if declared is not None else ""
        raise ContentError(
            code, f"the file has the entity {name}, which Octavo does not read",
            remedy="Replace it by its text", path=path, line=(used.sourceline or 0) if used is not None else 0,
        )  # fmt: skip
    return tree
