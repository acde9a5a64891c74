"""Check the ZIM archives with zimcheck, the checker of the openZIM project."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.findings import Finding, Location, Severity
from octavo.project import Format, Project
from octavo.publication.validation import programs
from octavo.publication.validation.editions import built_editions

_SEVERITIES = {"[ERROR]": Severity.ERROR, "[WARNING]": Severity.WARNING}


def check(project: Project) -> Iterator[Finding]:
    """Yield every error and warning of zimcheck for every ZIM."""
    for _, path in built_editions(project, Format.ZIM):
        result = programs.run(["zimcheck", str(path)])
        lines = f"{result.stdout}\n{result.stderr}".splitlines()
        found = [(severity, line) for line in lines for mark, severity in _SEVERITIES.items() if mark in line]
        if result.returncode and not found:
            found = [(Severity.ERROR, (result.stderr.strip() or "zimcheck failed").splitlines()[-1])]
        for severity, line in found:
            yield Finding("zimcheck", severity, Location(path), line.partition("]")[2].strip() or line)
