"""Compute the checksum of a style sheet or a script once for each build.

Sphinx stores it by the real path of the file, and asks the file system for this path for every file of every page
(sphinx/builders/html/_assets.py, 9.0.4).
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from sphinx.builders.html._assets import _file_checksum as _original


def file_checksum(outdir: Path, filename: str | os.PathLike[str]) -> str:
    """Replace ``sphinx.builders.html._file_checksum``."""
    return _checksum(outdir, os.fspath(filename))


@cache
def _checksum(outdir: Path, filename: str) -> str:
    return _original(outdir, filename)
