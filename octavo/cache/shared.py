"""Keep what is the same in every project, such as compiled templates, in one folder of the user.

Each file has a name that follows from all that it is made of, so it is never old, and may be deleted at any time.
"""

from __future__ import annotations

import os
from pathlib import Path


def folder(kind: str, otherwise: Path) -> Path:
    """Return the user's folder for files of *kind*; *otherwise* if it cannot be made."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        # XDG Base Directory Specification: a relative path is not used.
        place = (base if base.is_absolute() else Path.home() / ".cache") / "octavo" / kind
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):  # there is no home
        return otherwise
    return place if os.access(place, os.W_OK) else otherwise
