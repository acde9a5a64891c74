"""What is wrong, where, and what to do → one value for every check, gate and validator.

A finding is about content. What stops the program itself is an :class:`octavo.errors.OctavoError`.
The files beside this one render findings: ``text``, ``json``, ``sarif``, ``junit``, ``github``;
``baseline`` holds the findings that a project decided to live with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class Severity(IntEnum):
    """How much a finding matters; greater is worse."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word shown to people and machines: ``note``, ``warning`` or ``error``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. *line* is 1-based; 0 means the file as a whole."""

    path: Path
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def relative_to(self, root: Path) -> Location:
        """The same place with its path relative to *root*, where it lies below it."""
        if self.path.is_relative_to(root):
            return Location(self.path.relative_to(root), self.line)
        return self


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    :ivar code: the rule's code, for example ``markup-role-target``; never reused
    :ivar message: what is wrong, one sentence
    :ivar remedy: what to do about it, one sentence; may be empty where *message* says it
    :ivar fixed: the corrected text of the whole msgstr where a safe fix exists, else ``None``
    """

    code: str
    severity: Severity
    location: Location
    message: str
    remedy: str = ""
    fixed: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Findings are shown in the order of files and lines."""
        return (str(self.location.path), self.location.line, self.code, self.message)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings* sorted by file and line, each once."""
    return sorted(set(findings), key=lambda finding: finding.sort_key)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the greatest severity among *findings*, or ``None`` if there is none."""
    return max((finding.severity for finding in findings), default=None)
