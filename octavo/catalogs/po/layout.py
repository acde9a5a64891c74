"""Write a message as the lines of a catalog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # messages asks for its lines here
    from octavo.catalogs.po.messages import Message

#: Column at which new messages are wrapped; the default of msgmerge and sphinx-intl (76 + quotes).
WIDTH = 76


def format_message(message: Message) -> Iterator[str]:
    """Yield the lines of *message*, without line ends, in the order of the gettext manual."""
    mark = "#~ " if message.obsolete else ""
    for comment in message.comments:
        yield f"# {comment}".rstrip()
    for comment in message.extracted:
        yield f"#. {comment}".rstrip()
    for reference in message.references:
        yield f"#: {reference}"
    if message.flags:
        yield "#, " + ", ".join(message.flags)
    for name, value in zip(("msgctxt", "msgid", "msgid_plural"), message.previous, strict=True):
        if value is not None:
            yield from _keyword("#~| " if message.obsolete else "#| ", name, value)
    if message.msgctxt is not None:
        yield from _keyword(mark, "msgctxt", message.msgctxt)
    yield from _keyword(mark, "msgid", message.msgid)
    if message.msgid_plural is not None:
        yield from _keyword(mark, "msgid_plural", message.msgid_plural)
        for index, text in enumerate(message.msgstrs):
            yield from _keyword(mark, f"msgstr[{index}]", text)
    else:
        yield from _keyword(mark, "msgstr", message.msgstr)


def _keyword(mark: str, name: str, value: str) -> Iterator[str]:
    from babel.messages.pofile import normalize  # only those that write new messages need it

    for number, line in enumerate(normalize(value, prefix="", width=WIDTH).split("\n")):
        yield f"{mark}{name} {line}" if number == 0 else f"{mark}{line}"
