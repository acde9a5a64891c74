"""git's history of master and catalogs → what is new for the readers of a language, page by page.

A page is new on the day on which its file came, and revised on every day on which it changed. The newest days come
first. Without git, or where only the last commit was fetched, there is nothing to tell.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.project import Project, domains, git
from octavo.workflow import coverage
from octavo.workflow.language_build import LanguageBuild

#: So many days are told of.
DAYS = 20


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day.

    :ivar added: documents that came
    :ivar revised: documents whose text changed
    """

    date: datetime.date
    added: tuple[str, ...]
    revised: tuple[str, ...]


def days(build: LanguageBuild) -> list[Day]:
    """Return the newest days of a language, the newest first: of its catalogs, or of the master's own text."""
    project, language = build.publication, build.language
    folder = project.source if language == project.master else project.catalogs(language)
    suffixes = project.suffixes if language == project.master else (".po",)
    held = domains(build.project)
    readable = build.linkable[language.locale]
    moment = build.project.moment
    end = moment.commit if moment else "HEAD"  # of what came later, nothing is published yet
    found: dict[datetime.date, tuple[dict[str, None], dict[str, None]]] = {}
    for date, state, name in _changes(project, folder.relative_to(project.root).as_posix(), end):
        stem = next((name.removesuffix(suffix) for suffix in suffixes if name.endswith(suffix)), "")
        # A catalog of many pages tells of no single one. What is gone from the publication, and what is not in the
        # language yet, is no news.
        document = stem if language == project.master or held.get(stem) == [stem] else ""
        if not document or document not in readable:
            continue
        added, revised = found.setdefault(date, ({}, {}))
        (added if state == "A" else revised)[document] = None
    newest = sorted(found.items(), reverse=True)[:DAYS]
    return [
        Day(
            date,
            tuple(coverage.in_reading_order(project, new)),
            tuple(coverage.in_reading_order(project, [name for name in old if name not in new])),
        )
        for date, (new, old) in newest
    ]


def _changes(project: Project, folder: str, end: str) -> Iterator[tuple[datetime.date, str, str]]:
    """Yield day (UTC), git's letter for the change, and the file, relative to *folder*."""
    for commit in git.commits(project.root, [folder], end=end):
        date = datetime.datetime.fromtimestamp(commit.time, datetime.UTC).date()
        for change in commit.changes:
            yield date, change.letter, change.path.removeprefix("" if folder == "." else f"{folder}/")
