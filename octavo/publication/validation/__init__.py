"""Run checkers on the editions and collect their findings; each checker has a file, and nothing is filtered out.

A checker that cannot run, or that finds no edition to check, is reported as left out and never as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.errors import OctavoError
from octavo.findings import Finding, in_order
from octavo.project import PRINTED, Format, Project
from octavo.publication.validation import editions
from octavo.publication.validation.epub.ace import check as check_ace
from octavo.publication.validation.epub.epubcheck import check as check_epubcheck
from octavo.publication.validation.gates import check as check_gates
from octavo.publication.validation.links import check as check_links
from octavo.publication.validation.pdf.fonts import check as check_fonts
from octavo.publication.validation.pdf.latex import check as check_latex
from octavo.publication.validation.pdf.pdfua import check as check_pdfua
from octavo.publication.validation.web.agreement import check as check_agreement
from octavo.publication.validation.web.axe import check as check_axe
from octavo.publication.validation.web.nu import check as check_nu
from octavo.publication.validation.web.opds import check as check_opds
from octavo.publication.validation.zimcheck import check as check_zim

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
    "pdfua": check_pdfua,
    "gates": check_gates,
    "agreement": check_agreement,
    "zimcheck": check_zim,
}


#: The formats that each checker reads. The others read the published site.
FORMATS: dict[str, tuple[Format, ...]] = {
    "epubcheck": (Format.EPUB,),
    "ace": (Format.EPUB,),
    "nu": (Format.HTML,),
    "links": (Format.HTML, Format.EPUB),
    "latex": tuple(PRINTED),
    "fonts": (*PRINTED, Format.ACCESSIBLE),
    "pdfua": (Format.ACCESSIBLE,),
    "gates": (Format.HTML, Format.EPUB, *PRINTED),
    "agreement": (Format.HTML,),
    "zimcheck": (Format.ZIM,),
}


@dataclass(frozen=True, slots=True)
class Report:
    """Store the result of one checker.

    :ivar left_out: why it did not run, or empty
    :ivar is_missing: whether it should have run: its program is missing, or nothing is built
    :ivar not_built: the names of the editions that it would check too, but that are not built
    """

    checker: str
    findings: tuple[Finding, ...] = ()
    left_out: str = ""
    is_missing: bool = False
    not_built: tuple[str, ...] = ()


def validate(project: Project, names: Sequence[str] = ()) -> Iterator[Report]:
    """Yield the report of each checker in *names*, or of all checkers if *names* is empty."""
    for name in names or CHECKERS:
        yield _report(project, name)


def _report(project: Project, name: str) -> Report:
    formats = [kind for kind in FORMATS.get(name, ()) if kind in project.formats]
    if name in FORMATS and not formats:
        # Other paper is the same book.
        names = [kind.value for kind in FORMATS[name] if not PRINTED.get(kind)]
        return Report(name, left_out=f"this project has no {' or '.join(names)}")
    if name == "agreement" and not project.translations:
        return Report(name, left_out="this project has one language")
    built, not_built = editions.sort(project, formats)
    try:
        if formats and not built:
            raise _not_built(f"no {' or '.join(kind.value for kind in formats)} edition is built", formats)
        if name == "agreement" and not (project.master in {item.language for item in built} and len(built) > 1):
            raise _not_built("the editions of the master and of a translation are not both built", formats)
        findings = tuple(in_order(CHECKERS[name](project)))
    except OctavoError as error:
        return Report(name, left_out=error.sentence, is_missing=True)
    return Report(name, findings, not_built=tuple(item.name for item in not_built))


def _not_built(sentence: str, formats: Sequence[Format]) -> OctavoError:
    options = " ".join(f"-f {kind.value}" for kind in formats)
    return OctavoError("not-built", sentence, remedy=f"Run “octavo publish {options}”")
