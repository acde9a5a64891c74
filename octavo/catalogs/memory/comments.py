"""What a merge did → its note to the translator, a translator comment that begins with ``octavo:``.

A translator's own comments, silences of checks (``octavo: ignore …``) among them, are never taken for a note.
"""

from __future__ import annotations

import re

from octavo.catalogs.po import Message

SLIGHT = "octavo: only case, punctuation, markup or an address changed; please review"
UNREVIEWED = "octavo: nobody had reviewed this translation when the text changed"
_SAME = "octavo: translation of the same text in "
_LIKE = re.compile(r"octavo: \d+ % like a text in ")


def same_text(origin: str) -> str:
    """Return the note on a translation that was made for the same text elsewhere."""
    return f"{_SAME}{origin}"


def like(score: float, origin: str) -> str:
    """Return the note on a translation that was made for a text that is alike (0 to 100)."""
    return f"octavo: {score:.0f} % like a text in {origin}"


def asks_for_review(comment: str) -> bool:
    """Whether *comment* is a note that is done with as soon as the message is reviewed."""
    return comment in (SLIGHT, UNREVIEWED) or _LIKE.match(comment) is not None


def without_notes(message: Message) -> tuple[str, ...]:
    """Return the comments of *message* that people made."""
    return tuple(c for c in message.comments if not (asks_for_review(c) or c.startswith(_SAME)))
