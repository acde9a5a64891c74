"""Render findings as workflow commands, which GitHub Actions shows at the changed lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.findings import Finding, Severity

#: GitHub's name of each severity.
_LEVELS = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def render(findings: Sequence[Finding], root: Path) -> str:
    """Return one ``::error …`` line for each finding."""
    return "".join(f"{_command(finding, root)}\n" for finding in findings)


def _command(finding: Finding, root: Path) -> str:
    location = finding.location.relative_to(root)
    line = f",line={location.line}" if location.line else ""
    place = f"file={_property(location.path.as_posix())}{line},title={_property(finding.code)}"
    text = f"{finding.message.rstrip('.')}. {finding.remedy}".strip()
    return f"::{_LEVELS[finding.severity]} {place}::{_data(text)}"


def _data(text: str) -> str:
    # A finding may quote a catalog, and a line break in it must not start another command.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
