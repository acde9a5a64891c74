"""Catalogs of a language, retired text and TMX files → what was ever translated, found by its English text.

Text of removed pages is kept in ``locales/<language>/retired.po``, all of it obsolete. The file lies beside
``LC_MESSAGES``, not in it, so that Sphinx, sphinx-intl and Poedit's folder view leave it alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from rapidfuzz import fuzz, process

from octavo import catalog
from octavo.catalog import Message
from octavo.errors import ContentError
from octavo.project import Language, Project

#: A near match below this share of common text (of 100) helps nobody; msgmerge's own limit is lower, at 60.
NEAREST = 70.0
#: So many of a text's rarest words are looked up before texts are compared.
_RARE = 4
_WORD = re.compile(r"\w+")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation that somebody made.

    :ivar msgid: the English it was made for
    :ivar origin: where it is kept, for the translator: a domain, ``retired``, or a file's name
    :ivar fuzzy: whether it still waits for review
    """

    msgid: str
    msgstrs: tuple[str, ...]
    msgctxt: str | None = None
    origin: str = ""
    fuzzy: bool = False


@dataclass(slots=True)
class Memory:
    """Entries by their text; built once a language, then only read."""

    exact: dict[tuple[str | None, str], Entry] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)
    _words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Entry) -> None:
        """Add *entry*; a reviewed one takes the place of one that waits for review, else the first stays."""
        key = (entry.msgctxt, entry.msgid)
        known = self.exact.get(key)
        # A translation that waits for review is no model for other texts; it is kept for its own text only.
        if (known is None or known.fuzzy) and not entry.fuzzy:
            number = len(self._texts)
            self._texts.append(entry.msgid)
            for word in set(_words(entry.msgid)):
                self._words[word].append(number)
        if known is None or (known.fuzzy and not entry.fuzzy):
            self.exact[key] = entry

    def same(self, msgid: str, msgctxt: str | None = None) -> Entry | None:
        """Return the translation of exactly this text, of its own context first."""
        return self.exact.get((msgctxt, msgid)) or self.exact.get((None, msgid))

    def near(self, msgid: str) -> tuple[Entry, float] | None:
        """Return the translation of the text most like *msgid*, and how like it is (0 to 100)."""
        numbers = self._candidates(msgid)
        texts = {number: self._texts[number] for number in numbers}
        found = process.extractOne(msgid, texts, scorer=fuzz.ratio, score_cutoff=NEAREST)
        if found is None:
            return None
        entry = self.same(found[0]) or next(e for (_, text), e in self.exact.items() if text == found[0])
        return entry, found[1]

    def _candidates(self, msgid: str) -> set[int]:
        """Return numbers of texts that share one of the rarest words of *msgid* and have about its length."""
        rarest = sorted((word for word in set(_words(msgid)) if word in self._words), key=lambda w: len(self._words[w]))
        low, high = _lengths(len(msgid))
        return {
            number for word in rarest[:_RARE] for number in self._words[word] if low <= len(self._texts[number]) <= high
        }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _lengths(length: int) -> tuple[float, float]:
    """Return the lengths that a text may have to be like one of *length* at all: ratio ≤ 2·shorter/(both)."""
    share = NEAREST / 100
    return length * share / (2 - share), length * (2 - share) / share


def retired_path(project: Project, language: Language) -> Path:
    """Return where the text of *language*'s removed pages is kept."""
    return project.locales / language.locale / "retired.po"


def of_messages(origin: str, messages: Iterable[Message]) -> Iterator[Entry]:
    """Yield the translations in *messages*, each for the text it was made for."""
    for message in messages:
        if message.is_header or not all(message.msgstrs) or message.msgid_plural is not None:
            continue
        if message.is_fuzzy and message.previous_msgid:
            # Made for the earlier text: for that it is right, whatever the newer one waits for.
            yield Entry(message.previous_msgid, message.msgstrs, message.previous[0], origin)
        yield Entry(message.msgid, message.msgstrs, message.msgctxt, origin, message.is_fuzzy)


def build(
    sources: Iterable[tuple[str, Iterable[Message]]], tmx: Sequence[tuple[Path, Language, Language]] = ()
) -> Memory:
    """Return the memory of *sources* (origin, messages) and of TMX files (path, master, language)."""
    memory = Memory()
    for origin, messages in sources:
        for entry in of_messages(origin, messages):
            memory.add(entry)
    for path, master, language in tmx:
        for entry in read_tmx(path, master, language):
            memory.add(entry)
    return memory


def read_retired(project: Project, language: Language) -> tuple[Message, ...]:
    """Return the messages of removed pages."""
    path = retired_path(project, language)
    return catalog.read(path).messages if path.is_file() else ()


def read_tmx(path: Path, master: Language, language: Language) -> Iterator[Entry]:
    """Yield the units of the TMX 1.4 file at *path* that go from *master* to *language*.

    :raises ContentError: the file cannot be read; says the line
    """
    try:
        tree = etree.parse(path, _PARSER)
    except OSError as error:
        raise ContentError(
            "tmx-unreadable", "the translation memory cannot be opened", remedy="Check its name", path=path
        ) from error
    except etree.XMLSyntaxError as error:
        raise ContentError(
            "tmx-syntax", f"the translation memory is not well-formed XML: {error.msg}",
            remedy="Export it again", path=path, line=error.lineno,
        ) from error  # fmt: skip
    for unit in tree.iter("tu"):
        texts = {
            (variant.get(_LANG) or variant.get("lang") or "").lower(): "".join(variant.find("seg").itertext())
            for variant in unit.iter("tuv")
            if variant.find("seg") is not None
        }
        source, target = _variant(texts, master), _variant(texts, language)
        if source and target:
            yield Entry(source, (target,), origin=path.name)


def _variant(texts: dict[str, str], language: Language) -> str | None:
    tag = language.tag.lower()
    return texts.get(tag) or texts.get(tag.partition("-")[0])
