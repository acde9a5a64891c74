"""Compare a snapshot with the current text, page by page."""

from __future__ import annotations

from enum import Enum

from octavo.project import Project, file_of_document, source_files


class ChangesSince(Enum):
    """Name the change of a page of the master after a snapshot."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def changes_since(snapshot: Project, today: Project) -> dict[str, ChangesSince]:
    """Return how each document of *snapshot* changed until *today*; nothing if it is the current text."""
    if snapshot.snapshot is None:
        return {}
    changes = {}
    for name in sorted(source_files.documents(snapshot)):
        then, now = _text(snapshot, name), _text(today, name)
        changes[name] = ChangesSince.GONE if not now else ChangesSince.SAME if then == now else ChangesSince.CHANGED
    return changes


def _text(project: Project, document: str) -> bytes:
    file = file_of_document(project, document)
    return file.read_bytes() if file else b""
