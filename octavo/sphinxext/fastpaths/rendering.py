"""Titles and templates → what they were rendered to before: each title once a run, each template compiled once.

Sphinx renders a page's title anew, by a document and a translator of its own, on every page that names it, and
compiles LaTeX's templates for every table (sphinx/builders/html/__init__.py, sphinx/writers/latex.py, 9.0.4).
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translator
from sphinx.util.template import LaTeXRenderer

_original = StandaloneHTMLBuilder.render_partial
#: By builder, then by title. A page that is read again has a new title.
_titles: WeakKeyDictionary[StandaloneHTMLBuilder, WeakKeyDictionary[nodes.Node, dict[str, str]]] = WeakKeyDictionary()
_renderers: dict[tuple[Any, ...], LaTeXRenderer] = {}


def render_partial(self: StandaloneHTMLBuilder, node: nodes.Node | None) -> dict[str, str]:
    """Take the place of ``StandaloneHTMLBuilder.render_partial``."""
    # What a title says besides text may depend on the page where it is shown.
    if not isinstance(node, nodes.title) or not all(isinstance(child, nodes.Text) for child in node.children):
        return _original(self, node)
    known = _titles.setdefault(self, WeakKeyDictionary())
    if node not in known:
        known[node] = _original(self, node)
    return dict(known[node])


def renderer(latex_engine: str | None = None) -> LaTeXRenderer:
    """Take the place of ``sphinx.writers.latex.LaTeXRenderer`` where a table is written."""
    # It speaks the language of the build.
    key = latex_engine, get_translator()
    if key not in _renderers:
        _renderers.clear()
        _renderers[key] = LaTeXRenderer(latex_engine=latex_engine)
    return _renderers[key]
