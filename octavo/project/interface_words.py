"""Read a project's own translations of the words around the text: ``locales/<locale>/interface.po``."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.errors import ContentError

FILE = "interface.po"
#: Markup, places for values, and characters that could end an attribute or a command: themes do not escape words.
_SHAPE = re.compile(r"<[^>]*>?|&#?\w+;|\{[^}]*\}|%\(\w+\)s|%[sd]|[\"`\\>{}]")


def is_safe(text: str, translation: str) -> bool:
    """Return whether *translation* has the markup and the places of *text*, and no more."""
    return sorted(_SHAPE.findall(text)) == sorted(_SHAPE.findall(translation))


def read(path: Path) -> tuple[tuple[str, str], ...]:
    """Return each translated word of *path* with its translation; none if there is no such file.

    :raises ContentError: the file is no catalog
    """
    try:
        if not path.is_file():
            return ()
    except OSError:  # no file has such a name
        return ()
    import polib

    try:
        entries = list(polib.pofile(str(path)))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ContentError(
            "interface-syntax", f"the catalog cannot be read: {error}", remedy="Correct the line", path=path
        ) from error
    return tuple(
        (entry.msgid, entry.msgstr) for entry in entries if entry.translated() and is_safe(entry.msgid, entry.msgstr)
    )
