"""Message → refusals for what gettext itself would stumble over: its key and its plural forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.plurals import get_plural

from octavo.catalogs.po import Message
from octavo.compiler.guard.pair import Context, Refusal

CODE = "guard-form"
#: In compiled catalogs U+0000 parts plural forms and U+0004 ends the context (GNU gettext manual, MO files).
_CONTROL = re.compile(r"[\0-\x08\x0b-\x1f\x7f]")


def refused(message: Message, context: Context) -> Iterator[Refusal]:
    """Yield a refusal for a key that could be taken for another message's, and for a wrong number of plural forms."""
    if message.msgid == "" or _CONTROL.search(f"{message.msgctxt or ''}{message.msgid}{message.msgid_plural or ''}"):
        yield Refusal(
            CODE, "The English text is empty or has control characters, so it is none of the master's",
            "Run “octavo update”",
        )  # fmt: skip
    forms = 1 if message.msgid_plural is None else get_plural(context.locale).num_plurals
    if len(message.msgstrs) != forms:
        yield Refusal(
            CODE, f"It has {len(message.msgstrs)} plural forms; this language has {forms} for such a message",
            "Run “octavo update”, which sets the number of forms",
        )  # fmt: skip
    elif not all(message.msgstrs):
        # gettext counts it as translated by its first form; a reader would be shown nothing.
        yield Refusal(CODE, "One of its plural forms is empty", "Translate every form")
