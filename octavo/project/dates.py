"""Return the date and the time of the publication."""

from __future__ import annotations

import datetime
import os
from functools import lru_cache
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project import git
from octavo.project.git import EARLIEST, LATEST
from octavo.project.values import Project

VARIABLE = "SOURCE_DATE_EPOCH"


def timestamp(project: Project) -> int:
    """Return the time of the publication in seconds since 1970.

    For a snapshot it is the time of its commit. Otherwise it is ``SOURCE_DATE_EPOCH`` if that is set
    (reproducible-builds.org), else the time of the last commit, so that two builds of one commit give the same bytes.
    Without git it is the start of 1980.
    """
    if project.snapshot:
        return project.snapshot.time
    value = os.environ.get(VARIABLE, "")
    return int(value) if value.isdigit() else _last_commit(project.root)


def check_variable() -> None:
    """Check that ``SOURCE_DATE_EPOCH`` is a time, if it is set. Sphinx and TeX read it too.

    :raises OctavoError: it is none
    """
    value = os.environ.get(VARIABLE)
    if value is not None and not (value.isascii() and value.isdigit() and EARLIEST <= int(value) <= LATEST):
        raise OctavoError(
            "source-date", f"the environment variable {VARIABLE} is “{value}”, not a time in seconds since 1970",
            remedy=f"Unset it, or set it to a number from {EARLIEST} (1980) to {LATEST} (2099)",
        )  # fmt: skip


def date_of(project: Project) -> datetime.date:
    """Return the date of the publication, in UTC."""
    return datetime.datetime.fromtimestamp(timestamp(project), datetime.UTC).date()


def year_of(project: Project) -> int:
    """Return the year of the publication; without git and ``SOURCE_DATE_EPOCH`` this year, as Sphinx does."""
    time = timestamp(project)
    return (date_of(project) if time != EARLIEST else datetime.datetime.now(datetime.UTC)).year


@lru_cache
def _last_commit(root: Path) -> int:
    return git.time_of_head(root) or EARLIEST
