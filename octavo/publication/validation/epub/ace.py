"""Check the accessibility of EPUBs with Ace by DAISY (EPUB Accessibility 1.1, WCAG 2.2).

Ace always exits with 0, so its report is read. It accepts EPUBs that EPUBCheck rejects, so it runs second.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from octavo.findings import Finding, Location, Severity
from octavo.project import Project
from octavo.publication.validation import programs
from octavo.publication.validation.editions import check_books

_SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR, "moderate": Severity.WARNING}


def check(project: Project) -> Iterator[Finding]:
    """Yield every failed assertion of Ace for every EPUB."""
    command = programs.node_modules(project, "ace") / "@daisy/ace-cli" / "bin" / "ace.js"
    yield from check_books(project, lambda path: _check(command, path))


def _check(command: Path, path: Path) -> Iterator[Finding]:
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": programs.require("chromium")}
    with tempfile.TemporaryDirectory() as folder:
        result = programs.run(
            [programs.require("node"), str(command), "--outdir", folder, "--force", str(path)], env=environment
        )
        report = Path(folder, "report.json")
        if not report.is_file():
            complaint = (result.stderr.strip() or result.stdout.strip() or "no report").splitlines()[-1]
            yield Finding("ace", Severity.ERROR, Location(path), f"Ace failed: {complaint}")
            return
        data = json.loads(report.read_text(encoding="utf-8"))
    yield from _assertions(path, data)


def _assertions(path: Path, data: dict[str, Any]) -> Iterator[Finding]:
    for document in data["assertions"]:
        page = document.get("earl:testSubject", {}).get("url", "")
        for assertion in document.get("assertions", ()):
            test, outcome = assertion["earl:test"], assertion["earl:result"]
            if outcome.get("earl:outcome") == "pass":
                continue
            yield Finding(
                f"ace-{test['dct:title']}",
                _SEVERITIES.get(test.get("earl:impact", ""), Severity.NOTE),
                Location(path / page if page else path),
                outcome.get("dct:description", test["dct:title"]).strip().replace("\n", " "),
            )
