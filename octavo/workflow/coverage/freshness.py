"""Find the messages whose translation is missing or outdated, and the day since when.

After a change of the master, ``octavo update`` makes a changed message fuzzy and adds a new one as untranslated.
:mod:`octavo.workflow.coverage.counts` counts neither of them as translated.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from octavo.catalogs.po import Message
from octavo.project import Language, Project
from octavo.workflow.coverage.cache import CountCache, load, name_of, save
from octavo.workflow.coverage.history import History

#: The times of the versions of a catalog, and their counts.
_Life = Sequence[tuple[int, CountCache | None]]


def since(project: Project, path: Path, message: Message, known: History) -> datetime.date | None:
    """Return the day since which *message* of the catalog at *path* is open; ``None`` if it is not committed yet."""
    life = known.lives.get(path.relative_to(project.root).as_posix(), ())
    return _day(_since(name_of(message), life))


def oldest(
    project: Project, language: Language, found: Mapping[str, CountCache], head: str, known: Callable[[], History]
) -> dict[str, datetime.date]:
    """Return, by domain, the day since which its oldest open message waits, if there is one and git knows the day.

    :param found: the counts of the catalogs of *language*, by domain
    :param head: the name of the last commit; the days are cached for it
    """
    folder = project.catalogs(language).relative_to(project.root).as_posix()
    store = project.build / "coverage" / f"{language.locale}.since.json"
    before = load(store)
    now = {}
    for domain, counts in found.items():
        if head and counts.open:
            key = sha256(" ".join((head, *counts.open)).encode()).hexdigest()
            entry = before.get(domain)
            if entry is None or entry[0] != key:
                life = known().lives.get(f"{folder}/{domain}.po", ())
                times = (time for name in counts.open if (time := _since(name, life)) is not None)
                entry = [key, min(times, default=None)]
            now[domain] = entry
    if now != before:
        save(store, now)
    return {domain: day for domain, (_, time) in now.items() if (day := _day(time)) is not None}


def _since(name: str, life: _Life) -> int | None:
    """Return the time of the version since which the message is open without interruption."""
    oldest_time = None
    for time, version in life:
        if version is None or name not in version.open:
            break
        oldest_time = time
    return oldest_time


def _day(time: int | None) -> datetime.date | None:
    return None if time is None else datetime.datetime.fromtimestamp(time, datetime.UTC).date()
