"""Report for each language, book or page how much is translated, how much is left, and how old it is."""

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


class LineScope(Enum):
    """List the subjects that a line can have."""

    BOOK = "book"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Line:
    """Represent the line of a book or page in one language.

    :ivar name: the book's slug, or the page's document name
    :ivar cover: the coverage of the catalogs as they are
    :ivar changed: messages whose master text changed since they were translated
    :ivar oldest: the day since which the oldest text is untranslated; ``None`` if git does not know it
    :ivar published: percent in the last publication; ``None`` if it was not in it
    :ivar published_text: the day of the text in it, if it is a snapshot: ``2026-05-03``
    :ivar foreseen: the coverage that ``octavo update`` would leave; ``None`` if it was not requested
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
        """Return the percentage points since the last publication; ``None`` if a snapshot was published."""
        return 0.0 if self.published is None or self.published_text else self.cover.shown - self.published


def report(
    project: Project,
    languages: Sequence[Language],
    scope: LineScope = LineScope.BOOK,
    *,
    foreseen: Mapping[Language, Mapping[str, Coverage]] | None = None,
) -> list[Line]:
    """Return the lines of *languages*, in the readers' order.

    :param foreseen: the coverage that ``octavo update`` would leave, by language and domain
    :raises ContentError: a language has no catalogs yet, or one of them cannot be read
    """
    last = _published(project)
    counts_by_language = {language: counted(project, language) for language in languages}
    futures = {language: (foreseen or {}).get(language) for language in languages}
    git_history = cache(lambda: history.load_history(project))
    head = git.head(project.root)
    names = in_reading_order(
        project, {name for part in (*counts_by_language.values(), *futures.values()) for name in part or ()}
    )
    parts = _parts(project, scope, names)
    lines = []
    for language, counts in counts_by_language.items():
        days = freshness.oldest(project, language, counts, head, git_history)
        covers, future = {domain: item.cover for domain, item in counts.items()}, futures[language]
        for name, domains in parts:
            # Skip a page that this language does not have.
            if scope is LineScope.PAGE and name not in counts and name not in (future or ()):
                continue
            cover = _sum(covers, domains)
            percent, text = last.get((language.locale, name), (None, ""))
            lines.append(
                Line(
                    language, name, cover, cover.fuzzy,
                    min((days[domain] for domain in domains if domain in days), default=None),
                    percent,
                    _sum(future, domains) if future is not None else None,
                    max((counts[domain].reviewed_on for domain in domains if domain in counts), default=""),
                    text,
                )
            )  # fmt: skip
    return lines


def _parts(project: Project, scope: LineScope, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return each book or page with those of the domains *names* that belong to it."""
    if scope is LineScope.PAGE:
        return [(name, [name]) for name in names]
    return [(book.slug, [name for name in names if book.holds(name)]) for book in project.books]


def _sum(covers: Mapping[str, Coverage], domains: Iterable[str]) -> Coverage:
    return total(covers[domain] for domain in domains if domain in covers)


def _published(project: Project) -> dict[tuple[str, str], tuple[float, str]]:
    """Read the percent and the day of each language and book from the manifest of the last publication."""
    try:
        editions = json.loads((project.site / "manifest.json").read_text(encoding="utf-8"))["editions"]
        return {
            (entry["locale"], entry["book"]): (float(entry["percent"]), str(entry.get("text_date", "")))
            for entry in editions
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}
