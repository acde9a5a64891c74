"""Hash Octavo's own source, so that results of another version are ignored."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import octavo

#: The name of the extension for ``conf.py``. Octavo's own builds always load it.
EXTENSION = "octavo.sphinxext"


@cache
def package_hash() -> str:
    """Return a digest of this package's version and of all its own files."""
    whole = hashlib.sha256(octavo.__version__.encode())
    folder = Path(octavo.__file__).parent
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        whole.update(f"\0{file.relative_to(folder)}\0".encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()
