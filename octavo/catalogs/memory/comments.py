"""Write notes of a merge to the translator, as translator comments that begin with ``octavo:``.

A translator's own comments, such as ignore comments (``octavo: ignore …``), are never treated as notes.
"""

from __future__ import annotations

import re

from octavo.catalogs.po import Message

SLIGHT = "octavo: only case, punctuation, markup or an address changed; please review"
UNREVIEWED = "octavo: nobody had reviewed this translation when the text changed"
SUGGESTED = "octavo: suggested by a machine; please review"
_SAME = "octavo: translation of the same text in "
_LIKE = re.compile(r"octavo: \d+ % like a text in ")


def same_text(origin: str) -> str:
    """Return the note for a translation of the same text from *origin*."""
    return f"{_SAME}{origin}"


def like(score: float, origin: str) -> str:
    """Return the note for a fuzzy match from *origin* with the similarity *score* (0 to 100)."""
    return f"octavo: {score:.0f} % like a text in {origin}"


def asks_for_review(comment: str) -> bool:
    """Return whether *comment* is a note that a review of the message removes."""
    return comment in (SLIGHT, UNREVIEWED, SUGGESTED) or _LIKE.match(comment) is not None


def without_notes(message: Message) -> tuple[str, ...]:
    """Return the comments of *message* without notes."""
    return tuple(c for c in message.comments if not (asks_for_review(c) or c.startswith(_SAME)))
