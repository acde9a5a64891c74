"""The text of an earlier day that a language publishes → what its editions say of it: its date, what changed since.

Which text that is, :mod:`octavo.editions.snapshots.choose` chooses.
"""

from __future__ import annotations

from enum import Enum

from babel.dates import format_date

from octavo.project import Language, Project, babel_locale, file_of_document
from octavo.project.dates import date_of
from octavo.ui.translations import translator, ui_language
from octavo.workflow import gate


class ChangesSince(Enum):
    """What became of a page of the master since."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def snapshot_label(project: Project, language: Language) -> str:
    """Return “Text of 3 May 2026” in *language*; nothing for a language that publishes the text of today."""
    own = project.of(language)
    if own.moment is None:
        return ""
    locale = babel_locale(ui_language(language).locale)
    return translator(language)("Text of {date}").format(date=format_date(date_of(own), format="long", locale=locale))


def changes_since(project: Project, language: Language) -> dict[str, ChangesSince]:
    """Return what became of each document of the text of *language*; nothing for one that publishes that of today."""
    own = project.of(language)
    if own.moment is None:
        return {}
    return {
        name: _since(_text(own, name), _text(project, name)) for name in sorted(gate.published_documents(own, language))
    }


def _since(then: bytes, now: bytes) -> ChangesSince:
    return ChangesSince.GONE if not now else ChangesSince.SAME if then == now else ChangesSince.CHANGED


def _text(project: Project, document: str) -> bytes:
    file = file_of_document(project, document)
    return file.read_bytes() if file else b""
