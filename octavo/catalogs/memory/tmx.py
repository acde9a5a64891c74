"""Read a TMX file as entries of the memory (TMX 1.4b, sections "tu", "tuv", "seg")."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.catalogs.memory.entries import MemoryEntry
from octavo.catalogs.po import Message
from octavo.errors import ContentError
from octavo.files.xml import parse_xml
from octavo.project import Language

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_tmx(path: Path, master: Language, language: Language) -> Iterator[MemoryEntry]:
    """Yield the units of the file at *path* that translate *master* to *language*.

    :raises ContentError: the file cannot be read
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(
            "tmx-unreadable", "the translation memory cannot be opened", remedy="Check its name", path=path
        ) from error
    for unit in parse_xml(data, path, "tmx-syntax", "Export it again from your tool").iter("tu"):
        texts = {
            (variant.get(_LANG) or variant.get("lang") or "").lower(): "".join(segment.itertext())
            for variant in unit.iter("tuv")
            if (segment := variant.find("seg")) is not None
        }
        source, target = _variant(texts, master), _variant(texts, language)
        if source and target:
            yield MemoryEntry(Message(source, (target,)), path.name)


def _variant(texts: dict[str, str], language: Language) -> str | None:
    """Return the text with *language*'s tag, else with its tag without region, else of any region."""
    tag = language.tag.lower()
    bare = tag.partition("-")[0]
    exact = texts.get(tag) or texts.get(bare)
    if exact or tag != bare:
        return exact
    return next((text for name, text in texts.items() if name.partition("-")[0] == bare), None)
