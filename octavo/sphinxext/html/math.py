"""Convert formulas in TeX to MathML, which needs no network and no image, and which screen readers read aloud."""

from __future__ import annotations

from docutils import nodes
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

RENDERER = "octavo-mathml"
#: The renderer that Sphinx always loads.
_DEFAULT = "mathjax"
_LOGGER = logging.getLogger(__name__)


def formula(node: nodes.math | nodes.math_block, display: str) -> str:
    """Return the formula in *node* as MathML, or its TeX if it cannot be converted."""
    from octavo.text.mathml import FormulaError, mathml  # latex2mathml takes a moment to load

    tex = node.astext()
    try:
        return mathml(tex, display)
    except FormulaError as error:
        _LOGGER.warning(
            "the formula “%s” cannot be converted to MathML (%s); its source is shown", tex[:60], error,
            location=node, type="octavo", subtype="formula",
        )  # fmt: skip
        return f'<code class="math notranslate">{escape(tex)}</code>'


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula."""
    translator.body.append(formula(node, "inline"))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula of its own line."""
    translator.body.append(f'<div class="math">{formula(node, "block")}</div>')
    raise nodes.SkipNode


def choose(app: Sphinx) -> None:
    """Choose the renderer as Sphinx would if Octavo had registered none: the one that ``conf.py`` loads.

    Sphinx itself ends with an error if more than one is registered besides MathJax. An EPUB has no scripts, so
    MathJax does nothing there. The setting stays as it is: a run that finds another value than before reads all pages.
    """
    if app.builder.format != "html" or app.config.html_math_renderer is not None:
        return
    own = [name for name in app.registry.html_inline_math_renderers if name not in (_DEFAULT, RENDERER)]
    if not own and "sphinx.ext.mathjax" in app.config.extensions and app.builder.name != "epub":
        own = [_DEFAULT]
    chosen = own[0] if own else RENDERER
    # Of two, Sphinx takes the one that is not MathJax.
    for renderers in (app.registry.html_inline_math_renderers, app.registry.html_block_math_renderers):
        for name in renderers.keys() - {chosen, _DEFAULT}:
            del renderers[name]


def setup(app: Sphinx) -> None:
    """Register the renderer."""
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_math_block, None))
    # Before Sphinx demands a choice (priority 500).
    app.connect("builder-inited", choose, priority=100)
