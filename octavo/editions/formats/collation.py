"""Sort the indexes and glossaries of web pages and EPUBs by the rules of their language.

Chinese is sorted by pinyin (GB/T 13418), together with Latin letters under one heading. Homophones are sorted by code
point, which is the order of their radicals, because pypinyin counts no strokes. Other languages are sorted by
letters, ignoring accents. PDFs are sorted by upmendex, which uses ICU.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from octavo.editions.formats import pinyin
from octavo.project import Language

#: An entry of Sphinx's index: a name, and its targets, sub-entries and key.
IndexEntry = tuple[str, Sequence[Any]]
SYMBOLS = ""
#: No character of Chinese comes before it.
_FIRST_HAN = "\u2e80"


@lru_cache(maxsize=4096)
def sort_key(text: str, language: Language) -> tuple[str, ...]:
    """Return the sort key of *text*."""
    if language.code == "zh":
        if text and max(text) < _FIRST_HAN:
            return (text.casefold(), text)  # as pypinyin reads it, whose dictionary takes a moment to load
        return _in_pieces(text, pinyin.readings(text))
    return (_letters(text), text.casefold(), text)


def index_heading(text: str, language: Language) -> str:
    """Return the heading letter of *text* in an index, or an empty text for a symbol or digit."""
    first = sort_key(text, language)[0][:1].upper()
    return first if first.isalpha() else SYMBOLS


def regroup_index(
    groups: Iterable[tuple[str, Sequence[IndexEntry]]], language: Language
) -> list[tuple[str, list[IndexEntry]]]:
    """Return Sphinx's index in the order of *language*; keep Sphinx's heading for symbols."""
    groups = list(groups)
    symbols = next((letter for letter, _ in groups if len(letter) > 1), SYMBOLS)
    entries = sorted(
        (entry for _, group in groups for entry in group),
        key=lambda entry: (index_heading(entry[0], language), sort_key(entry[0], language)),
    )
    entries = [
        (name, (targets, sorted(parts, key=lambda part: sort_key(part[0], language)), kind))
        for name, (targets, parts, kind) in entries
    ]
    return [
        (letter or symbols, list(group))
        for letter, group in groupby(entries, lambda entry: index_heading(entry[0], language))
    ]


def _in_pieces(text: str, readings: Iterable[str]) -> tuple[str, ...]:
    """Return each reading with the piece of *text* that it reads.

    A word then precedes its compounds (密码, 密码管理器), and words that begin with one character stay together.
    """
    key: list[str] = []
    position = 0
    for reading in readings:
        length = len(reading) if text.startswith(reading, position) else 1
        key += [reading.casefold(), text[position : position + length]]
        position += length
    return tuple(key)


def _letters(text: str) -> str:
    """Return the letters of *text* without accents, spaces and hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char) and char.isalnum())
