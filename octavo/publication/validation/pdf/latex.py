"""Check LaTeX's logs for missing glyphs, undefined references and overfull boxes."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.editions.formats.pdf import latex
from octavo.findings import Finding, Location, Severity
from octavo.project import PRINTED, Project
from octavo.publication.validation.editions import built_editions, latex_log


def check(project: Project) -> Iterator[Finding]:
    """Yield every problem in the log of every PDF."""
    for edition, _ in (item for kind in PRINTED if kind in project.formats for item in built_editions(project, kind)):
        log = latex_log(project, edition)
        if not log.is_file():
            yield Finding("latex-log", Severity.ERROR, Location(log), "the PDF has no log", "Build it again")
            continue
        problems = latex.read_log(log.read_text(encoding="utf-8", errors="replace"))
        for character in problems.missing:
            yield Finding("latex-glyph", Severity.ERROR, Location(log), f"no font has the character {character}")
        for name in problems.undefined:
            yield Finding("latex-reference", Severity.ERROR, Location(log), f"the reference {name} is undefined")
        for box in problems.overfull:
            yield Finding("latex-overfull", Severity.WARNING, Location(log), box)
