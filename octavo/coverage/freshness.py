"""Catalogs and their past → what in them is not of the text as it is today, and since when.

A message that the master changed is fuzzy, and one that it added is untranslated, from the ``octavo update`` on that
brought the change; only what is translated of today's text counts in :mod:`octavo.coverage.figures`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.catalog import Message
from octavo.coverage.history import Past, Version, name_of
from octavo.coverage.work import Open, todo
from octavo.project import Language, Project


@dataclass(frozen=True, slots=True)
class Stale:
    """A message whose translation is missing, or was made for another text.

    :ivar since: the day on which the catalog took the master's text as it is now; ``None`` before that is committed
    """

    item: Open
    since: datetime.date | None

    @property
    def is_changed(self) -> bool:
        """Whether the master's text changed since it was translated; else it is new."""
        return self.item.message.is_fuzzy


def stale(project: Project, language: Language, known: Past) -> list[Stale]:
    """Return what is open in *language*, in the readers' order, each with its day.

    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    items = todo(project, language)
    paths = {item.path.relative_to(project.root).as_posix() for item in items}
    lives: dict[str, list[tuple[int, Version | None]]] = {path: [] for path in paths}
    for commit in reversed(known.commits):
        for change in commit.changes:
            if change.path in lives:
                lives[change.path].append((commit.time, known.versions.get(change.blob)))
    return [Stale(item, _since(item.message, lives[item.path.relative_to(project.root).as_posix()])) for item in items]


def _since(message: Message, life: Sequence[tuple[int, Version | None]]) -> datetime.date | None:
    """Return the day of the oldest version, of those without a break from now on, in which *message* is open."""
    name, found = name_of(message), None
    for time, version in life:
        if version is None or name not in version.open:
            break
        found = time
    return None if found is None else datetime.datetime.fromtimestamp(found, datetime.UTC).date()
