"""Messages → entries of the memory: each translation with the English that it was made for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from octavo.catalogs.memory import comments
from octavo.catalogs.memory.edits import adapted, is_slight
from octavo.catalogs.memory.fuzzy import FuzzyIndex
from octavo.catalogs.po import FUZZY, Message

#: What makes a text unique: context and msgid.
Key = tuple[str | None, str]
#: A text of the master and its translation, one item a plural form.
TextPair = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation that somebody made.

    :ivar message: with its comments and flags; its msgid is the English that the translation was made for, or, if it
        is fuzzy, the English that it waits to be reviewed for
    :ivar origin: where it is kept, for the translator: a domain, ``retired``, or a file's name
    """

    message: Message
    origin: str = ""


@dataclass(slots=True)
class Memory:
    """Entries by their text; filled first, then searched."""

    _exact: dict[Key, Entry] = field(default_factory=dict)
    _models: list[Entry] = field(default_factory=list)
    _texts: FuzzyIndex = field(default_factory=FuzzyIndex)

    def add(self, entry: Entry) -> None:
        """Add *entry*; a reviewed one takes the place of one that waits for review, else the first stays."""
        known = self._exact.get(entry.message.key)
        if known is not None and (entry.message.is_fuzzy or not known.message.is_fuzzy):
            return
        self._exact[entry.message.key] = entry
        # A translation that waits for review is no model for other texts; it is kept for its own only.
        if not entry.message.is_fuzzy:
            self._models.append(entry)

    def same(self, key: Key) -> Entry | None:
        """Return the translation of exactly this text, in its own context or in none."""
        return self._exact.get(key) or self._exact.get((None, key[1]))

    def near(self, msgid: str, least: float) -> tuple[Entry, float] | None:
        """Return the reviewed translation of the text most like *msgid*, and how like it is (*least* to 100)."""
        # The index is made when it is first needed: most updates find every text as it was.
        for entry in self._models[len(self._texts) :]:
            self._texts.add(entry.message.msgid)
        found = self._texts.nearest(msgid, least)
        return (self._models[found[0]], found[1]) if found else None


def entries(origin: str, messages: Iterable[Message]) -> Iterator[Entry]:
    """Yield the translations in *messages*; messages with plural forms stay where they are and are no entries."""
    for message in messages:
        if message.is_header or message.msgid_plural is not None or not all(message.msgstrs):
            continue
        yield Entry(message, origin)
        original = made_for(message)
        if original is not message:
            yield Entry(original, origin)


def made_for(message: Message) -> Message:
    """Return *message* as it was before its text changed: for that text its translation is right, not fuzzy.

    A message that is not fuzzy, or does not say what its translation was made for, is returned as it is.
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
    """Return the translation of *message* with the text that it was made for: what must never be lost."""
    original = made_for(message)
    return original.msgid, original.msgstrs
