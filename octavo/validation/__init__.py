"""Editions → findings, one file a checker; nothing that a checker says is filtered out.

A checker whose program is not installed is reported as left out, never as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.errors import OctavoError
from octavo.findings import Finding, in_order
from octavo.project import Project
from octavo.validation import ace, agreement, axe, epubcheck, fonts, gates, latex, links, nu

#: What a checker is: the project's editions → findings.
Checker = Callable[[Project], Iterable[Finding]]

#: All checkers in the order in which they run: EPUBCheck before Ace, which passes books that are broken.
CHECKERS: dict[str, Checker] = {
    "epubcheck": epubcheck.check,
    "ace": ace.check,
    "nu": nu.check,
    "axe": axe.check,
    "links": links.check,
    "latex": latex.check,
    "fonts": fonts.check,
    "gates": gates.check,
    "agreement": agreement.check,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What one checker found.

    :ivar left_out: why it did not run, or empty
    """

    checker: str
    findings: tuple[Finding, ...]
    left_out: str = ""


def validate(project: Project, names: Sequence[str] = ()) -> Iterator[Report]:
    """Yield the report of each checker called in *names* (of all, if none is named)."""
    for name in names or CHECKERS:
        try:
            yield Report(name, tuple(in_order(CHECKERS[name](project))))
        except OctavoError as error:
            yield Report(name, (), error.sentence)
