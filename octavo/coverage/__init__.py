"""Catalogs and git's history → how much of the master is translated: of which text, since when, and what is left.

Words are counted by one rule: :func:`words`. A message is in exactly one state, as ``msgfmt --statistics`` counts;
obsolete messages do not count. A fuzzy message is not translated: its text is not the master's text of today.
"""

from octavo.coverage.figures import Coverage, of_catalog, total, words
from octavo.coverage.freshness import Stale, stale
from octavo.coverage.history import Past, Snapshot, days, past, snapshots
from octavo.coverage.languages import catalogs, of_book, of_books, of_language
from octavo.coverage.order import in_reading_order
from octavo.coverage.report import Line, Scope, report
from octavo.coverage.work import Change, Kind, Open, changes, estimate, todo

__all__ = [
    "Change",
    "Coverage",
    "Kind",
    "Line",
    "Open",
    "Past",
    "Scope",
    "Snapshot",
    "Stale",
    "catalogs",
    "changes",
    "days",
    "estimate",
    "in_reading_order",
    "of_book",
    "of_books",
    "of_catalog",
    "of_language",
    "past",
    "report",
    "snapshots",
    "stale",
    "todo",
    "total",
    "words",
]
