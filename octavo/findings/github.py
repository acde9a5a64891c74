"""Findings → workflow commands that GitHub Actions shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.findings import Finding, Severity

#: GitHub's word for a note.
_LEVELS = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def render(findings: Sequence[Finding], root: Path) -> str:
    """Return *findings* as one ``::error …`` line each."""
    return "".join(f"{_command(finding, root)}\n" for finding in findings)


def _command(finding: Finding, root: Path) -> str:
    where = finding.location.relative_to(root)
    line = f",line={where.line}" if where.line else ""
    place = f"file={_property(where.path.as_posix())}{line},title={_property(finding.code)}"
    text = f"{finding.message.rstrip('.')}. {finding.remedy}".strip()
    return f"::{_LEVELS[finding.severity]} {place}::{_data(text)}"


def _data(text: str) -> str:
    # A finding may quote a catalog: a line break in it must not begin a command of its own.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
