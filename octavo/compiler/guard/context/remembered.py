"""Project → what was found out about it once, for as long as that very value lives; it is in no pickle of it."""

from __future__ import annotations

import weakref
from typing import Any

from octavo.project import Project

_FOUND: dict[int, tuple[weakref.ref[Project], dict[str, Any]]] = {}


def of(project: Project) -> dict[str, Any]:
    """Return the dictionary of *project*, which goes when it does."""
    key = id(project)
    entry = _FOUND.get(key)
    if entry is None or entry[0]() is not project:
        entry = (weakref.ref(project, lambda _: _FOUND.pop(key, None)), {})
        _FOUND[key] = entry
    return entry[1]
