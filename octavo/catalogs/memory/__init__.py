"""Catalogs of a language, retired text and TMX files → what was ever translated, found by its English text.

Built anew for each run from the catalogs themselves, so there is no second store that could disagree with them. The
text of removed pages is kept in ``locales/<language>/retired.po``; see :mod:`octavo.catalogs.memory.retired`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from octavo.catalogs.memory import comments
from octavo.catalogs.memory.edits import adapted, essence, is_slight
from octavo.catalogs.memory.entries import Entry, Key, Memory, TextPair, entries, made_for, made_pair
from octavo.catalogs.memory.fuzzy import FuzzyIndex
from octavo.catalogs.memory.tmx import read_tmx
from octavo.catalogs.po import Message
from octavo.project import Language

__all__ = [
    "NEAREST",
    "Entry",
    "FuzzyIndex",
    "Key",
    "Memory",
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

#: A text of which less than this share (of 100) is common helps nobody; msgmerge's own limit is lower, at 60.
NEAREST = 70.0


def build(
    sources: Iterable[tuple[str, Iterable[Message]]], tmx: Sequence[tuple[Path, Language, Language]] = ()
) -> Memory:
    """Return the memory of *sources* (origin, messages), the best first, and of TMX files (path, master, language)."""
    memory = Memory()
    for origin, messages in sources:
        for entry in entries(origin, messages):
            memory.add(entry)
    for path, master, language in tmx:
        for entry in read_tmx(path, master, language):
            memory.add(entry)
    return memory
