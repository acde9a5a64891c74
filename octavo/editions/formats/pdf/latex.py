"""A LaTeX file → a PDF, by xelatex; what the log says is read, not believed.

xelatex exits with 0 although characters are missing, references are undefined or boxes stick out: the log tells.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.cache.hashing import file_hash
from octavo.editions.formats import whole
from octavo.editions.formats.pdf import typeset as typesetting
from octavo.editions.pipeline import plan
from octavo.errors import OctavoError
from octavo.files import write_atomically
from octavo.project import Project
from octavo.project.dates import timestamp

PROGRAMS = ("xelatex", "xdvipdfmx", "upmendex", "rsvg-convert")
#: A box may stick out by so many points before it is a finding; less is not seen in print.
TOLERANCE = 1.0
_MISSING = re.compile(r"Missing character: There is no (\S+)")
_OVERFULL = re.compile(r"Overfull \\[hv]box \(([\d.]+)pt too (?:wide|high)\)[^\n]*")
_UNDEFINED = re.compile(r"LaTeX Warning: (?:Hyper r|R)eference [`'](.*?)' on page .*? undefined")
_PAGES = re.compile(r"Output written on .*? \((\d+) pages?")
#: LaTeX breaks log lines at 79 columns unless told otherwise.
LOG_WIDTH = "10000"


@dataclass(frozen=True, slots=True)
class Log:
    """What a run of LaTeX left in its log."""

    pages: int
    missing: tuple[str, ...]
    overfull: tuple[str, ...]
    undefined: tuple[str, ...]
    settled: bool = True

    @property
    def complaints(self) -> tuple[str, ...]:
        """One sentence each."""
        return (
            *(f"no glyph for {character}" for character in self.missing),
            *(f"reference {name} is undefined" for name in self.undefined),
            *self.overfull,
            *(() if self.settled else ("page numbers still changed after the last run",)),
        )


def read_log(text: str) -> Log:
    """Return what *text*, the content of a ``.log``, says of the last run."""
    found = _PAGES.search(text)
    overfull = [m.group(0) for m in _OVERFULL.finditer(text) if float(m.group(1)) > TOLERANCE]
    return Log(
        pages=int(found.group(1)) if found else 0,
        missing=tuple(dict.fromkeys(_MISSING.findall(text))),
        overfull=tuple(dict.fromkeys(overfull)),
        undefined=tuple(dict.fromkeys(_UNDEFINED.findall(text))),
    )


def missing_programs() -> list[str]:
    """Return the programs that a PDF needs and this machine has not."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def lacks_bidi() -> bool:
    """Whether this machine's TeX has no bidi, which sets languages that are written from right to left."""
    return subprocess.run(["kpsewhich", "bidi.sty"], capture_output=True, check=False).returncode != 0


def typeset(project: Project, source: Path, output: Path, log: Path) -> Log:
    """Make *output* from the LaTeX file *source* and return what the log says; *log* keeps it.

    :raises OctavoError: LaTeX made no PDF; the sentence has LaTeX's first complaint
    """
    environment = {
        "max_print_line": LOG_WIDTH,
        "SOURCE_DATE_EPOCH": str(timestamp(project)),
        "FORCE_SOURCE_DATE": "1",
    }
    source = _apart(source)
    result = typesetting.typeset(source, environment)
    latex_log = source.with_suffix(".log")
    text = latex_log.read_text(encoding="utf-8", errors="replace") if latex_log.is_file() else ""
    if result.runs:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(result.said + text, encoding="utf-8")
    if result.complaint:
        raise OctavoError(
            "latex-failed", f"LaTeX made no PDF of {source.name}: {result.complaint}", remedy=f"Read {log}"
        )
    data = source.with_suffix(".pdf").read_bytes()
    if not whole.is_pdf(data):
        typesetting.forget(source)
        raise OctavoError(
            "latex-failed", f"LaTeX made a PDF of {source.name} that is cut off",
            remedy="Check the space on the disk, and run it again",
        )  # fmt: skip
    write_atomically(output, data)
    return replace(read_log(text), settled=result.settled)


def _apart(source: Path) -> Path:
    """Give the book *source* a folder of its own with all that it reads, and return its LaTeX file there.

    TeX may write any file of its folder; what another book reads, and what was written for all, is not there.
    """
    folder = plan.job_folder(source)
    folder.mkdir(exist_ok=True)
    books = {path.stem for path in source.parent.glob("*.tex")}
    needed = {path.name: path for path in source.parent.iterdir() if path.is_file() and path.stem not in books}
    needed[source.name] = source
    for path in folder.iterdir():
        is_ours = path.name in needed or path.stem == source.stem
        if path.is_symlink() or (path.is_file() and not is_ours):
            path.unlink()
    for name, path in needed.items():
        if not _is_same(path, folder / name):
            shutil.copy2(path, folder / name)
    return folder / source.name


def _is_same(path: Path, copy: Path) -> bool:
    return copy.is_file() and file_hash(path) == file_hash(copy)
