"""Extract the covers of the EPUBs as images for the downloads pages and the feeds."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from octavo.editions.formats.epub import package
from octavo.editions.formats.html.covers import SMALL, reduced
from octavo.project import Format
from octavo.publication.manifest import EditionRecord


def paths(entry: EditionRecord) -> tuple[str, str]:
    """Return the paths in the site of the full-size and the small cover of *entry*'s book."""
    stem = f"downloads/{entry.tag}/{entry.book}"
    return f"{stem}.png", f"{stem}-small.png"


def write(entries: Sequence[EditionRecord], site: Path) -> None:
    """Write the cover of every EPUB in *entries* into *site*, in two sizes."""
    for entry in entries:
        if entry.format != Format.EPUB.value or not zipfile.is_zipfile(site / entry.path):
            continue
        with zipfile.ZipFile(site / entry.path) as book:
            data = book.read(package.COVER)
        large, small = paths(entry)
        (site / large).write_bytes(data)
        (site / small).write_bytes(reduced(data, SMALL, 64))
