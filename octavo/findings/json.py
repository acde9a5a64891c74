"""Render findings as one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from octavo.findings import Finding

#: Incremented when a key is renamed or removed; keys may be added at any time.
VERSION = 1


def render(findings: Sequence[Finding], root: Path) -> str:
    """Return *findings* as JSON, paths relative to *root* with forward slashes."""
    rows = [
        {
            "code": finding.code,
            "severity": finding.severity.label,
            "path": finding.location.relative_to(root).path.as_posix(),
            "line": finding.location.line,
            "message": finding.message,
            "remedy": finding.remedy,
            "fixed": finding.fixed,
        }
        for finding in findings
    ]
    return json.dumps({"version": VERSION, "findings": rows}, ensure_ascii=False, indent=2) + "\n"
