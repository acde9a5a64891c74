"""Translate formulas, and let the guard check each one again when its kind is certain.

The compiler checks messages by the sources of a catalog. Here Sphinx knows which texts are formulas. If the guard
refuses a translation, the page shows the formula of the master. Sphinx itself would parse the translation of a block of
mathematics as a literal block of reStructuredText. On pages of Markdown, that would show ``::``.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from octavo.compiler.guard.math import problems
from octavo.sphinxext.configuration import project_of
from octavo.sphinxext.doctree.translation_filter import app_of, translations_of

_LOGGER = logging.getLogger(__name__)
#: The attribute with the master's inline formulas, for the second transform. A stored doctree does not have it.
_KEPT = "octavo_formulas"


class TranslateFormulas(SphinxTransform):
    """Translate every block of mathematics, so that Sphinx does not parse the translation."""

    default_priority = 19  # type: ignore[assignment]  # docutils leaves it to subclasses; right before Sphinx translates (20)

    def apply(self, **kwargs: object) -> None:
        """Translate the blocks, hide them from Sphinx, and note the master's inline formulas."""
        if self.config.language == self.config.octavo_master:
            return
        self.document.attributes[_KEPT] = [node.astext() for node in self.document.findall(nodes.math)]
        # One that the filter leaves (octavo.sphinxext.doctree.translation_filter, right before) stays as it is.
        blocks = [node for node in self.document.findall(nodes.math_block) if node.get("translatable", True)]
        translations = self._translations() if blocks else {}
        is_free = project_of(app_of(self.env)).free_formulas
        for node in blocks:
            master = node.rawsource or node.astext()
            text = translations.get(master, "")
            is_right = bool(text) and _is_right(master, text, node, is_free=is_free)
            if is_right and text != master:
                node.children = [nodes.Text(text)]
                node.setup_child(node[0])
            node["translated"] = is_right
            node["translatable"] = False

    def _translations(self) -> dict[str, str]:
        """Return the page's translations by message; those of an empty catalog are none."""
        catalog = translations_of(self.env, self.env.current_document.docname)
        messages: dict[str, str] = getattr(catalog, "_catalog", {})  # gettext offers no other way to all of them
        return messages


class CheckFormulas(SphinxTransform):
    """Show the source of an inline formula if a translation added it to those of the master."""

    default_priority = 21  # type: ignore[assignment]  # docutils leaves it to subclasses; right after Sphinx translated (20)

    def apply(self, **kwargs: object) -> None:
        """Check the inline formulas, and let Sphinx see the blocks again."""
        masters = self.document.attributes.pop(_KEPT, None)
        if masters is None:
            return
        for node in self.document.findall(nodes.math_block):
            node.attributes.pop("translatable", None)
        known = set(masters)
        is_free = project_of(app_of(self.env)).free_formulas
        for node in list(self.document.findall(nodes.math)):
            text = node.astext()
            if text not in known and all(problems(master, text, is_free=is_free) for master in masters):
                _LOGGER.warning(
                    "the formula “%s” of the translation is none of the page's; it is shown as text "
                    "[guard-math]", text[:60], location=node, type="octavo", subtype="formula",
                )  # fmt: skip
                node.replace_self(nodes.literal(text, text))


def _is_right(master: str, text: str, node: nodes.Element, *, is_free: bool) -> bool:
    reasons = problems(master, text, is_free=is_free)
    if reasons:
        _LOGGER.warning(
            "%s; the formula of the master is shown [%s]", reasons[0].message, reasons[0].code,
            location=node, type="octavo", subtype="formula",
        )  # fmt: skip
    return not reasons
