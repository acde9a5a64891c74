"""Cache values for a ``Project`` object until it is garbage-collected. A pickle does not contain them."""

from __future__ import annotations

import weakref
from typing import Any

from octavo.project import Project

_FOUND: dict[int, tuple[weakref.ref[Project], dict[str, Any]]] = {}


def cache_of(project: Project) -> dict[str, Any]:
    """Return the cache dictionary of *project*. It is deleted together with *project*."""
    key = id(project)
    entry = _FOUND.get(key)
    if entry is None or entry[0]() is not project:
        entry = (weakref.ref(project, lambda _: _FOUND.pop(key, None)), {})
        _FOUND[key] = entry
    return entry[1]
