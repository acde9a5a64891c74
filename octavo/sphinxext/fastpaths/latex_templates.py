"""Compile the templates of LaTeX files once a build.

Sphinx creates an environment of Jinja for every table, which compiles the template of tables again
(sphinx/writers/latex.py, 9.0.4).
"""

from __future__ import annotations

from functools import cache

from sphinx.application import Sphinx
from sphinx.util.template import LaTeXRenderer

#: Replace ``sphinx.writers.latex.LaTeXRenderer``, which ``LaTeXTranslator.render`` calls.
renderer = cache(LaTeXRenderer)


def connect(_app: Sphinx) -> None:
    """Forget the templates of the last build: they have its language."""
    renderer.cache_clear()
