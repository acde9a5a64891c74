"""Say what a coordinator asks: which guide next, who works on it, and how long it takes at today's pace."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.project import Book, Language, Project
from octavo.workflow.coverage import Coverage, HistoryPoint

#: The pace is that of the last four weeks.
PACE_DAYS = 28


@dataclass(frozen=True, slots=True)
class RemainingWork:
    """Represent the work that one guide needs in one language.

    :ivar owner: the person or team of the configuration, or empty
    :ivar since: the day of the oldest message that waits, if git knows it
    :ivar gained: words translated in the last four weeks; negative if the master grew faster
    :ivar days: days until everything is translated at that pace, or ``None`` without progress
    """

    language: Language
    book: Book
    cover: Coverage
    owner: str
    since: datetime.date | None
    gained: int
    days: int | None

    @property
    def unreviewed(self) -> int:
        """Return the number of translated words that nobody reviewed."""
        return self.cover.translated_words - self.cover.reviewed_words


def ordered(needs: Iterable[RemainingWork]) -> list[RemainingWork]:
    """Return *needs*, the one with the most words left first, then the one with the most words to review."""
    return sorted(needs, key=lambda need: (-need.cover.words_left, -need.unreviewed))


def gained(points: Sequence[HistoryPoint], language: Language, book: Book) -> int:
    """Return the words of *book* that were translated in the last four weeks of the history *points*."""
    if not points:
        return 0
    key, end = (language.locale, book.slug), points[-1]
    first = end.date - datetime.timedelta(days=PACE_DAYS)
    earlier = [point for point in points if point.date <= first]
    start = earlier[-1] if earlier else points[0]
    none = Coverage()
    return end.covers.get(key, none).translated_words - start.covers.get(key, none).translated_words


def days_left(words_left: int, words_gained: int) -> int | None:
    """Return the days until nothing is left at the pace of the last four weeks, or ``None`` without progress."""
    if not words_left:
        return 0
    return math.ceil(words_left * PACE_DAYS / words_gained) if words_gained > 0 else None


def owner(project: Project, language: Language, book: Book) -> str:
    """Return who is responsible for *book* in *language*, or an empty text."""
    named = project.owners.get(language.locale, {})
    return named.get(book.slug) or named.get("", "")
