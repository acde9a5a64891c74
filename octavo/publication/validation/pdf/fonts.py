"""Check the structure, fonts and metadata of PDFs with qpdf, pdffonts and pdfinfo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from octavo.findings import Finding, Location, Severity
from octavo.project import PRINTED, Format, Language, Project
from octavo.publication.validation import programs
from octavo.publication.validation.editions import built_editions

#: A row of pdffonts: name, type, encoding, then embedded, subset, ToUnicode.
_ROW = re.compile(r"^(?P<name>\S+)\s.*\s(?P<embedded>yes|no)\s+(?:yes|no)\s+(?P<unicode>yes|no)\s+\d+\s+\d+$")


def check(project: Project) -> Iterator[Finding]:
    """Yield every problem of every PDF, checklists included."""
    for kind in (kind for kind in (*PRINTED, Format.ACCESSIBLE) if kind in project.formats):
        for edition, path in built_editions(project, kind):
            yield from _check(path, edition.language, tagged=kind is Format.ACCESSIBLE)
    for edition, folder in built_editions(project, Format.HTML):
        for path in sorted(folder.rglob("*.pdf")):
            yield from _check(path, edition.language, tagged=True)


def _check(path: Path, language: Language, *, tagged: bool) -> Iterator[Finding]:
    place = Location(path)
    structure = programs.run(["qpdf", "--check", str(path)])
    if structure.returncode:
        yield Finding("pdf-structure", Severity.ERROR, place, (structure.stderr or structure.stdout).strip())
    rows = programs.run(["pdffonts", str(path)]).stdout.splitlines()[2:]
    if not rows:
        yield Finding("pdf-fonts", Severity.ERROR, place, "the PDF has no text")
    for row in rows:
        match = _ROW.match(row)
        if not match or match["embedded"] != "yes":
            yield Finding("pdf-font-embedded", Severity.ERROR, place, f"the font is not embedded: {row.split()[0]}")
        elif match["unicode"] != "yes":
            yield Finding("pdf-font-unicode", Severity.ERROR, place, f"the font has no ToUnicode map: {match['name']}")
    info = programs.run(["pdfinfo", str(path)]).stdout
    if not re.search(r"^Title:\s+\S", info, re.MULTILINE):
        yield Finding("pdf-title", Severity.ERROR, place, "the PDF has no title")
    if tagged and not re.search(r"^Tagged:\s+yes", info, re.MULTILINE):
        yield Finding("pdf-tags", Severity.ERROR, place, "the PDF has no tags for screen readers")
    # pdfinfo does not print the language; it is in the document catalog (ISO 32000-1, 14.9.2).
    tail = programs.run(["qpdf", "--json=1", "--json-key=objects", str(path)]).stdout
    if not re.search(rf'"/Lang":\s*"(?:u:)?{re.escape(language.tag)}"', tail):
        yield Finding("pdf-language", Severity.ERROR, place, f"the PDF does not declare its language, {language.tag}")
