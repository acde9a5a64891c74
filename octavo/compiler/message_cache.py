"""Store what the compiler decides about each message, so that a changed catalog costs only its changed messages.

A decision depends on the message, the context of its catalog, and the meanings of the names that it asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any, NamedTuple

from octavo.cache import store
from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, Refusal


class Decision(NamedTuple):
    """Represent what is published of a message.

    :ivar message: the message as it is published; ``None`` if the reader sees the master's text
    :ivar reasons: why it is refused, or why it was repaired
    """

    message: Message | None
    reasons: list[Refusal]


class MessageCache:
    """Cache the decisions about the messages of one catalog in *file*.

    :param key: digest of the package and the context
    """

    def __init__(self, file: Path, key: str) -> None:
        self._file, self._key = file, key
        content = store.load(file)
        is_current = isinstance(content, dict) and content.get("context") == key
        self._before: dict[str, list[Any]] = content["decisions"] if is_current else {}
        self._after: dict[str, list[Any]] = {}

    def decide(self, message: Message, context: Context, decide: Callable[[Message, Context], Decision]) -> Decision:
        """Return the result of *decide* for *message*, which is called only if the result is not stored."""
        texts = (message.msgctxt, message.msgid, message.msgid_plural, message.msgstrs)
        notes = (message.flags, message.comments, message.extracted, message.references)
        name = hashlib.sha256(repr((texts, notes)).encode()).hexdigest()[:24]
        stored, names = self._before.get(name), context.names
        if stored and all(names.meanings(item) == meant for item, meant in stored[2].items()):
            self._after[name] = stored
            return _decision(message, *stored[:2])
        everything, names.asked = names.asked, set()
        found = decide(message, context)
        meanings = {item: names.meanings(item) for item in sorted(names.asked)}
        everything |= names.asked
        names.asked = everything
        self._after[name] = [_stored(found.message, message), [astuple(item) for item in found.reasons], meanings]
        return found

    def save(self) -> None:
        """Store the decisions about the messages that were asked for."""
        with suppress(OSError):
            store.save(self._file, {"context": self._key, "decisions": self._after})


def _stored(published: Message | None, message: Message) -> list[str] | None:
    """Return the texts of *published*; an empty list for those of *message*."""
    if published is None:
        return None
    return [] if published.msgstrs == message.msgstrs else list(published.msgstrs)


def _decision(message: Message, texts: list[str] | None, reasons: list[list[str]]) -> Decision:
    published = message if texts == [] else None if texts is None else message.edited(msgstrs=tuple(texts))
    return Decision(published, [Refusal(*reason) for reason in reasons])
