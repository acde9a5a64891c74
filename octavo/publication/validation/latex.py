"""LaTeX's logs → missing glyphs, undefined references and boxes that stick out."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline import plan
from octavo.findings import Finding, Location, Severity
from octavo.project import Format, Project
from octavo.publication.validation.editions import made


def check(project: Project) -> Iterator[Finding]:
    """Yield what the log of every PDF complains of."""
    for edition, _ in made(project, Format.PDF):
        log = plan.latex_log(project, edition)
        if not log.is_file():
            yield Finding("latex-log", Severity.ERROR, Location(log), "the PDF has no log", "Build it again")
            continue
        found = latex.read_log(log.read_text(encoding="utf-8", errors="replace"))
        for character in found.missing:
            yield Finding("latex-glyph", Severity.ERROR, Location(log), f"no font has the character {character}")
        for name in found.undefined:
            yield Finding("latex-reference", Severity.ERROR, Location(log), f"the reference {name} is undefined")
        for box in found.overfull:
            yield Finding("latex-overfull", Severity.WARNING, Location(log), box)
