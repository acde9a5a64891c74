"""List the new and revised pages of a language by day, from git's history.

A page is new on the day on which its file was added, and revised on each day on which it changed. The newest days
come first. Without git, or in a clone of depth 1, the list is empty.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from octavo.project import Book, Project, domains, git
from octavo.workflow import coverage
from octavo.workflow.language_build import LanguageBuild

#: Number of days in the list.
DAYS = 20


@dataclass(frozen=True, slots=True)
class Day:
    """Represent the changes of one day.

    :ivar added: documents that were added
    :ivar revised: documents whose text changed
    """

    date: datetime.date
    added: tuple[str, ...]
    revised: tuple[str, ...]


def days(build: LanguageBuild) -> list[Day]:
    """Return the days on which catalogs of the language, or the master's text, changed; the newest come first."""
    project, language = build.publication, build.language
    folder = project.source if language == project.master else project.catalogs(language)
    suffixes = project.suffixes if language == project.master else (".po",)
    documents_of = domains(build.project)
    readable = build.linkable[language.locale]
    snapshot = build.project.snapshot
    end = snapshot.commit if snapshot else "HEAD"  # later changes are not published yet
    by_day: dict[datetime.date, tuple[dict[str, None], dict[str, None]]] = {}
    for date, state, name in _changes(project, folder.relative_to(project.root).as_posix(), end):
        stem = next((name.removesuffix(suffix) for suffix in suffixes if name.endswith(suffix)), "")
        # A catalog of several pages does not say which page changed. Pages that were removed, or that the language does
        # not have yet, are not news.
        document = stem if language == project.master or documents_of.get(stem) == [stem] else ""
        if not document or document not in readable:
            continue
        added, revised = by_day.setdefault(date, ({}, {}))
        (added if state == "A" else revised)[document] = None
    newest = sorted(by_day.items(), reverse=True)[:DAYS]
    return [
        Day(
            date,
            tuple(coverage.in_reading_order(project, new)),
            tuple(coverage.in_reading_order(project, [name for name in old if name not in new])),
        )
        for date, (new, old) in newest
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """Represent the changes of one month, by guide; pages of no guide come last, without one.

    :ivar date: the newest day of the month with a change
    """

    date: datetime.date
    added: tuple[tuple[Book | None, tuple[str, ...]], ...]
    revised: tuple[tuple[Book | None, tuple[str, ...]], ...]


def months(project: Project, changes: Sequence[Day]) -> list[Month]:
    """Return the *changes* by month. A page that was added and revised in a month is new."""
    found = []
    for _, items in groupby(changes, key=lambda day: (day.date.year, day.date.month)):
        own = list(items)
        added = {name for day in own for name in day.added}
        revised = {name for day in own for name in day.revised} - added
        found.append(Month(own[0].date, _by_guide(project, added), _by_guide(project, revised)))
    return found


def _by_guide(project: Project, documents: Iterable[str]) -> tuple[tuple[Book | None, tuple[str, ...]], ...]:
    names = coverage.in_reading_order(project, documents)
    books = (*project.guides, None)
    groups = ((book, tuple(name for name in names if project.guide_of(name) == book)) for book in books)
    return tuple((book, own) for book, own in groups if own)


def _changes(project: Project, folder: str, end: str) -> Iterator[tuple[datetime.date, str, str]]:
    """Yield the day (UTC), git's letter for the change, and the file relative to *folder*."""
    for commit in git.commits(project.root, [folder], end=end):
        date = datetime.datetime.fromtimestamp(commit.time, datetime.UTC).date()
        for change in commit.changes:
            yield date, change.letter, change.path.removeprefix("" if folder == "." else f"{folder}/")
