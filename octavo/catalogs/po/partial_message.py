"""Collect the lines of a catalog entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class PartialMessage:
    """Collect the lines of an entry while it is read.

    :ivar open: the text that a line beginning with a quote continues
    """

    lines: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    msgstr_line: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    previous: dict[str, str] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=lambda: {".": [], ":": [], ",": [], " ": []})
    obsolete: bool = False
    open: tuple[dict[str, str], str] | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether it has a msgstr."""
        return bool(self.plurals)

    @property
    def is_empty(self) -> bool:
        """Return whether it has an empty msgid and no msgstr, as some programs write; such a message says nothing."""
        return self.fields == {"msgid": ""} and not self.plurals

    def forget_empty(self) -> None:
        """Drop the empty message above the line that was read last, with which the next one begins."""
        self.fields.clear()
        *before, last = self.lines
        self.lines = [*(line for line in before if line.strip() != 'msgid ""'), last]

    def begin_again(self, number: int) -> None:
        """Keep only the line *number*, which was read last: the message above it cannot be read."""
        self.fields.clear()
        self.previous.clear()
        self.notes = {mark: [] for mark in self.notes}
        self.lines, self.start, self.obsolete = self.lines[-1:], number, False


def flags(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the flags in *lines* of comments."""
    return tuple(flag.strip() for line in lines for flag in line.split(",") if flag.strip())


def references(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the references in *lines* of comments."""
    return tuple(item for line in lines for item in line.split())


def _bare(text: str) -> str:
    return text[2:].lstrip() if text.startswith("#~") else text


def continues(text: str) -> bool:
    """Return whether the line *text* belongs to the message before it, which has a msgstr."""
    bare = _bare(text)
    return bare.startswith(('"', "msgstr["))


def ends_escaped(text: str) -> bool:
    """Return whether the last character of *text* is escaped."""
    tail = text[:-1]
    return (len(tail) - len(tail.rstrip("\\"))) % 2 == 1
