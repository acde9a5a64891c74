"""Change one message of a catalog and nothing else in its file.

An edit names the content that the translator saw. If the message changed since, both changes are merged field by
field. If both changed the same field, nothing is written, and the caller gets both versions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.memory import comments as notes
from octavo.catalogs.po import FUZZY, Catalog, Message, State
from octavo.catalogs.po.reviews import is_review
from octavo.errors import ContentError
from octavo.files import write_atomically

_NO_PREVIOUS = (None, None, None)


@dataclass(frozen=True, slots=True)
class Content:
    """Contain the parts of a message that a translator edits.

    :ivar comments: the translator's comments, without Octavo's notes and reviews
    """

    msgstrs: tuple[str, ...]
    is_fuzzy: bool = False
    comments: tuple[str, ...] = ()


class ConflictError(Exception):
    """Two people changed the same part of a message.

    :ivar message: the message as it is in the file; ``None`` if it is not there any more
    """

    def __init__(self, message: Message | None) -> None:
        self.message = message
        super().__init__("conflict")


def message_id(message: Message) -> str:
    """Return the name of *message* in its catalog: it changes with context and msgid only."""
    return hashlib.sha256(json.dumps(message.key).encode()).hexdigest()[:16]


def content_of(message: Message) -> Content:
    """Return the parts of *message* that a translator edits."""
    return Content(message.msgstrs, message.state is State.FUZZY, own_comments(message))


def own_comments(message: Message) -> tuple[str, ...]:
    """Return the comments of *message* without Octavo's notes and reviews."""
    return tuple(comment for comment in notes.without_notes(message) if not is_review(comment))


def with_content(message: Message, content: Content) -> Message:
    """Return *message* with *content*. A translation that is not fuzzy has no previous msgid and no note to review."""
    is_fuzzy = content.is_fuzzy and any(content.msgstrs)
    own = own_comments(message)
    comments = message.comments
    if content.comments != own:
        comments = (*content.comments, *(comment for comment in comments if comment not in own))
    if not is_fuzzy:
        comments = tuple(comment for comment in comments if not notes.asks_for_review(comment))
    edited = message.edited(
        msgstrs=content.msgstrs, comments=comments, previous=message.previous if is_fuzzy else _NO_PREVIOUS
    ).with_flag(FUZZY, is_fuzzy)
    return message if edited == message else edited


def merged(base: Content, mine: Content, theirs: Content) -> Content | None:
    """Return *theirs* with the changes from *base* to *mine*; ``None`` if both changed the same part differently."""
    pairs = [
        _merged(base.msgstrs, mine.msgstrs, theirs.msgstrs),
        _merged(base.is_fuzzy, mine.is_fuzzy, theirs.is_fuzzy),
        _merged(base.comments, mine.comments, theirs.comments),
    ]
    if not all(found for found, _ in pairs):
        return None
    return Content(*(value for _, value in pairs))  # type: ignore[arg-type]  # in the order of the fields


def _merged(base: object, mine: object, theirs: object) -> tuple[bool, object]:
    if mine in (base, theirs):
        return True, theirs
    return theirs == base, mine


def change(path: Path, name: str, edit: Callable[[Message], Message]) -> tuple[Message, Message]:
    """Replace the message called *name* in the catalog at *path* by the result of *edit*.

    The file is read again and *edit* is called again if somebody saved the file meanwhile.

    :returns: the message before and after
    :raises ConflictError: the catalog has no such message, or *edit* raised it
    :raises ContentError: the catalog cannot be read; it is unchanged
    """

    def once() -> tuple[Message, Message]:
        catalog = po.read(path)
        old = next((m for m in catalog if message_id(m) == name), None)
        if old is None:
            raise ConflictError(None)
        new = edit(old)
        if new is not old:
            write_atomically(path, file_with(catalog, old, new), before=catalog.data)
        return old, new

    return po.until_unchanged(once)


def file_with(catalog: Catalog, old: Message, new: Message) -> bytes:
    """Return the file of *catalog* with the lines of *old* replaced by those of *new*; all other bytes stay."""
    data = catalog.data or b""
    lines = data.decode("utf-8").split("\n")
    start, end = old.line - 1, old.line - 1 + len(old.raw)
    if old.raw and [line.removesuffix("\r") for line in lines[start:end]] == list(old.raw):
        ending = "\r" if lines[start].endswith("\r") else ""
        lines[start:end] = [f"{line}{ending}" for line in _lines(old, new)]
        changed = "\n".join(lines).encode("utf-8")
        if _is_right(changed, catalog, old, new):
            return changed
    messages = tuple(new if message is old else message for message in catalog.messages)
    return replace(catalog, messages=messages).text().encode("utf-8")


def _is_right(data: bytes, catalog: Catalog, old: Message, new: Message) -> bool:
    try:
        found = po.parse_data(data, catalog.path).messages
    except ContentError:
        return False
    return found == tuple(new if message is old else message for message in catalog.messages)


def _lines(old: Message, new: Message) -> list[str]:
    """Return the lines of *new*. Parts that are the same in *old* keep their line breaks."""
    if new.raw:
        return list(new.raw)
    lines = list(new.lines())
    for starts in (("#.",), ("#:",), ("msgctxt", "msgid")):
        before, after = _run(old.raw, starts), _run(lines, starts)
        if before and after:
            lines[after.start : after.stop] = old.raw[before.start : before.stop]
    if new.msgstrs == old.msgstrs:
        before, after = _run(old.raw, ("msgstr",)), _run(lines, ("msgstr",))
        if before and after:
            lines[after.start : after.stop] = old.raw[before.start : before.stop]
    return lines


def _run(lines: Sequence[str], starts: tuple[str, ...]) -> range | None:
    """Return the place of the consecutive lines that begin with one of *starts*, with their continuation lines."""
    first = next((number for number, line in enumerate(lines) if line.startswith(starts)), None)
    if first is None:
        return None
    last = first
    while last < len(lines) and lines[last].startswith((*starts, '"')):
        last += 1
    return range(first, last)
