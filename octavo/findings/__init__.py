"""Define the finding: a problem in the content, with its place and a remedy.

Errors that stop the program are :class:`octavo.errors.OctavoError` instead. The modules ``text``, ``json``, ``sarif``,
``junit`` and ``github`` render findings; ``baseline`` stores known findings, which are not reported again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path


class Severity(IntEnum):
    """Rank the severity of a finding; greater is worse."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """Return the name of the severity: ``note``, ``warning`` or ``error``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Represent a place in a file; *line* is 1-based, and 0 means the whole file."""

    path: Path
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def relative_to(self, root: Path) -> Location:
        """Return the place with its path relative to *root* if the file is below it."""
        return Location(_relative(self.path, root), self.line)


@lru_cache(maxsize=1024)  # a file can have thousands of findings
def _relative(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


@dataclass(frozen=True, slots=True)
class Finding:
    """Represent a problem in the content.

    :ivar code: the code of the rule, for example ``markup-role-target``; never reused
    :ivar message: the problem, in one sentence
    :ivar remedy: what to do, in one sentence; empty if *message* says it
    :ivar fixed: the corrected text of the whole msgstr if there is a safe fix, else ``None``
    """

    code: str
    severity: Severity
    location: Location
    message: str
    remedy: str = ""
    fixed: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Return the sort key: file, line, code, message."""
        return (str(self.location.path), self.location.line, self.code, self.message)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings* sorted by file and line, each once."""
    return sorted(set(findings), key=lambda finding: finding.sort_key)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the greatest severity among *findings*, or ``None`` if there is none."""
    return max((finding.severity for finding in findings), default=None)
