"""A catalog → its file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from octavo.catalog.messages import Catalog


def write(catalog: Catalog) -> bool:
    """Write *catalog* to its path, whole or not at all; return whether the file changed."""
    data = catalog.text().encode("utf-8")
    if catalog.path.is_file() and catalog.path.read_bytes() == data:
        return False
    write_atomically(catalog.path, data)
    return True


def write_atomically(path: Path, data: bytes) -> None:
    """Put *data* at *path* by rename, so that a kill or a full disk leaves the old file whole.

    :raises OSError: the data could not be written; the old file stands
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files that only their owner reads; a catalog has the mode of the file it replaces.
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
