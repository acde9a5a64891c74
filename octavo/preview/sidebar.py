"""A page and its catalog → what the browser shows beside it: its messages, its findings, what cannot be read."""

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

#: What JSON calls an object.
Row = dict[str, object]
#: How the codes of findings begin for which the compiler leaves the master's text.
_REFUSALS = "guard-"
#: So much of a message's text finds it again.
_SHOWN = 120


@dataclass(slots=True)
class Sidebar:
    """What is said of the pages of *language*; worked out again when its catalog or the term base was saved.

    :ivar editor: the address that opens a message, with ``{path}`` and ``{line}``; empty for none
    """

    project: Project
    language: Language
    editor: str = ""
    _known: dict[str, tuple[str, Row]] = field(default_factory=dict)

    def of(self, page: str) -> Row:
        """Return what is said of *page*, as JSON has it."""
        path = self.project.catalogs(self.language) / f"{self.project.domain_of(page)}.po"
        state = input_state((str(path), str(self.project.term_base)))
        known = self._known.pop(page, None)
        row = known[1] if known and known[0] == state.digest else self._work_out(path)
        if state.is_settled:
            self._known[page] = (state.digest, row)
        return row

    def _work_out(self, path: Path) -> Row:
        nothing: Row = {"messages": [], "findings": [], "fault": ""}
        if self.language == self.project.master or not path.is_file():
            return nothing
        try:
            messages = list(po.read(path))
            findings = checks.check_catalog(self.project, self.language, path)
        except OctavoError as error:
            return nothing | {"fault": relative(self.project, error)}
        return nothing | {
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
        marks = {
            line: message_class(message.msgid) for message in messages for line in (message.line, message.msgstr_line)
        }
        for finding in findings:
            yield {
                "code": finding.code,
                "severity": finding.severity.label,
                "message": finding.message,
                "remedy": finding.remedy,
                "mark": marks.get(finding.location.line, ""),
                **self._place(path, finding.location.line),
            }

    def _place(self, path: Path, line: int) -> Row:
        shown = path.relative_to(self.project.root).as_posix()
        return {
            "line": line,
            "place": f"{shown}:{line}",
            "editor": address(self.editor, path, line) if self.editor else "",
        }


def address(pattern: str, path: Path, line: int) -> str:
    """Return the address that opens *line* of *path* in an editor."""
    return pattern.replace("{path}", quote(path.as_posix())).replace("{line}", str(max(line, 1)))


def faults(project: Project, found: dict[Path, ContentError]) -> dict[str, str]:
    """Return, by file, the sentences for the catalogs in *found*, which cannot be read."""
    return {path.relative_to(project.root).as_posix(): relative(project, error) for path, error in found.items()}
