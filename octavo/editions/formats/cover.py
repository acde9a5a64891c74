"""Draw the cover of a book as SVG, as PNG for EPUBs and as PDF for print."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from octavo.catalogs.extract import figure_lines, figures
from octavo.editions.formats import program_limits
from octavo.editions.snapshots import label
from octavo.errors import OctavoError
from octavo.project import Language, Project
from octavo.project.dates import year_of
from octavo.ui import jinja, tokens
from octavo.ui.translations import translator

#: Height for a width of 1000: of ISO 216 paper, and of the ratio 1:1.6 that e-book shops require.
PAPER, SCREEN = 1414, 1600
PNG_WIDTH = 1200
#: Width of lines, greatest heights of the title and of the line below it, and sizes of the title.
_WIDTH, _HEIGHT, _SET_HEIGHT, _SIZES = 860, 345, 150, (100, 88, 76, 66, 58, 50)
#: Top of the title on all covers, and the space between it, the rule and the line below.
_TOP, _GAP = 160, 34
#: Width of the lines below the emblem, which is that of their rule, and sizes of the motto.
_FOOT_WIDTH, _MOTTO_SIZES = 800, (32, 30, 28, 26, 24)
#: Distance of the motto's middle from the foot of the cover, its distance from the emblem, and the emblem's radius.
_MOTTO, _MOTTO_GAP, _RADIUS = 326, 8, 265


def svg(
    project: Project, language: Language, title: str, texts: dict[str, str], position: int | None, *, height: int
) -> bytes:
    """Return the cover as SVG.

    :param texts: the publication's texts in *language*
    :param position: the number of the guide, ``None`` for the set
    """
    word = translator(language)
    guides = len(project.guides)
    guide = next((book for book in project.books if position and project.position(book) == position), project.set_book)
    number = word("Book {number} of {count}").format(number=position, count=guides) if guides > 1 else ""
    # Lines begin at the margin where the language begins; the anchors are those of left-to-right text.
    start, towards, away = (900, "end", "start") if language.is_right_to_left else (100, "start", "end")
    set_title = texts["title"] if position else texts.get("subtitle", "")
    size, set_size = _size(title, figure_lines.BOLD, _SIZES, _HEIGHT), _size(set_title, 1, (36, 32, 28), _SET_HEIGHT)
    high, set_high = _height(title, figure_lines.BOLD, size), _height(set_title, 1, set_size)
    below = _TOP + high + _GAP
    motto = texts.get("motto", "")
    one_line = _MOTTO_SIZES[0] * figures.LINE_HEIGHT
    motto_size = _size(motto, figure_lines.BOLD, _MOTTO_SIZES, one_line, _FOOT_WIDTH)
    motto_high = max(one_line, _height(motto, figure_lines.BOLD, motto_size, _FOOT_WIDTH))
    # The emblem stands on the motto, and is smaller where a long title leaves it less room.
    foot = height - _MOTTO - motto_high / 2 - _MOTTO_GAP
    radius = min(_RADIUS, max(0, foot - below - _GAP - set_high - _GAP) / 2)
    values = {
        "start": start,
        "towards": towards,
        "away": away,
        "rule": start - (160 if language.is_right_to_left else 0),
        "title": title,
        "size": size,
        "title_y": _TOP + high / 2,
        "rule_y": below,
        "set_title": set_title,
        "set_size": set_size,
        "set_y": below + _GAP + set_high / 2,
        "author": texts.get("author", ""),
        "edition": " · ".join(filter(None, (texts.get("edition", ""), str(year_of(project))))),
        "notice": texts.get("notice", ""),
        "motto": motto,
        "motto_size": motto_size,
        "motto_y": height - _MOTTO,
        "foot_width": _FOOT_WIDTH,
        "motto_source": texts.get("motto-source", ""),
        "language": language,
        "dated": label.snapshot_label(project, language),
        "number": number if position else "",
        "emblem": (guide.emblem if guide else "") or "pages",
        "centre": 305 if language.is_right_to_left else 695,
        "middle": foot - radius,
        "radius": radius,
        "scale": 2 * radius / _RADIUS,
        "colour": tokens.shades(project, guide).solid,
        "light": tokens.tokens()["highlight"]["colour"],
        "height": height,
    }
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "cover.svg"
        draft.write_text(jinja.render("cover.svg", **values), encoding="utf-8")
        return figures.localise(draft, language, str)


def _size(text: str, weight: float, sizes: Sequence[int], height: float, width: int = _WIDTH) -> int:
    """Return the greatest of *sizes* in which *text* is not higher than *height*, in lines of *width*."""
    for size in sizes:
        if _height(text, weight, size, width) <= height:
            return size
    return sizes[-1]


def _height(text: str, weight: float, size: int, width: int = _WIDTH) -> float:
    """Return the height of *text* in *size*, set in lines of *width*."""
    return len(figure_lines.balanced_lines(text, width / size / weight)) * size * figures.LINE_HEIGHT


def png(project: Project, language: Language, title: str, texts: dict[str, str], position: int | None) -> bytes:
    """Return the cover as PNG."""
    data = svg(project, language, title, texts, position, height=SCREEN)
    return convert(data, "png", "--width", str(PNG_WIDTH))


def pdf(project: Project, language: Language, title: str, texts: dict[str, str], position: int | None) -> bytes:
    """Return the cover as a PDF page with real text and embedded fonts."""
    return convert(svg(project, language, title, texts, position, height=PAPER), "pdf")


def convert(data: bytes, kind: str, *options: str) -> bytes:
    """Convert the SVG *data* to *kind* (``png`` or ``pdf``) with rsvg-convert."""
    # By default cairo writes the present time into PDFs, so a fixed time is set.
    values = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "315532800")}
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = program_limits.run(["rsvg-convert", f"--format={kind}", *options], Path(folder), values, data=data)
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
