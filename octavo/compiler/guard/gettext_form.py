"""Refuse a message that the master does not have, by its key, its plural forms and the POT file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.catalogs.po import Message
from octavo.compiler.guard.pair import Context, Refusal

CODE = "guard-form"
#: In compiled catalogs U+0000 parts plural forms and U+0004 ends the context (GNU gettext manual, MO files).
_CONTROL = re.compile(r"[\0-\x08\x0b-\x1f\x7f]")


def refused(message: Message, context: Context) -> Iterator[Refusal]:
    """Yield a refusal for a key that could be taken for another message's, and for one that the master lacks."""
    if message.msgid == "" or _CONTROL.search(f"{message.msgctxt or ''}{message.msgid}{message.msgid_plural or ''}"):
        yield Refusal(
            CODE, "The original is empty or has control characters, so it is none of the master's",
            "Run “octavo update”",
        )  # fmt: skip
    elif message.msgid_plural is not None or len(message.msgstrs) != 1:
        # Nothing that Sphinx extracts has plural forms: only the catalog says that the master has this text.
        yield Refusal(CODE, "It has plural forms; no text of the master has any", "Run “octavo update”")
    elif context.known is not None and message.msgid not in context.known:
        yield Refusal(
            CODE, "The master does not have this text, or has it marked not to be translated", "Run “octavo update”"
        )
