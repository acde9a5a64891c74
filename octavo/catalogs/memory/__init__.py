"""Build the translation memory of a language, searched by the master's text.

The memory is built for each run from the catalogs, retired text and TMX files, so no second store can disagree with
them. The text of removed pages is in ``locales/<language>/retired.po``; see :mod:`octavo.catalogs.memory.retired`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from octavo.catalogs.memory import comments
from octavo.catalogs.memory.edits import adapted, essence, is_slight
from octavo.catalogs.memory.entries import Key, Memory, MemoryEntry, TextPair, entries, made_for, made_pair
from octavo.catalogs.memory.fuzzy import FuzzyIndex
from octavo.catalogs.memory.tmx import read_tmx
from octavo.catalogs.po import Message
from octavo.project import Language

__all__ = [
    "NEAREST",
    "FuzzyIndex",
    "Key",
    "Memory",
    "MemoryEntry",
    "TextPair",
    "adapted",
    "build",
    "comments",
    "entries",
    "essence",
    "is_slight",
    "made_for",
    "made_pair",
    "read_tmx",
]

#: Least similarity of a fuzzy match (0 to 100); msgmerge's limit is lower, 60.
NEAREST = 70.0


def build(
    sources: Iterable[tuple[str, Iterable[Message]]], tmx: Sequence[tuple[Path, Language, Language]] = ()
) -> Memory:
    """Return the memory of *sources* and of TMX files.

    :param sources: origin and messages, the preferred sources first
    :param tmx: path, master's language and language of each file
    """
    memory = Memory()
    for origin, messages in sources:
        for entry in entries(origin, messages):
            memory.add(entry)
    for path, master, language in tmx:
        for entry in read_tmx(path, master, language):
            memory.add(entry)
    return memory
