"""Define the values of a catalog: Message, Catalog, and the four states of a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from octavo.catalogs.po.layout import format_message
from octavo.errors import ContentError

FUZZY = "fuzzy"


class State(Enum):
    """List the states of a message, which is in exactly one of them."""

    UNTRANSLATED = "untranslated"
    FUZZY = "fuzzy"
    TRANSLATED = "translated"
    OBSOLETE = "obsolete"


@dataclass(frozen=True, slots=True)
class Message:
    """Represent a gettext message.

    :ivar msgid: the master's text
    :ivar msgstrs: the translation, one item; several where *msgid_plural* is set
    :ivar flags: without the ``#,`` mark: ``fuzzy``, ``no-wrap`` …
    :ivar previous: the previous msgctxt, msgid and msgid_plural of a fuzzy message
    :ivar comments: the translators' comments, line by line
    :ivar extracted: comments from the author, line by line
    :ivar references: where the master has the text, without line numbers
    :ivar line: 1-based line of the first line of the message, 0 for one not read from a file
    :ivar msgstr_line: 1-based line of the ``msgstr`` keyword
    :ivar raw: the lines that were read; dropped as soon as anything is edited
    """

    msgid: str
    msgstrs: tuple[str, ...] = ("",)
    msgctxt: str | None = None
    msgid_plural: str | None = None
    flags: tuple[str, ...] = ()
    previous: tuple[str | None, str | None, str | None] = (None, None, None)
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    msgstr_line: int = field(default=0, compare=False)
    raw: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def msgstr(self) -> str:
        """Return the translation (the first form of a plural)."""
        return self.msgstrs[0] if self.msgstrs else ""

    @property
    def key(self) -> tuple[str | None, str]:
        """Return context and msgid, which make a message unique in a catalog."""
        return (self.msgctxt, self.msgid)

    @property
    def is_header(self) -> bool:
        """Return whether this is the header entry."""
        return self.msgid == "" and self.msgctxt is None

    @property
    def is_fuzzy(self) -> bool:
        """Return whether the fuzzy flag is set."""
        return FUZZY in self.flags

    @property
    def is_repeat(self) -> bool:
        """Return whether the catalog has the same message before. This one counts as obsolete then."""
        return self.obsolete and any(line.lstrip().startswith("msgid") for line in self.raw)

    @property
    def state(self) -> State:
        """Return the state of the message, as ``msgfmt --statistics`` counts it.

        The first form of a plural decides, and an empty one is untranslated, flag or no flag.
        """
        if self.obsolete:
            return State.OBSOLETE
        if not self.msgstr:
            return State.UNTRANSLATED
        return State.FUZZY if self.is_fuzzy else State.TRANSLATED

    @property
    def previous_msgid(self) -> str | None:
        """Return the msgid that was translated, if the catalog has it."""
        return self.previous[1]

    def edited(self, **changes: object) -> Message:
        """Return a copy with *changes*; they drop the lines that were read."""
        return replace(self, raw=(), **changes)  # type: ignore[arg-type]  # the fields' own types hold

    def with_flag(self, flag: str, present: bool) -> Message:
        """Return a copy with *flag* set or taken away; itself if nothing changes."""
        if (flag in self.flags) == present:
            return self
        flags = (*self.flags, flag) if present else tuple(item for item in self.flags if item != flag)
        return self.edited(flags=flags)

    def lines(self) -> tuple[str, ...]:
        """Return the message as lines of a catalog, without line ends."""
        return self.raw or tuple(format_message(self))


@dataclass(frozen=True, slots=True)
class Catalog:
    """Represent a file of messages, the header first if it has one.

    :ivar trailing: comment lines after the last message, kept as they are
    :ivar tolerated: what gettext would refuse, although the message can be read: a quote too many, a message twice
    :ivar unread: why messages could not be read; the others were
    :ivar data: the bytes of the file that it was read from; ``None`` if it was not read from a file
    """

    path: Path
    messages: tuple[Message, ...] = ()
    trailing: tuple[str, ...] = field(default=(), compare=False, repr=False)
    data: bytes | None = field(default=None, compare=False, repr=False)
    tolerated: tuple[ContentError, ...] = field(default=(), compare=False, repr=False)
    unread: tuple[ContentError, ...] = field(default=(), compare=False, repr=False)

    def __iter__(self) -> Iterator[Message]:
        """Iterate over the messages that are in use: neither header nor obsolete."""
        return (message for message in self.messages if not message.is_header and not message.obsolete)

    @property
    def header_message(self) -> Message | None:
        """Return the header entry, if there is one."""
        return next((m for m in self.messages if m.is_header and not m.obsolete), None)

    @property
    def obsolete(self) -> tuple[Message, ...]:
        """Return the messages whose text the master no longer has."""
        return tuple(message for message in self.messages if message.obsolete)

    @property
    def headers(self) -> dict[str, str]:
        """Return the header fields in their order."""
        header = self.header_message
        pairs = (line.partition(":") for line in (header.msgstr if header else "").splitlines())
        return {name.strip(): value.strip() for name, colon, value in pairs if colon}

    def whole(self) -> Catalog:
        """Return the catalog itself, if all its messages could be read.

        :raises ContentError: one could not
        """
        if self.unread:
            raise self.unread[0]
        return self

    def text(self) -> str:
        """Return the file's content: messages parted by an empty line.

        :raises ContentError: it would lose a message that could not be read
        """
        self.whole()
        blocks = [message.lines() for message in self.messages]
        if self.trailing:
            blocks.append(self.trailing)
        return "\n\n".join("\n".join(lines) for lines in blocks) + "\n" if blocks else ""


def header(fields: dict[str, str], comments: Iterable[str] = ()) -> Message:
    """Return a header entry with *fields* in their order."""
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return Message("", (text,), comments=tuple(comments))
