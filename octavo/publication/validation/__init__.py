"""Run checkers over the built editions and return all their findings, unfiltered.

Each checker has a file of its own. A checker whose program is not installed is reported as skipped, not as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.errors import OctavoError
from octavo.findings import Finding, in_order
from octavo.project import Project
from octavo.publication.validation.ace import check as check_ace
from octavo.publication.validation.agreement import check as check_agreement
from octavo.publication.validation.axe import check as check_axe
from octavo.publication.validation.epubcheck import check as check_epubcheck
from octavo.publication.validation.fonts import check as check_fonts
from octavo.publication.validation.gates import check as check_gates
from octavo.publication.validation.latex import check as check_latex
from octavo.publication.validation.links import check as check_links
from octavo.publication.validation.nu import check as check_nu
from octavo.publication.validation.opds import check as check_opds

#: A checker returns the findings for the editions of a project.
Checker = Callable[[Project], Iterable[Finding]]

#: All checkers in running order. EPUBCheck runs before Ace, because Ace accepts broken EPUBs.
CHECKERS: dict[str, Checker] = {
    "epubcheck": check_epubcheck,
    "ace": check_ace,
    "nu": check_nu,
    "axe": check_axe,
    "links": check_links,
    "opds": check_opds,
    "latex": check_latex,
    "fonts": check_fonts,
    "gates": check_gates,
    "agreement": check_agreement,
}


@dataclass(frozen=True, slots=True)
class Report:
    """Represent the findings of one checker.

    :ivar left_out: why the checker did not run, or empty
    """

    checker: str
    findings: tuple[Finding, ...]
    left_out: str = ""


def validate(project: Project, names: Sequence[str] = ()) -> Iterator[Report]:
    """Yield the report of each checker in *names*, or of all checkers if *names* is empty."""
    for name in names or CHECKERS:
        try:
            yield Report(name, tuple(in_order(CHECKERS[name](project))))
        except OctavoError as error:
            yield Report(name, (), error.sentence)
