"""Report the state, words, reviews, problems and age of every message."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message, State, reviews
from octavo.project import Language, Project
from octavo.workflow.coverage.counts import words
from octavo.workflow.coverage.freshness import since
from octavo.workflow.coverage.history import History
from octavo.workflow.coverage.languages import catalogs
from octavo.workflow.coverage.problems import ProblemIndex
from octavo.workflow.coverage.toctree_order import in_reading_order


@dataclass(frozen=True, slots=True)
class MessageReport:
    """Represent a message of a language.

    :ivar domain: the domain of its catalog
    :ivar is_equal: whether its translation is the master's text
    :ivar since: the day since which it waits; ``None`` if it does not wait, or if the change is not committed yet
    :ivar is_blocked: whether the compiler refuses it; ``None`` if this was not requested
    :ivar findings: the codes of its open findings; ``None`` if they were not requested
    """

    language: Language
    domain: str
    path: Path
    message: Message
    words: int
    is_equal: bool
    reviewed_on: str
    since: datetime.date | None
    is_blocked: bool | None = None
    findings: tuple[str, ...] | None = None


def message_reports(
    project: Project, language: Language, known: Callable[[], History], places: ProblemIndex | None = None
) -> list[MessageReport]:
    """Return all messages of *language* in the readers' order.

    :param known: returns git's history; called only for open messages
    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    paths = catalogs(project, language)
    reports = []
    for domain in in_reading_order(project, paths):
        path = paths[domain]
        for message in po.read(path):
            is_open = message.state is not State.TRANSLATED
            days = [review.date for review in reviews.reviews(message)] if message.comments else []
            reports.append(
                MessageReport(
                    language, domain, path, message, words(message.msgid),
                    is_equal=not is_open and message.msgstr == message.msgid,
                    reviewed_on=max(days, default=""),
                    since=since(project, path, message, known()) if is_open else None,
                    is_blocked=places.is_blocked(path, message) if places else None,
                    findings=places.codes(path, message) if places else None,
                )
            )  # fmt: skip
    return reports
