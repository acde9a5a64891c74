"""Filter findings by a baseline file of known findings, and report entries that no longer apply.

A project with many findings records them once and fixes them later; only new findings fail. A finding is identified by
its code, file and message, not by its line, because lines move. Equal findings in a file are counted.
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
class KnownFinding:
    """Represent a finding in the baseline; *path* is relative to the project, with forward slashes."""

    path: str
    code: str
    message: str


def entry_of(finding: Finding, root: Path) -> KnownFinding:
    """Return the baseline entry of *finding*."""
    return KnownFinding(finding.location.relative_to(root).path.as_posix(), finding.code, finding.message)


def save(path: Path, findings: Iterable[Finding], root: Path) -> None:
    """Write the baseline file of *findings*, sorted and one on each line, for readable diffs."""
    counts = Counter(entry_of(finding, root) for finding in findings)
    rows = [
        {"path": entry.path, "code": entry.code, "message": entry.message, "count": count}
        for entry, count in sorted(counts.items())
    ]
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    write_atomically(path, f'{{"version": {VERSION}, "findings": [\n{lines}\n]}}\n'.encode())


def load(path: Path) -> Counter[KnownFinding]:
    """Return the entries of the baseline file with their counts.

    :raises OctavoError: the file is missing or is not a baseline
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        rows = {KnownFinding(row["path"], row["code"], row["message"]): int(row["count"]) for row in data["findings"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OctavoError(
            "baseline-unreadable", "the file cannot be read as a baseline",
            remedy="Write it again with “octavo check --write-baseline FILE”", path=path,
        ) from error  # fmt: skip
    return Counter(rows)


def apply(findings: Iterable[Finding], baseline: Counter[KnownFinding], path: Path, root: Path) -> list[Finding]:
    """Return the findings that are not in *baseline*, and a note if entries in *path* no longer apply."""
    unmatched = baseline.copy()
    new: list[Finding] = []
    for finding in findings:
        entry = entry_of(finding, root)
        if unmatched[entry] > 0:
            unmatched[entry] -= 1
        else:
            new.append(finding)
    stale = sum(unmatched.values())
    if stale:
        new.append(
            Finding(
                STALE, Severity.NOTE, Location(path),
                f"{stale} of its findings no longer exist" if stale > 1 else "One of its findings no longer exists",
                "Write it again with --write-baseline, so that these findings are reported if they come back",
            )
        )  # fmt: skip
    return new
