"""Write the publication's manifest: every edition with its path, size, checksum and coverage."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from octavo.editions import titles
from octavo.editions.pipeline import plan
from octavo.editions.pipeline.run import BuiltEdition
from octavo.project import PRINTED, Edition, Format, Project
from octavo.project.dates import date_of
from octavo.workflow import gate
from octavo.workflow.coverage import statement
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """Represent an edition as the manifest lists it.

    :ivar path: its file, or for HTML its start page, relative to the site
    :ivar size: size of its file in bytes; 0 for HTML
    :ivar pages: number of pages of a PDF, else 0
    :ivar percent: share of the book's words that is translated, 0 to 100; 100 for the master
    :ivar text_date: the day of the master's text if the edition shows a snapshot (``2026-05-03``), else empty
    :ivar words: words of the master's book; this and the three other counts are 0 for the master's own editions
    """

    locale: str
    tag: str
    book: str
    format: str
    title: str
    path: str
    size: int = 0
    sha256: str = ""
    pages: int = 0
    percent: float = 100.0
    text_date: str = ""
    translated_words: int = 0
    words: int = 0
    translated_messages: int = 0
    messages: int = 0


#: Streams with compressed objects in a PDF (ISO 32000-2, 7.5.7), and the mark of a page.
_OBJECTS = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def path_of(edition: Edition) -> str:
    """Return the path of *edition* in the site: a folder for HTML, a file for other formats."""
    if edition.format is Format.HTML:
        return edition.language.tag
    return f"downloads/{edition.language.tag}/{edition.book.slug}.{edition.format.value}"


def entries(builds: LanguageBuilds, built: Sequence[BuiltEdition]) -> list[EditionRecord]:
    """Return the manifest entries of the *built* editions."""
    return [_entry(builds[item.edition.language], item.edition) for item in built]


def _entry(build: LanguageBuild, edition: Edition) -> EditionRecord:
    project = build.project
    path = plan.output_path(project, edition)
    entry = EditionRecord(
        edition.language.locale,
        edition.language.tag,
        edition.book.slug,
        edition.format.value,
        titles.title(project, edition.book, edition.language),
        path_of(edition),
        percent=gate.percent_translated(build, edition.book),
        text_date=date_of(project).isoformat() if project.snapshot else "",
    )
    if figures := statement.for_edition(build, edition.book):
        entry = replace(
            entry,
            translated_words=figures.translated_words,
            words=figures.words,
            translated_messages=figures.translated_messages,
            messages=figures.messages,
        )
    if edition.format is Format.HTML:
        return replace(entry, path=f"{entry.path}/index.html")
    data = path.read_bytes()
    pages = _pages(data) if edition.format in {*PRINTED, Format.ACCESSIBLE} else 0
    return replace(entry, size=len(data), sha256=sha256(data).hexdigest(), pages=pages)


def _pages(data: bytes) -> int:
    """Return the number of pages of a PDF, which may compress its objects."""
    streams = (zlib.decompressobj().decompress(match[1]) for match in _OBJECTS.finditer(data))
    return sum(len(_PAGE.findall(text)) for text in (data, *streams))


def write(project: Project, editions: Sequence[EditionRecord], site: Path) -> None:
    """Write ``manifest.json`` and ``SHA256SUMS`` into *site*."""
    data = {
        "title": project.texts["title"],
        "base_url": project.base_url,
        "date": date_of(project).isoformat(),
        "editions": [asdict(entry) for entry in editions],
    }
    (site / "manifest.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sums = "".join(f"{entry.sha256}  {entry.path}\n" for entry in editions if entry.sha256)
    (site / "SHA256SUMS").write_text(sums, encoding="utf-8")
