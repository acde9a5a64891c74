"""List the messages that are still to be translated or reviewed, and estimate the time for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message, State
from octavo.project import Language, Project
from octavo.text.differences import kept
from octavo.workflow.coverage.counts import words
from octavo.workflow.coverage.languages import catalogs
from octavo.workflow.coverage.selection import select_domains

#: Words of the master that a translator translates in an hour. Translation plans assume 2,000 to 2,500 words a day.
WORDS_AN_HOUR = 300
#: A translation that exists and only needs a review takes about half the time.
REVIEWED_AN_HOUR = 600


@dataclass(frozen=True, slots=True)
class Open:
    """Represent a message that is still to be translated or reviewed."""

    path: Path
    message: Message

    @property
    def words(self) -> int:
        """Return the number of words of its master text."""
        return words(self.message.msgid)

    @property
    def hours(self) -> float:
        """Estimate the hours that it takes."""
        return self.words / (REVIEWED_AN_HOUR if self.message.state is State.FUZZY else WORDS_AN_HOUR)


class Kind(Enum):
    """List the ways in which a run of words can change."""

    KEPT = " "
    REMOVED = "-"
    ADDED = "+"


@dataclass(frozen=True, slots=True)
class WordRun:
    """Represent a run of words of the old or the new text, or of both."""

    kind: Kind
    text: str


def todo(project: Project, language: Language, names: Sequence[str] = ()) -> list[Open]:
    """Return the open messages of *language*, in reading order.

    :param names: books, pages or folders; none means all
    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    paths = catalogs(project, language)
    return [
        Open(paths[domain], message)
        for domain in select_domains(project, language, paths, names)
        for message in po.read(paths[domain])
        if message.state is not State.TRANSLATED
    ]


def estimate(items: Iterable[Open]) -> timedelta:
    """Estimate the time that *items* take."""
    return timedelta(hours=sum(item.hours for item in items))


def changes(old: str, new: str) -> Iterator[WordRun]:
    """Yield the equal, deleted and inserted runs of words between *old* and *new*, in the order of the text."""
    before, after = (re.findall(r"\S+", text) for text in (old, new))
    a = c = 0
    for b, d, length in kept(before, after):
        if a < b:
            yield WordRun(Kind.REMOVED, " ".join(before[a:b]))
        if c < d:
            yield WordRun(Kind.ADDED, " ".join(after[c:d]))
        a, c = b + length, d + length
        if length:
            yield WordRun(Kind.KEPT, " ".join(before[b:a]))
