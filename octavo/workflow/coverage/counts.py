"""Count the messages of a catalog, and the words of the master in them, by state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from octavo.catalogs.po import Message, SkimmedMessage, State
from octavo.catalogs.po.reviews import is_reviewed

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_LETTER = rf"(?![{_CJK}])[^\W_]"
_WORD = re.compile(rf"[{_CJK}]|(?:{_LETTER})+(?:['’‑-](?:{_LETTER})+)*")
_NOT_COUNTED = re.compile(r"[\W_]+")


@cache
def words(text: str) -> int:
    """Return the number of visible words in *text*, a message of the master. Markup and targets do not count.

    A word is a run of letters and digits. It may contain apostrophes and hyphens. A Chinese character or a Japanese
    syllable is one word, as translators into and from these languages count.
    """
    from octavo.text import markup  # it imports docutils, which takes as long as counting unchanged catalogs

    return len(_WORD.findall(markup.plain_text(text)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Count messages, and words of the master, by state.

    :ivar equal: translated messages whose translation equals the master's text: names, or forgotten words
    :ivar reviewed: translated messages that were reviewed and did not change since
    :ivar characters: letters, digits, Han and kana of the translations that are not fuzzy; Chinese is paid by them
    """

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    equal: int = 0
    translated_words: int = 0
    fuzzy_words: int = 0
    untranslated_words: int = 0
    equal_words: int = 0
    characters: int = 0
    reviewed: int = 0
    reviewed_words: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def messages(self) -> int:
        """Return the number of all messages."""
        return self.translated + self.fuzzy + self.untranslated

    @property
    def words(self) -> int:
        """Return the number of all words of the master."""
        return self.translated_words + self.fuzzy_words + self.untranslated_words

    @property
    def words_left(self) -> int:
        """Return the number of words of the master that are still to be translated or reviewed."""
        return self.fuzzy_words + self.untranslated_words

    @property
    def percent(self) -> float:
        """Return the share of the words that is translated, 0 to 100. Without words it is 100."""
        return 100.0 * self.translated_words / self.words if self.words else 100.0

    @property
    def shown(self) -> float:
        """Return the percent with one decimal, rounded down: 100 means that everything is translated."""
        return int(self.percent * 10) / 10

    @property
    def shown_reviewed(self) -> float:
        """Return the percent of the words that is reviewed, rounded down as in ``shown``."""
        return int(1000 * self.reviewed_words / self.words) / 10 if self.words else 100.0


#: All figures of a coverage, in the order of the fields of ``Coverage``.
figures_of = attrgetter(*Coverage.__slots__)


def of_catalog(content: Iterable[Message | SkimmedMessage]) -> Coverage:
    """Return the coverage of one catalog, a :class:`~octavo.catalogs.po.Catalog` or its skimmed messages."""
    translated = fuzzy = untranslated = equal = reviewed = 0
    translations = []
    translated_words = fuzzy_words = untranslated_words = equal_words = reviewed_words = 0
    for message in content:
        state, size = message.state, words(message.msgid)
        if state is State.FUZZY:
            fuzzy += 1
            fuzzy_words += size
        elif state is State.UNTRANSLATED:
            untranslated += 1
            untranslated_words += size
        else:
            translated += 1
            translated_words += size
            translations.append(message.msgstr)
            if isinstance(message, Message) and message.comments and is_reviewed(message):
                reviewed += 1
                reviewed_words += size
            if message.msgstr == message.msgid:
                equal += 1
                equal_words += size
    characters = len(_NOT_COUNTED.sub("", "\n".join(translations)))
    return Coverage(
        translated, fuzzy, untranslated, equal, translated_words, fuzzy_words, untranslated_words, equal_words,
        characters, reviewed, reviewed_words,
    )  # fmt: skip


def percent_of(messages: Iterable[tuple[str, bool]]) -> float:
    """Return :attr:`Coverage.percent` of *messages*, each with the master's text and whether it is translated."""
    sizes = [(words(msgid), translated) for msgid, translated in messages]
    whole = sum(size for size, _ in sizes)
    return 100.0 * sum(size for size, translated in sizes if translated) / whole if whole else 100.0


def total(covers: Iterable[Coverage]) -> Coverage:
    """Return the sum of *covers*."""
    columns = zip(*map(figures_of, covers), strict=True)
    return Coverage(*map(sum, columns))
