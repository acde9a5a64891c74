"""Compute docutils' settings once a run, and copy them for each document.

Sphinx makes an option parser with a hundred options for every document, and looks for ``docutils.conf`` in three
places (sphinx/util/docutils.py, 9.0.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils.frontend import Values
from docutils.utils import DependencyList
from sphinx.application import Sphinx
from sphinx.util.docutils import _get_settings as _original

#: By components, the given defaults and the resulting settings.
_known: dict[tuple[Any, ...], tuple[dict[str, Any], Values]] = {}


def get_settings(*components: Any, defaults: Mapping[str, Any], read_config_files: bool = False) -> Values:
    """Replace ``sphinx.util.docutils._get_settings``."""
    kinds = (*(item if isinstance(item, type) else type(item) for item in components), read_config_files)
    cached = _known.get(kinds)
    if cached is None or cached[0] != defaults:
        settings = _original(*components, defaults=defaults, read_config_files=read_config_files)
        cached = _known[kinds] = (dict(defaults), copied(settings))
    return copied(cached[1])


def copied(settings: Values) -> Values:
    """Return a copy of *settings* for another document."""
    copy = settings.copy()
    # Each document needs its own list of the files that it was read from.
    copy.record_dependencies = DependencyList()
    for name, value in vars(copy).items():
        if isinstance(value, list | dict):
            setattr(copy, name, value.copy())
    return copy


def connect(app: Sphinx) -> None:
    """Forget the settings before documents are read and when the build is finished."""
    for event in ("env-before-read-docs", "build-finished"):
        app.connect(event, forget)


def forget(*_: Any) -> None:
    """Forget all settings: ``docutils.conf`` may change before the next run."""
    _known.clear()
