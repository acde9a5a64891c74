"""Measure how much of the master is translated, since when texts wait, and what is left to do.

:func:`words` counts all words. A message is in exactly one state, as in ``msgfmt --statistics``; obsolete messages do
not count. A fuzzy message is not translated, because its translation is of an earlier text.
"""

from octavo.workflow.coverage.counts import Coverage, of_catalog, total, words
from octavo.workflow.coverage.history import History, HistoryPoint, daily_points, history_points, load_history
from octavo.workflow.coverage.languages import catalogs, of_book, of_language, percents
from octavo.workflow.coverage.report import Line, LineScope, report
from octavo.workflow.coverage.selection import select_domains
from octavo.workflow.coverage.toctree_order import in_reading_order
from octavo.workflow.coverage.todo import Kind, Open, WordRun, changes, estimate, todo

__all__ = [
    "Coverage",
    "History",
    "HistoryPoint",
    "Kind",
    "Line",
    "LineScope",
    "Open",
    "WordRun",
    "catalogs",
    "changes",
    "daily_points",
    "estimate",
    "history_points",
    "in_reading_order",
    "load_history",
    "of_book",
    "of_catalog",
    "of_language",
    "percents",
    "report",
    "select_domains",
    "todo",
    "total",
    "words",
]
