"""Compiled catalogs and doctrees → editions: a language of a book in a format.

``plan`` says what is stale, why, and in what order it is made; ``html``, ``epub`` and ``pdf`` make it.
"""

from __future__ import annotations

import datetime
import os
from functools import lru_cache
from pathlib import Path

from octavo import repository
from octavo.project import Project

#: The file that tells what the editions of a language were made from.
RECORD = "made.json"
#: The start of 1980, ZIP's earliest time.
_EARLIEST = 315532800


def timestamp(project: Project) -> int:
    """Return the publication's time in seconds since 1970; for the text of an earlier day, the time of that.

    It is ``SOURCE_DATE_EPOCH`` where that is set (reproducible-builds.org), else the time of the last commit,
    so that two builds of one commit are the same bytes; without git it is the start of 1980, ZIP's earliest time.
    """
    if project.moment:
        return project.moment.time
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(value) if value.isdigit() else _last_commit(project.root)


def date_of(project: Project) -> datetime.date:
    """Return the publication's date, in UTC."""
    return datetime.datetime.fromtimestamp(timestamp(project), datetime.UTC).date()


@lru_cache
def _last_commit(root: Path) -> int:
    return repository.time_of_head(root) or _EARLIEST
