"""Check accessible PDFs and checklists with pdfua, which tests a part of PDF/UA-1 and WCAG 2.1 without Java.

WeasyPrint writes these files and claims that they conform, so another program judges them. It has 12 checks for 16
of the 106 rules that a machine can test: tags, languages, titles, alternative texts, lists, tables, headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.errors import needs_extra
from octavo.findings import Finding, Location, Severity
from octavo.project import Format, Project
from octavo.publication.validation.editions import built_editions

_SEVERITIES = {"ERROR": Severity.ERROR, "WARNING": Severity.WARNING, "INFO": Severity.NOTE}


def check(project: Project) -> Iterator[Finding]:
    """Yield every failed check for every accessible PDF and every checklist."""
    for path in _files(project):
        yield from _check(path)


def _files(project: Project) -> Iterator[Path]:
    yield from (path for _, path in built_editions(project, Format.ACCESSIBLE))
    for _, folder in built_editions(project, Format.HTML):
        yield from sorted(folder.rglob("*.pdf"))


def _check(path: Path) -> Iterator[Finding]:
    with needs_extra("pdfua", "A second opinion on accessible PDFs"):
        import pdfua
    for finding in pdfua.validate(str(path)).findings:
        severity = _SEVERITIES[finding.severity.name]
        place = finding.location.describe()
        yield Finding(f"pdfua-{finding.rule_id.lower()}", severity, Location(path), f"{finding.message} ({place})")
