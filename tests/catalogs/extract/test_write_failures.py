"""A file that Sphinx could not write whole is an error, not a warning."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from octavo.catalogs.extract import sphinx_run
from octavo.project import Project


@pytest.mark.slow
def test_a_full_disk_while_a_page_is_written_stops_the_run(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.write_text

    def write(path: Path, *arguments: object, **options: object) -> int:
        if path.name == "chapter.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, *arguments, **options)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(Path, "write_text", write)
    with pytest.raises(OSError, match="No space"):
        sphinx_run.run_sphinx(small, small.master, "html", small.build / "html", log=small.logs / "x.log")
