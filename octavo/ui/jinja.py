"""Name of a Jinja page and its values → the rendered text."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("octavo.ui", "templates"),
        autoescape=True,  # every page here is XML or HTML
        auto_reload=False,  # they are this package's own: no page asks whether its template's file changed
        undefined=StrictUndefined,  # a missing value is a fault, never an empty place
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, **values: object) -> str:
    """Return the page ``octavo/ui/templates/<name>`` rendered with *values*, all escaped for XML."""
    return _environment().get_template(name).render(values)


def read(name: str) -> str:
    """Return a file of ``octavo/ui/templates/`` as it is."""
    source, _, _ = _environment().loader.get_source(_environment(), name)  # type: ignore[union-attr]  # set above
    return source
