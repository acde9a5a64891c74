"""Typeset a LaTeX file as PDF with xelatex, and read the problems in its log.

xelatex exits with 0 even if characters are missing, references are undefined or boxes are overfull, so the log is read.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.cache.hashing import file_hash
from octavo.editions.formats import pdf_check
from octavo.editions.formats.pdf import typeset as typesetting
from octavo.editions.pipeline import plan
from octavo.errors import ContentError, OctavoError
from octavo.files import write_if_changed
from octavo.project import Language, Project
from octavo.project.dates import timestamp
from octavo.ui import tokens

PROGRAMS = ("xelatex", "xdvipdfmx", "upmendex", "rsvg-convert")
#: Debian's packages with the fonts of every PDF, with these programs and the LaTeX packages, and with bidi.
FONT_PACKAGES: tuple[str, ...] = ("fonts-noto-core", "fonts-noto-cjk", "fonts-dejavu-core")
DEBIAN_PACKAGES: tuple[str, ...] = (
    "texlive-xetex", "texlive-latex-extra", "texlive-fonts-recommended", "texlive-lang-chinese", "librsvg2-bin",
    *FONT_PACKAGES,
)  # fmt: skip
BIDI_PACKAGES: tuple[str, ...] = ("texlive-lang-arabic", *FONT_PACKAGES)
#: Points by which a box may be overfull; less is not visible in print.
TOLERANCE = 1.0
_MISSING = re.compile(r"Missing character: There is no (\S+)")
_OVERFULL = re.compile(r"Overfull \\[hv]box \(([\d.]+)pt too (?:wide|high)\)[^\n]*")
_UNDEFINED = re.compile(r"LaTeX Warning: (?:Hyper r|R)eference [`'](.*?)' on page .*? undefined")
_NO_FONT = re.compile(r'The font "([^"]+)" cannot be found')
_PAGES = re.compile(r"Output written on .*? \((\d+) pages?")
#: LaTeX breaks log lines at 79 columns unless told otherwise.
LOG_WIDTH = "10000"


@dataclass(frozen=True, slots=True)
class Log:
    """Represent the problems and page count in the log of LaTeX."""

    pages: int
    missing: tuple[str, ...]
    overfull: tuple[str, ...]
    undefined: tuple[str, ...]
    settled: bool = True

    @property
    def complaints(self) -> tuple[str, ...]:
        """Return the problems as one message each."""
        return (
            *(f"no glyph for {character}" for character in self.missing),
            *(f"reference {name} is undefined" for name in self.undefined),
            *self.overfull,
            *(() if self.settled else ("page numbers still changed after the last run",)),
        )


def read_log(text: str) -> Log:
    """Return the problems and the page count in *text*, the content of a ``.log``."""
    pages = _PAGES.search(text)
    overfull = [m.group(0) for m in _OVERFULL.finditer(text) if float(m.group(1)) > TOLERANCE]
    return Log(
        pages=int(pages.group(1)) if pages else 0,
        missing=tuple(dict.fromkeys(_MISSING.findall(text))),
        overfull=tuple(dict.fromkeys(overfull)),
        undefined=tuple(dict.fromkeys(_UNDEFINED.findall(text))),
    )


def missing_programs() -> list[str]:
    """Return the programs required for PDFs that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def missing_fonts(languages: Iterable[Language]) -> list[str]:
    """Return the families in which books in *languages* are set that are not installed, as far as fontconfig knows."""
    wanted = {tokens.face(style, language).family for style in ("serif", "sans", "mono") for language in languages}
    if not shutil.which("fc-list"):  # macOS has fonts and no fontconfig
        return []
    command = ["fc-list", "--format", "%{family[0]}\n"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return sorted(wanted.difference(listed))


def lacks_bidi() -> bool:
    """Return whether TeX lacks bidi, the package for languages written from right to left."""
    return subprocess.run(["kpsewhich", "bidi.sty"], capture_output=True, check=False).returncode != 0


def typeset(project: Project, source: Path, output: Path, log: Path) -> Log:
    """Typeset the LaTeX file *source* as *output*, copy the log to *log*, and return its problems.

    :raises OctavoError: there is no PDF; the message contains LaTeX's first error
    """
    environment = {
        "max_print_line": LOG_WIDTH,
        "SOURCE_DATE_EPOCH": str(timestamp(project)),
        "FORCE_SOURCE_DATE": "1",
    }
    source = _isolate(source)
    result = typesetting.typeset(source, environment)
    latex_log = source.with_suffix(".log")
    text = latex_log.read_text(encoding="utf-8", errors="replace") if latex_log.is_file() else ""
    if result.runs:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(result.output + text, encoding="utf-8")
    if font := _NO_FONT.search(result.complaint):
        raise OctavoError(
            "latex-font", f"{source.name} is set in {font[1]}, which is not installed",
            remedy=f"Install the font; on Debian: apt-get install {' '.join(FONT_PACKAGES)}",
        )  # fmt: skip
    if result.complaint:
        raise ContentError(
            "latex-failed", f"LaTeX could not typeset {source.name}: {result.complaint}", remedy=f"Read {log}"
        )
    data = source.with_suffix(".pdf").read_bytes()
    if not pdf_check.is_pdf(data):
        typesetting.forget(source)
        raise OctavoError(
            "latex-failed", f"LaTeX made a PDF of {source.name} that is cut off",
            remedy="Check the space on the disk, and run it again",
        )  # fmt: skip
    found = replace(read_log(text), settled=result.settled)
    if found.missing:
        # Boxes or gaps in the place of letters are no book.
        raise OctavoError(
            "latex-glyph", f"no font of {source.name} has the characters {', '.join(found.missing[:5])}",
            remedy="Install a font that has them; the Debian packages fonts-noto-core and fonts-noto-cjk have most",
        )  # fmt: skip
    write_if_changed(output, data)
    return found


def _isolate(source: Path) -> Path:
    """Copy the book *source* and the files it needs to a folder of its own; return its LaTeX file there.

    TeX may write any file in its folder, so the files of other books must not be in it.
    """
    folder = plan.job_folder(source)
    folder.mkdir(exist_ok=True)
    books = {path.stem for path in source.parent.glob("*.tex")}
    needed = {path.name: path for path in source.parent.iterdir() if path.is_file() and path.stem not in books}
    needed[source.name] = source
    for path in folder.iterdir():
        is_expected = path.name in needed or path.stem == source.stem
        if path.is_symlink() or (path.is_file() and not is_expected):
            path.unlink()
    for name, path in needed.items():
        if not _is_same(path, folder / name):
            shutil.copy2(path, folder / name)
    return folder / source.name


def _is_same(path: Path, copy: Path) -> bool:
    return copy.is_file() and file_hash(path) == file_hash(copy)
