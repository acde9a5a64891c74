"""What the tasks of a build need → imported once, in the process from which the process of each task is forked.

Sphinx imports its fifty extensions in every run, with a web client among them: a quarter of a second. This is the
last module that the process imports; what there is by then lives as long as it does, and no task's search for garbage
need look at it again.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module

from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]
from sphinx.application import builtin_extensions

from octavo.sphinxext import fastpaths

#: What Sphinx, docutils and Octavo import only when a page, a formula, a language or an index asks for it.
_LATER = (
    "babel.dates",
    "docutils.languages.en",
    "docutils.parsers.rst.directives.admonitions",
    "docutils.parsers.rst.directives.body",
    "docutils.parsers.rst.directives.html",
    "docutils.parsers.rst.directives.images",
    "docutils.parsers.rst.directives.misc",
    "docutils.parsers.rst.directives.parts",
    "docutils.parsers.rst.directives.references",
    "docutils.parsers.rst.directives.tables",
    "docutils.parsers.rst.languages.en",
    "pagefind.service",
    "sphinxcontrib.rsvgconverter",
)

for name in (*builtin_extensions, *_LATER):
    with suppress(ImportError):  # Sphinx says it better, where it is missed
        import_module(name)

fastpaths.preload()

# The lexer of code that names no language; it compiles its patterns when it is first made.
PythonLexer()

gc.freeze()
