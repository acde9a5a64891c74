"""Import the modules that tasks need in the process from which the tasks are forked.

Sphinx imports its fifty extensions in every run, which takes a fifth of a second. The process
imports this module last. All objects that exist then live as long as the process, so garbage collection skips them.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module

from pygments.lexers.python import PythonLexer
from sphinx.application import builtin_extensions

from octavo.cache import package
from octavo.catalogs.extract import sphinx_run
from octavo.sphinxext import fastpaths

#: Modules that Sphinx, docutils and Octavo import only when a page, a formula, a language or an index needs them.
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
    "octavo.editions.formats.html.search_index",
    "octavo.editions.formats.pdf.checklists",
    "octavo.editions.formats.pdf.latex",
    "octavo.sphinxext.epub.epub_builder",
    "octavo.sphinxext.latex.latex_builder",
    "octavo.text.mathml",
    "sphinxcontrib.rsvgconverter",
)

sphinx_run.application()  # before any extension loads Sphinx's web client
for name in (*builtin_extensions, *_LATER):
    if name == sphinx_run.LINK_CHECKER:
        continue
    with suppress(ImportError):  # if it is needed, Sphinx reports the error
        import_module(name)

fastpaths.preload()
package.package_hash()

# Create the default lexer: it compiles its patterns when it is first created.
PythonLexer()

gc.freeze()
