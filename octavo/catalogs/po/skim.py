"""Read a catalog only to count it: texts and flags of its messages, without comments, references and lines.

A catalog in which every message has the usual form takes a third of the time this way. Any other one is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from octavo.catalogs.po.catalog_file import decode
from octavo.catalogs.po.messages import FUZZY, Message, State
from octavo.catalogs.po.partial_message import flags
from octavo.catalogs.po.reader import ESCAPE, ESCAPES, LONGEST, PLAIN, TEXT, parse

#: The characters of a message of the usual form that are outside its three parts, and those between two messages.
_KEYWORDS, _BETWEEN = len("msgid \nmsgstr "), len("\n\n")
_FLAGS, _REVIEW = "#,", "octavo: reviewed"
#: The earlier text of a message, which is not counted, as tools write it.
_PREVIOUS = re.compile(
    rf"^(?:#\| msgctxt {TEXT}\n(?:#\| {TEXT}\n)*)?#\| msgid {TEXT}\n(?:#\| {TEXT}\n)*(?=msgid )", re.MULTILINE
)
#: The beginning of a line that is no comment.
_NO_COMMENT = re.compile(r"\n(?![#\n]|\Z)")


class SkimmedMessage(NamedTuple):
    """Represent a message of the usual form by what is counted of it. It has no review."""

    key: tuple[None, str]
    msgstr: str
    state: State

    @property
    def msgid(self) -> str:
        """Return the master's text."""
        return self.key[1]


def skim(data: bytes, path: Path) -> Sequence[Message | SkimmedMessage]:
    """Return the messages of the catalog *data* that are in use, with all that is counted of them.

    :raises ContentError: it cannot be read as a catalog
    """
    text = decode(data, path)
    parts = _parts(text)
    if parts is None:
        return tuple(parse(text, path))
    return [
        SkimmedMessage(key, said := _text(target), _state(notes, said))
        for notes, source, target in parts
        if (key := _key(source))[1]
    ]


def skim_translated(data: bytes, path: Path) -> Iterable[tuple[str, bool]]:
    """Return the text of each message of the catalog *data* that is in use, and whether it is translated.

    :raises ContentError: it cannot be read as a catalog
    """
    text = decode(data, path)
    parts = _parts(text)
    if parts is None:
        return [(message.msgid, message.state is State.TRANSLATED) for message in parse(text, path)]
    return [
        (msgid, target != '""' and _state(notes, _text(target)) is State.TRANSLATED)
        for notes, source, target in parts
        if (msgid := _key(source)[1])
    ]


def _parts(text: str) -> list[tuple[str, str, str]] | None:
    """Return comments, quoted msgid and quoted msgstr of each message; ``None`` if one is not of the usual form."""
    obsolete = text.find("\n#~")
    # Most programs put obsolete messages at the end.
    is_end = obsolete >= 0 and not _NO_COMMENT.search(text, obsolete)
    current = (text[:obsolete] if is_end else text).rstrip("\n")
    if "\n#| " in current:
        current = _PREVIOUS.sub("", current)
    parts = PLAIN.findall(current)
    length = sum(map(len, chain.from_iterable(parts))) + len(parts) * (_KEYWORDS + _BETWEEN)
    if length != len(current) + _BETWEEN or length > LONGEST or _REVIEW in current:
        return None
    return parts if len({_key(source) for _, source, _ in parts}) == len(parts) else None


@lru_cache(maxsize=16384)  # languages have the same messages
def _key(quoted: str) -> tuple[None, str]:
    return (None, _text(quoted))


def _text(quoted: str) -> str:
    text = quoted[1:-1].replace('"\n"', "")
    return ESCAPE.sub(lambda match: ESCAPES[match[1]], text) if "\\" in text else text


def _state(notes: str, translation: str) -> State:
    if not translation:
        return State.UNTRANSLATED
    return State.FUZZY if _FLAGS in notes and FUZZY in _flags(notes) else State.TRANSLATED


def _flags(notes: str) -> tuple[str, ...]:
    return flags(line[2:] for line in notes.split("\n") if line.startswith(_FLAGS))
