"""Render findings as text: ``file:line: severity: message. Remedy. [code]``, and the total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from octavo.errors import one_line
from octavo.findings import Finding, Location, Severity

#: More findings than a reader counts; then a summary helps to choose where to begin.
_MANY = 20
#: Files that the summary names.
_WORST = 10


def render(findings: Sequence[Finding], root: Path) -> str:
    """Return *findings* as text, with paths relative to *root*; editors can open ``file:line``."""
    lines = [_line(finding, root) for finding in findings]
    return "".join(f"{line}\n" for line in [*lines, *_summary(findings, root), total(findings)])


def _summary(findings: Sequence[Finding], root: Path) -> list[str]:
    """Return the counts by rule and by file of many findings, the worst first."""
    if len(findings) <= _MANY:
        return []
    rules = Counter(finding.code for finding in findings)
    files = Counter(finding.location.path for finding in findings)
    pages = ((str(Location(path).relative_to(root)), count) for path, count in files.most_common(_WORST))
    return [
        f"By rule: {', '.join(f'{code} {count}' for code, count in rules.most_common())}",
        *(["Most findings:"] if len(files) > 1 else []),
        *(one_line(f"  {count:>5} {name}") for name, count in (pages if len(files) > 1 else ())),
    ]


def _line(finding: Finding, root: Path) -> str:
    remedy = f" {finding.remedy.rstrip('.')}." if finding.remedy else ""
    fix = " (--fix does it)" if finding.fixed is not None else ""
    location = finding.location.relative_to(root)
    message = finding.message.rstrip(".")
    # A finding may quote a catalog, and a line break in it must not look like another finding.
    return one_line(f"{location}: {finding.severity.label}: {message}.{remedy}{fix} [{finding.code}]")


def total(findings: Sequence[Finding]) -> str:
    """Return the total in words: ``2 errors, 1 note in 2 files``, or ``no findings``."""
    if not findings:
        return "no findings"
    counts = Counter(finding.severity for finding in findings)
    kinds = [_plural(counts[severity], severity.label) for severity in reversed(Severity) if counts[severity]]
    files = len({finding.location.path for finding in findings})
    return f"{', '.join(kinds)} in {_plural(files, 'file')}"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
