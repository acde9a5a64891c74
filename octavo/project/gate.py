"""Define the gate: the coverage that a translation must reach to be published."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class BelowThreshold(Enum):
    """Choose the treatment of a book below its threshold."""

    #: Publish it, marked as in translation.
    MARK = "mark"
    #: Do not publish it in this language.
    LEAVE_OUT = "leave-out"


class Text(Enum):
    """Choose the text that a language publishes."""

    #: The present master, with untranslated text in the master's language.
    TODAY = "today"
    #: The snapshot of the last commit at which the language was complete.
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Gate:
    """Represent the thresholds of a translation, and the text that it publishes.

    :ivar book: least percentage of a book's words
    :ivar page: least percentage of a page's words for links from other languages, search engines and feeds
    :ivar complete: least percentage of all words at which a text counts as complete
    """

    book: float = 95.0
    page: float = 50.0
    below: BelowThreshold = BelowThreshold.MARK
    text: Text = Text.TODAY
    complete: float = 100.0
