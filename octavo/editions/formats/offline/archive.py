"""Write the web site of a language as a ZIP. Unpacked, its pages open from the disk, and the search works."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

from octavo.editions.formats.offline import files
from octavo.files import write_atomically
from octavo.project import Language, Project
from octavo.project.dates import timestamp


def write(project: Project, language: Language, folder: Path, target: Path) -> None:
    """Write the edition in *folder* to *target*; the same edition gives the same bytes."""
    # The clock of a ZIP starts in 1980 and counts in steps of two seconds.
    time = max(timestamp(project), 315532800)
    date = datetime.datetime.fromtimestamp(time - time % 2, datetime.UTC).timetuple()[:6]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.read(project, language, folder):
            entry = zipfile.ZipInfo(f"{language.tag}/{name}", date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)
    write_atomically(target, data.getvalue())
