"""Project → the lines that a coordinator reads: of each language, book or page what is done, left, and how old."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from octavo.catalog import Catalog
from octavo.coverage import freshness, history
from octavo.coverage.figures import Coverage, of_catalog, total
from octavo.coverage.freshness import Stale
from octavo.coverage.languages import of_language
from octavo.coverage.order import in_reading_order
from octavo.project import Language, Project


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
    :ivar foreseen: as the catalogs would be after ``octavo update``; ``None`` if that was not asked
    """

    language: Language
    name: str
    cover: Coverage
    changed: int = 0
    oldest: datetime.date | None = None
    published: float | None = None
    foreseen: Coverage | None = None

    @property
    def gain(self) -> float:
        """Points of percent since the last publication."""
        return 0.0 if self.published is None else self.cover.shown - self.published


def report(
    project: Project,
    languages: Sequence[Language],
    scope: Scope = Scope.BOOK,
    *,
    foreseen: Callable[[Language], Mapping[str, Catalog]] | None = None,
) -> list[Line]:
    """Return the lines of *languages*, in the readers' order.

    :param foreseen: gives the catalogs of a language as ``octavo update`` would leave them
    :raises ContentError: a language has no catalogs yet, or one of them cannot be read
    """
    last = _published(project)
    lines = []
    known: history.Past | None = None
    for language in languages:
        covers = of_language(project, language)
        future = {name: of_catalog(found) for name, found in foreseen(language).items()} if foreseen else None
        left: dict[str, list[Stale]] = {}
        if any(cover.words_left for cover in covers.values()):
            known = known or history.past(project)
            folder = project.catalogs(language)
            for item in freshness.stale(project, language, known):
                left.setdefault(item.item.path.relative_to(folder).with_suffix("").as_posix(), []).append(item)
        for name, domains in _parts(project, scope, {*covers, *(future or ())}):
            items = [item for domain in domains for item in left.get(domain, ())]
            days = [item.since for item in items if item.since]
            lines.append(
                Line(
                    language, name, _sum(covers, domains), sum(item.is_changed for item in items),
                    min(days, default=None), last.get((language.locale, name)),
                    _sum(future, domains) if future is not None else None,
                )
            )  # fmt: skip
    return lines


def _parts(project: Project, scope: Scope, domains: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the name of each book or page, and the domains that belong to it."""
    names = in_reading_order(project, domains)
    if scope is Scope.PAGE:
        return [(name, [name]) for name in names]
    return [(book.slug, [name for name in names if book.holds(name)]) for book in project.books]


def _sum(covers: Mapping[str, Coverage], domains: Iterable[str]) -> Coverage:
    return total(covers[domain] for domain in domains if domain in covers)


def _published(project: Project) -> dict[tuple[str, str], float]:
    """Return the percent of each language and book of the last publication, from its manifest."""
    try:
        editions = json.loads((project.site / "manifest.json").read_text(encoding="utf-8"))["editions"]
        return {(entry["locale"], entry["book"]): float(entry["percent"]) for entry in editions}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
