"""Findings + baseline file → findings that are new, and entries that no longer apply.

A project that starts with many findings records them once and fixes them in its own time; only new ones fail. A
finding is known by its code, file and message, not by its line, so that text above it may change. Two equal findings
in a file need a count of two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from octavo.errors import OctavoError
from octavo.files import write_atomically
from octavo.findings import Finding, Location, Severity

VERSION = 1
STALE = "baseline-stale"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding as the baseline knows it; *path* is relative to the project, with forward slashes."""

    path: str
    code: str
    message: str


def entry_of(finding: Finding, root: Path) -> Entry:
    """Return what the baseline would remember of *finding*."""
    return Entry(finding.location.relative_to(root).path.as_posix(), finding.code, finding.message)


def save(path: Path, findings: Iterable[Finding], root: Path) -> None:
    """Write the baseline file of *findings*: sorted, one finding a line, so that its diffs can be reviewed."""
    counts = Counter(entry_of(finding, root) for finding in findings)
    rows = [
        {"path": entry.path, "code": entry.code, "message": entry.message, "count": count}
        for entry, count in sorted(counts.items())
    ]
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    write_atomically(path, f'{{"version": {VERSION}, "findings": [\n{lines}\n]}}\n'.encode())


def load(path: Path) -> Counter[Entry]:
    """Return the entries of the baseline file with their counts.

    :raises OctavoError: the file is missing or is no baseline
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        rows = {Entry(row["path"], row["code"], row["message"]): int(row["count"]) for row in data["findings"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OctavoError(
            "baseline-unreadable", "the file cannot be read as a baseline",
            remedy="Make it anew with “octavo check --write-baseline FILE”", path=path,
        ) from error  # fmt: skip
    return Counter(rows)


def apply(findings: Iterable[Finding], known: Counter[Entry], path: Path, root: Path) -> list[Finding]:
    """Return the findings that are not in *known*, and one note if entries of the file at *path* apply no longer."""
    left = known.copy()
    new: list[Finding] = []
    for finding in findings:
        entry = entry_of(finding, root)
        if left[entry] > 0:
            left[entry] -= 1
        else:
            new.append(finding)
    stale = sum(left.values())
    if stale:
        new.append(
            Finding(
                STALE, Severity.NOTE, Location(path),
                f"{stale} of its findings no longer exist" if stale > 1 else "One of its findings no longer exists",
                "Make it anew with --write-baseline, so that they cannot come back unseen",
            )
        )  # fmt: skip
    return new
