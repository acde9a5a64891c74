"""Compiled catalogs and doctrees → editions: a language of a book in a format.

``plan`` says what is stale, why, and in what order it is made; ``html``, ``epub`` and ``pdf`` make it.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from functools import lru_cache
from pathlib import Path

from octavo.project import Project


def timestamp(project: Project) -> int:
    """Return the publication's time in seconds since 1970.

    It is ``SOURCE_DATE_EPOCH`` where that is set (reproducible-builds.org), else the time of the last commit,
    so that two builds of one commit are the same bytes; without git it is the start of 1980, ZIP's earliest time.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(value) if value.isdigit() else _last_commit(project.root)


def date_of(project: Project) -> datetime.date:
    """Return the publication's date, in UTC."""
    return datetime.datetime.fromtimestamp(timestamp(project), datetime.UTC).date()


@lru_cache
def _last_commit(root: Path) -> int:
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return 315532800
    return int(result.stdout) if result.returncode == 0 and result.stdout.strip() else 315532800
