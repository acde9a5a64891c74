"""Project → the lines that a coordinator reads: of each language, book or page what is done, left, and how old."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from octavo.project import Language, Project, git
from octavo.workflow.coverage import freshness, history
from octavo.workflow.coverage.counts import Coverage, total
from octavo.workflow.coverage.languages import counted
from octavo.workflow.coverage.toctree_order import in_reading_order


class Scope(Enum):
    """What a line is about."""

    BOOK = "book"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Line:
    """A language of a book or page.

    :ivar name: the book's slug, or the page's document name
    :ivar cover: as the catalogs are
    :ivar changed: messages whose master text changed since they were translated
    :ivar oldest: the day since which a text is without its translation; ``None`` where git does not know
    :ivar published: percent in the last publication; ``None`` if it was not in it
    :ivar published_text: the day of the text in it, where that is an earlier one: ``2026-05-03``
    :ivar foreseen: as the catalogs would be after ``octavo update``; ``None`` if that was not asked
    :ivar reviewed_on: the day of the newest review that counts, ``2026-11-24``; empty if there is none
    """

    language: Language
    name: str
    cover: Coverage
    changed: int = 0
    oldest: datetime.date | None = None
    published: float | None = None
    foreseen: Coverage | None = None
    reviewed_on: str = ""
    published_text: str = ""

    @property
    def gain(self) -> float:
        """Points of percent since the last publication; none, if that has the text of an earlier day."""
        return 0.0 if self.published is None or self.published_text else self.cover.shown - self.published


def report(
    project: Project,
    languages: Sequence[Language],
    scope: Scope = Scope.BOOK,
    *,
    foreseen: Mapping[Language, Mapping[str, Coverage]] | None = None,
) -> list[Line]:
    """Return the lines of *languages*, in the readers' order.

    :param foreseen: the coverage of languages, by domain, as ``octavo update`` would leave it
    :raises ContentError: a language has no catalogs yet, or one of them cannot be read
    """
    last = _published(project)
    held = {language: counted(project, language) for language in languages}
    futures = {language: (foreseen or {}).get(language) for language in languages}
    known = cache(lambda: history.load_history(project))
    head = git.head(project.root)
    names = in_reading_order(project, {name for part in (*held.values(), *futures.values()) for name in part or ()})
    parts = _parts(project, scope, names)
    lines = []
    for language, found in held.items():
        days = freshness.oldest(project, language, found, head, known)
        covers, future = {domain: item.cover for domain, item in found.items()}, futures[language]
        for name, domains in parts:
            # A page that this language does not have is no line of its own.
            if scope is Scope.PAGE and name not in found and name not in (future or ()):
                continue
            cover = _sum(covers, domains)
            percent, text = last.get((language.locale, name), (None, ""))
            lines.append(
                Line(
                    language, name, cover, cover.fuzzy,
                    min((days[domain] for domain in domains if domain in days), default=None),
                    percent,
                    _sum(future, domains) if future is not None else None,
                    max((found[domain].reviewed_on for domain in domains if domain in found), default=""),
                    text,
                )
            )  # fmt: skip
    return lines


def _parts(project: Project, scope: Scope, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the name of each book or page, and the domains of *names* that belong to it."""
    if scope is Scope.PAGE:
        return [(name, [name]) for name in names]
    return [(book.slug, [name for name in names if book.holds(name)]) for book in project.books]


def _sum(covers: Mapping[str, Coverage], domains: Iterable[str]) -> Coverage:
    return total(covers[domain] for domain in domains if domain in covers)


def _published(project: Project) -> dict[tuple[str, str], tuple[float, str]]:
    """Return percent and day of the text of each language and book of the last publication, from its manifest."""
    try:
        editions = json.loads((project.site / "manifest.json").read_text(encoding="utf-8"))["editions"]
        return {
            (entry["locale"], entry["book"]): (float(entry["percent"]), str(entry.get("text_date", "")))
            for entry in editions
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}
