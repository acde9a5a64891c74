"""Store results between runs, as JSON files in the build folder.

A stored result is returned only if this schema and this version of the package wrote it, and if the file is whole.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from octavo.cache.package import package_hash

#: The version of the files' form. Increase it if you change the form.
SCHEMA = 1


def load(path: Path, version: str | None = None) -> Any:
    """Return the result that :func:`save` stored at *path*; ``None`` if it is missing, broken, or of another version.

    :param version: the version of the code that the result depends on; by default, the hash of this package
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        is_own = data["schema"] == SCHEMA and data["version"] == (package_hash() if version is None else version)
        return data["content"] if is_own else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(path: Path, content: Any, version: str | None = None) -> None:
    """Store *content* at *path* atomically.

    :raises OSError: it cannot be written; the earlier content is unchanged
    """
    from octavo.files import (
        write_atomically,  # it imports tempfile, which takes time that a cached result does not need
    )

    data = {"schema": SCHEMA, "version": package_hash() if version is None else version, "content": content}
    write_atomically(path, json.dumps(data, sort_keys=True).encode(), is_built=True)
