"""What a translation must have → whether it is published, and which text: Gate, Below, Text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Below(Enum):
    """What becomes of a book that is below its threshold in a language."""

    #: It is published, and says of itself that it is in translation.
    MARK = "mark"
    #: It is not published in this language.
    LEAVE_OUT = "leave-out"


class Text(Enum):
    """Which text a language publishes."""

    #: The master of today, with what is not translated in the master's language.
    TODAY = "today"
    #: The master as it was when the language was last complete.
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Gate:
    """What a translation must have before it is published, and which text is.

    :ivar book: percent of a book's words
    :ivar page: percent of a page's words, before other languages, search engines and feeds are led to it
    :ivar complete: percent of all words with which a text is complete
    """

    book: float = 95.0
    page: float = 50.0
    below: Below = Below.MARK
    text: Text = Text.TODAY
    complete: float = 100.0
