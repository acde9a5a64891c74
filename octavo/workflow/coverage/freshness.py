"""Catalogs and their past → what in them is not of the text as it is today, and since when.

A message that the master changed is fuzzy, and one that it added is untranslated, from the ``octavo update`` on that
brought the change; only what is translated of today's text counts in :mod:`octavo.workflow.coverage.counts`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from octavo.catalogs.po import Message
from octavo.project import Language, Project
from octavo.workflow.coverage.cache import CountCache, load, name_of, save
from octavo.workflow.coverage.history import History
from octavo.workflow.coverage.todo import Open, todo

#: The time of a version of a catalog, and what was in it.
_Life = Sequence[tuple[int, CountCache | None]]


@dataclass(frozen=True, slots=True)
class Stale:
    """A message whose translation is missing, or was made for another text.

    :ivar since: the day on which the catalog took the master's text as it is now; ``None`` before that is committed
    """

    item: Open
    since: datetime.date | None

    @property
    def is_changed(self) -> bool:
        """Return whether the master's text changed since it was translated; else it is new."""
        return self.item.message.is_fuzzy


def stale(project: Project, language: Language, known: History) -> list[Stale]:
    """Return what is open in *language*, in the readers' order, each with its day.

    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    return [Stale(item, since(project, item.path, item.message, known)) for item in todo(project, language)]


def since(project: Project, path: Path, message: Message, known: History) -> datetime.date | None:
    """Return the day since which *message* of the catalog at *path* is open; ``None`` before that is committed."""
    life = known.lives.get(path.relative_to(project.root).as_posix(), ())
    return _day(_since(name_of(message), life))


def oldest(
    project: Project, language: Language, found: Mapping[str, CountCache], head: str, known: Callable[[], History]
) -> dict[str, datetime.date]:
    """Return, by domain, the day since which a text of its catalog waits; none where all is done, or git knows none.

    :param found: what is in the catalogs of *language*, by domain
    :param head: the name of the last commit; what was found out at it is remembered
    """
    folder = project.catalogs(language).relative_to(project.root).as_posix()
    store = project.build / "coverage" / f"{language.locale}.since.json"
    before = load(store)
    now = {}
    for domain, held in found.items():
        if head and held.open:
            key = sha256(" ".join((head, *held.open)).encode()).hexdigest()
            entry = before.get(domain)
            if entry is None or entry[0] != key:
                life = known().lives.get(f"{folder}/{domain}.po", ())
                times = (time for name in held.open if (time := _since(name, life)) is not None)
                entry = [key, min(times, default=None)]
            now[domain] = entry
    if now != before:
        save(store, now)
    return {domain: day for domain, (_, time) in now.items() if (day := _day(time)) is not None}


def _since(name: str, life: _Life) -> int | None:
    """Return the time of the oldest version, of those without a break from now on, in which the message is open."""
    found = None
    for time, version in life:
        if version is None or name not in version.open:
            break
        found = time
    return found


def _day(time: int | None) -> datetime.date | None:
    return None if time is None else datetime.datetime.fromtimestamp(time, datetime.UTC).date()
