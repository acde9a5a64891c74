"""Render findings as SARIF 2.1.0 (OASIS), which code hosts show at the changed lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from octavo import __version__
from octavo.findings import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The base of relative paths (SARIF 3.4.4), resolved by the reader of the log.
BASE = "SRCROOT"


def render(findings: Sequence[Finding], root: Path) -> str:
    """Return *findings* as one SARIF run, paths relative to *root*."""
    codes = sorted({finding.code for finding in findings})
    run = {
        "tool": {"driver": {"name": "octavo", "version": __version__, "rules": [{"id": code} for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code), root) for finding in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, index: int, root: Path) -> dict[str, Any]:
    location = finding.location.relative_to(root)
    # Everything that a URI reference forbids is escaped, except slashes (SARIF 3.4.3, RFC 3986).
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(location.path.as_posix()), "uriBaseId": BASE}}
    if location.line:
        place["region"] = {"startLine": location.line}
    text = " ".join(part for part in (finding.message.rstrip(".") + ".", finding.remedy) if part)
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.label,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
