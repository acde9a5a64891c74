"""Catalogs → how much of the master is translated, in messages and in words of the master, and what is open.

Words are counted by one rule: :func:`words`. A message is in exactly one state, as ``msgfmt --statistics`` counts;
obsolete messages do not count.
"""

from octavo.coverage.figures import Coverage, of_book, of_books, of_catalog, of_language, total, words
from octavo.coverage.order import in_reading_order
from octavo.coverage.work import Change, Kind, Open, changes, estimate, todo

__all__ = [
    "Change",
    "Coverage",
    "Kind",
    "Open",
    "changes",
    "estimate",
    "in_reading_order",
    "of_book",
    "of_books",
    "of_catalog",
    "of_language",
    "todo",
    "total",
    "words",
]
