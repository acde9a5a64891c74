"""Label the editions of a language that publishes a snapshot with its date.

:mod:`octavo.editions.snapshots.choose` chooses the snapshot.
"""

from __future__ import annotations

from octavo.project import Language, Project
from octavo.project.dates import date_of
from octavo.text import dates
from octavo.ui.translations import translator, ui_language


def snapshot_label(project: Project, language: Language) -> str:
    """Return “Text of 3 May 2026” in *language* if *project* is a snapshot, else nothing."""
    if project.snapshot is None:
        return ""
    locale = ui_language(language).conventions
    return translator(language)("Text of {date}").format(date=dates.written(date_of(project), locale))
