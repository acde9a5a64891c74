"""Title, language and place in the series → the book's cover, drawn at build time: PNG for EPUB, PDF for print."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from octavo.catalogs.extract import figures
from octavo.editions.formats import confined
from octavo.editions.snapshots import label
from octavo.errors import OctavoError
from octavo.project import Language, Project
from octavo.ui import jinja
from octavo.ui.translations import translator

#: One colour and motif a guide; the set has its own. Dark enough for white text at 7:1 (WCAG 2.2, 1.4.6).
COLOURS = ("#1f3a5f", "#5a2a4d", "#1d4d3f", "#6b3410", "#3c3480", "#1f4f5f")
#: The motif has so many open pages at least, however many guides are published yet.
PAGES = 5
#: Height for a width of 1000: ISO 216 paper, and the 1:1.6 that e-book shops ask for.
PAPER, SCREEN = 1414, 1600
PNG_WIDTH = 1200


def svg(
    project: Project, language: Language, title: str, own: dict[str, str], position: int | None, *, height: int
) -> bytes:
    """Return the cover as SVG. *own* are the publication's texts in *language*; *position* is the guide's number."""
    word = translator(language)
    guides = sum(not book.is_set for book in project.books)
    number = word("Guide {number} of {count}").format(number=position, count=guides) if guides > 1 else ""
    # Lines begin at the margin where the language begins; anchors are those of a text from left to right.
    start, towards, away = (900, "end", "start") if language.is_right_to_left else (100, "start", "end")
    values = {
        "start": start,
        "towards": towards,
        "away": away,
        "rule": start + (-160 if language.is_right_to_left else 160),
        "title": title,
        "set_title": own["title"] if position else own.get("subtitle", ""),
        "author": own.get("author", ""),
        "language": language,
        "dated": label.snapshot_label(project, language),
        "number": number if position else "",
        "position": position,
        "count": max(guides, PAGES),
        "colour": COLOURS[(position or 0) % len(COLOURS)],
        "height": height,
    }
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "cover.svg"
        draft.write_text(jinja.render("cover.svg", **values), encoding="utf-8")
        return figures.localise(draft, language, str)


def png(project: Project, language: Language, title: str, own: dict[str, str], position: int | None) -> bytes:
    """Return the cover as PNG."""
    data = svg(project, language, title, own, position, height=SCREEN)
    return convert(data, "png", "--width", str(PNG_WIDTH))


def pdf(project: Project, language: Language, title: str, own: dict[str, str], position: int | None) -> bytes:
    """Return the cover as a PDF page with real text and embedded fonts."""
    return convert(svg(project, language, title, own, position, height=PAPER), "pdf")


def convert(data: bytes, kind: str, *options: str) -> bytes:
    """Return the SVG *data* as *kind* (``png`` or ``pdf``) by librsvg's command."""
    # cairo stamps PDFs with the time unless it is told one; the pages carry the date, the figure needs none.
    values = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "315532800")}
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = confined.run(["rsvg-convert", f"--format={kind}", *options], Path(folder), values, data=data)
    except FileNotFoundError as error:
        raise OctavoError(
            "program-missing", "the program rsvg-convert is not installed",
            remedy="Install librsvg2-bin (Debian: apt-get install librsvg2-bin; macOS: brew install librsvg)",
        ) from error  # fmt: skip
    if result.returncode:
        raise OctavoError(
            "cover-failed", f"rsvg-convert failed: {result.stderr.decode(errors='replace').strip()}",
            remedy="Correct the drawing",
        )  # fmt: skip
    return result.stdout
