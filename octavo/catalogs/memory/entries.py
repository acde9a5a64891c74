"""Store translations with the master's text that they translate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from octavo.catalogs.memory import comments
from octavo.catalogs.memory.edits import adapted, is_slight
from octavo.catalogs.memory.fuzzy import FuzzyIndex
from octavo.catalogs.po import FUZZY, Message

#: The key of a message: msgctxt and msgid.
Key = tuple[str | None, str]
#: A text of the master and its translation, one item for each plural form.
TextPair = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """Represent a translation in the memory.

    :ivar message: the message with its comments and flags; its msgid is the text that was translated, or, if it is
        fuzzy, the changed text
    :ivar origin: its source, as shown to translators: a domain, ``retired``, or the name of a file
    """

    message: Message
    origin: str = ""


@dataclass(slots=True)
class Memory:
    """Find translations by their text; add all entries before the first search."""

    _exact: dict[Key, MemoryEntry] = field(default_factory=dict)
    _reviewed: list[MemoryEntry] = field(default_factory=list)
    _texts: FuzzyIndex = field(default_factory=FuzzyIndex)

    def add(self, entry: MemoryEntry) -> None:
        """Add *entry*; a second entry for a text replaces the first only if it alone is not fuzzy."""
        first = self._exact.get(entry.message.key)
        if first is not None and (entry.message.is_fuzzy or not first.message.is_fuzzy):
            return
        self._exact[entry.message.key] = entry
        # A fuzzy translation may be wrong, so it is not proposed for similar texts.
        if not entry.message.is_fuzzy:
            self._reviewed.append(entry)

    def same(self, key: Key) -> MemoryEntry | None:
        """Return the translation of this text in its own context, else in no context."""
        return self._exact.get(key) or self._exact.get((None, key[1]))

    def near(self, msgid: str, least: float) -> tuple[MemoryEntry, float] | None:
        """Return the entry whose text is most similar to *msgid*, with the similarity (*least* to 100)."""
        # The index is built at the first fuzzy search, because most updates need none.
        for entry in self._reviewed[len(self._texts) :]:
            self._texts.add(entry.message.msgid)
        match = self._texts.nearest(msgid, least)
        return (self._reviewed[match[0]], match[1]) if match else None


def entries(origin: str, messages: Iterable[Message]) -> Iterator[MemoryEntry]:
    """Yield an entry for each translation in *messages*; skip messages with plural forms."""
    for message in messages:
        if message.is_header or message.msgid_plural is not None or not all(message.msgstrs):
            continue
        yield MemoryEntry(message, origin)
        original = made_for(message)
        if original is not message:
            yield MemoryEntry(original, origin)


def made_for(message: Message) -> Message:
    """Return *message* with its previous msgid, for which its translation is right.

    Return a message that is not fuzzy, or has no previous msgid, unchanged.
    """
    previous = message.previous_msgid
    if not message.is_fuzzy or not previous or message.msgid_plural is not None:
        return message
    msgstrs = message.msgstrs
    if is_slight(previous, message.msgid):
        msgstrs = tuple(adapted(text, message.msgid, previous) for text in msgstrs)
    reviewed = comments.UNREVIEWED not in message.comments
    return message.edited(
        msgctxt=message.previous[0],
        msgid=previous,
        msgstrs=msgstrs,
        previous=(None, None, None),
        flags=tuple(flag for flag in message.flags if flag != FUZZY or not reviewed),
        comments=comments.without_notes(message),
    )


def made_pair(message: Message) -> TextPair:
    """Return the text that *message* translates with its translation, which must never be lost."""
    original = made_for(message)
    return original.msgid, original.msgstrs
