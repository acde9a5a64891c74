"""Render Octavo's Jinja templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

from octavo.cache import shared


@cache
def _environment() -> Environment:
    folder = shared.folder("templates", Path())
    return Environment(
        # Compiling them takes as long as writing many pages.
        bytecode_cache=FileSystemBytecodeCache(str(folder), "octavo-%s") if folder != Path() else None,
        loader=PackageLoader("octavo.ui", "templates"),
        autoescape=True,  # every page here is XML or HTML
        auto_reload=False,  # the templates are part of this package and do not change while it runs
        undefined=StrictUndefined,  # a missing value is an error, not an empty string
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, **values: object) -> str:
    """Render the template ``octavo/ui/templates/<name>`` with *values*, each escaped for XML."""
    return _environment().get_template(name).render(values)


def read(name: str) -> str:
    """Return the content of a file of ``octavo/ui/templates/``, not rendered."""
    source, _, _ = _environment().loader.get_source(_environment(), name)  # type: ignore[union-attr]  # set above
    return source
