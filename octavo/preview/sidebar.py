"""Collect the data that the browser shows beside a page: its messages with their findings, and read errors."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from octavo.errors import ContentError
from octavo.preview.editor.service import EditorService
from octavo.preview.editor.wording import error_sentence
from octavo.project import Language, Project

#: A JSON object.
Row = dict[str, object]


def sidebar(service: EditorService | None, page: str, editor: str = "") -> Row:
    """Return the sidebar data of *page* as a JSON object. Without a *service*, the page is the master's.

    While its catalog cannot be read, the messages are those of the last version that could be. ``fault`` says
    why, in the language ``faultLang``.

    :param editor: URL that opens a message in an editor, with ``{path}`` and ``{line}``; empty for none
    """
    empty: Row = {"messages": [], "fault": "", "faultLang": "en", "domain": "", "hasCatalog": False}
    if service is None:
        return empty
    state, messages = service.page(page)
    if state is None:
        return empty
    fault = (
        error_sentence(service.project, service.language, state.error) if state.error else {"text": "", "lang": "en"}
    )
    for message in messages if editor else ():
        line = message["line"]
        message["editor"] = address(editor, state.path, line if isinstance(line, int) else 1)
    return {
        "messages": messages,
        "fault": fault["text"],
        "faultLang": fault["lang"],
        "domain": state.domain,
        "hasCatalog": True,
    }


def address(pattern: str, path: Path, line: int) -> str:
    """Return the URL that opens *line* of *path* in an editor."""
    return pattern.replace("{path}", quote(path.as_posix())).replace("{line}", str(max(line, 1)))


def read_errors(project: Project, language: Language, errors: dict[Path, ContentError]) -> dict[str, dict[str, str]]:
    """Return the sentences of *errors* with their languages, by the file's path relative to the project."""
    return {
        path.relative_to(project.root).as_posix(): error_sentence(project, language, error)
        for path, error in errors.items()
    }
