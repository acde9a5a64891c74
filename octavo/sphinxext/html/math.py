"""Formula in TeX → MathML: no network, no image, read aloud by screen readers."""

from __future__ import annotations

from docutils import nodes
from latex2mathml.converter import convert
from lxml import etree
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

RENDERER = "octavo-mathml"


def formula(tex: str, display: str) -> str:
    """Return *tex* as MathML, with its signs as alternative text for readers that know no MathML."""
    root = etree.fromstring(convert(tex, display=display))
    root.set("alttext", " ".join("".join(root.itertext()).split()))
    return str(etree.tostring(root, encoding="unicode"))


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula."""
    translator.body.append(formula(node.astext(), "inline"))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula of its own line."""
    translator.body.append(f'<div class="math">{formula(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the renderer."""
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_math_block, None))
