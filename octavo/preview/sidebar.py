"""Collect the data that the browser shows beside a page: its messages, findings and read errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from octavo.cache.fingerprint import input_state
from octavo.catalogs import po
from octavo.catalogs.po import Message, State
from octavo.catalogs.po.message_class import message_class
from octavo.compiler import checks
from octavo.editions.live.errors import relative
from octavo.errors import ContentError, OctavoError
from octavo.findings import Finding
from octavo.project import Language, Project

#: A JSON object.
Row = dict[str, object]
#: Prefix of the codes of findings for which the compiler keeps the master's text.
_REFUSALS = "guard-"
#: Number of characters of a message's text that are sent to the browser.
_SHOWN = 120


@dataclass(slots=True)
class Sidebar:
    """Provide the sidebar data of *language*'s pages, cached until the catalog or the term base changes.

    :ivar editor: URL that opens a message in an editor, with ``{path}`` and ``{line}``; empty for none
    """

    project: Project
    language: Language
    editor: str = ""
    _cache: dict[str, tuple[str, Row]] = field(default_factory=dict)

    def of(self, page: str) -> Row:
        """Return the sidebar data of *page* as a JSON object."""
        path = self.project.catalogs(self.language) / f"{self.project.domain_of(page)}.po"
        state = input_state((str(path), str(self.project.term_base)))
        cached = self._cache.pop(page, None)
        row = cached[1] if cached and cached[0] == state.digest else self._collect(path)
        if state.is_settled:
            self._cache[page] = (state.digest, row)
        return row

    def _collect(self, path: Path) -> Row:
        empty: Row = {"messages": [], "findings": [], "fault": ""}
        if self.language == self.project.master or not path.is_file():
            return empty
        try:
            messages = list(po.read(path))
            findings = checks.check_catalog(self.project, self.language, path)
        except OctavoError as error:
            return empty | {"fault": relative(self.project, error)}
        return empty | {
            "messages": list(self._messages(path, messages, findings)),
            "findings": list(self._findings(path, messages, findings)),
        }

    def _messages(self, path: Path, messages: Iterable[Message], findings: Iterable[Finding]) -> Iterator[Row]:
        refused = {finding.location.line for finding in findings if finding.code.startswith(_REFUSALS)}
        for message in messages:
            is_refused = message.state is State.TRANSLATED and message.msgstr_line in refused
            yield {
                "mark": message_class(message.msgid),
                "state": "blocked" if is_refused else message.state.value,
                "text": message.msgid[:_SHOWN],
                **self._place(path, message.msgstr_line or message.line),
            }

    def _findings(self, path: Path, messages: Iterable[Message], findings: Iterable[Finding]) -> Iterator[Row]:
        classes = {
            line: message_class(message.msgid) for message in messages for line in (message.line, message.msgstr_line)
        }
        for finding in findings:
            yield {
                "code": finding.code,
                "severity": finding.severity.label,
                "message": finding.message,
                "remedy": finding.remedy,
                "mark": classes.get(finding.location.line, ""),
                **self._place(path, finding.location.line),
            }

    def _place(self, path: Path, line: int) -> Row:
        relative_path = path.relative_to(self.project.root).as_posix()
        return {
            "line": line,
            "place": f"{relative_path}:{line}",
            "editor": address(self.editor, path, line) if self.editor else "",
        }


def address(pattern: str, path: Path, line: int) -> str:
    """Return the URL that opens *line* of *path* in an editor."""
    return pattern.replace("{path}", quote(path.as_posix())).replace("{line}", str(max(line, 1)))


def read_errors(project: Project, errors: dict[Path, ContentError]) -> dict[str, str]:
    """Return the messages of *errors* by the file's path relative to the project."""
    return {path.relative_to(project.root).as_posix(): relative(project, error) for path, error in errors.items()}
