"""The date of the publication."""

from __future__ import annotations

import datetime
import os
from functools import lru_cache
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project import git
from octavo.project.values import Project

#: The start of 1980, ZIP's earliest time.
_EARLIEST = 315532800
#: The end of 2099. ZIP ends soon after.
_LATEST = 4102444799
VARIABLE = "SOURCE_DATE_EPOCH"


def timestamp(project: Project) -> int:
    """Return the time of the publication in seconds since 1970; for the text of an earlier day, the time of that.

    It is ``SOURCE_DATE_EPOCH`` if that is set (reproducible-builds.org), else the time of the last commit, so that two
    builds of one commit have the same bytes. Without git it is the start of 1980, ZIP's earliest time.
    """
    if project.moment:
        return project.moment.time
    value = os.environ.get(VARIABLE, "")
    return int(value) if value.isdigit() else _last_commit(project.root)


def check_variable() -> None:
    """Check that ``SOURCE_DATE_EPOCH`` is a time, if it is set. Sphinx and TeX read it too.

    :raises OctavoError: it is none
    """
    value = os.environ.get(VARIABLE)
    if value is not None and not (value.isascii() and value.isdigit() and _EARLIEST <= int(value) <= _LATEST):
        raise OctavoError(
            "source-date", f"the environment variable {VARIABLE} is “{value}”, not a time in seconds since 1970",
            remedy=f"Unset it, or set it to a number from {_EARLIEST} (1980) to {_LATEST} (2099)",
        )  # fmt: skip


def date_of(project: Project) -> datetime.date:
    """Return the date of the publication, in UTC."""
    return datetime.datetime.fromtimestamp(timestamp(project), datetime.UTC).date()


@lru_cache
def _last_commit(root: Path) -> int:
    return git.time_of_head(root) or _EARLIEST
