"""Extract the texts of ``.. |name| replace::`` for the pages that use them, including those of ``rst_epilog``.

Sphinx passes over what is invisible; the mark that it knows for exceptions makes it extract and translate these.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

_REPLACED = re.compile(r"\.\.\s+\|[^|]+\|\s+replace::\s*(.*)", re.DOTALL)


class OfferSubstitutions(SphinxTransform):
    """Mark the definitions that the document uses as text to translate."""

    default_priority = 5  # type: ignore[assignment]  # docutils leaves it to subclasses; before Sphinx keeps the messages (10) and translates them (20)

    def apply(self, **kwargs: object) -> None:
        """Go through the definitions; one that only other pages use is theirs to translate."""
        used = {node["refname"].lower() for node in self.document.findall(nodes.substitution_reference)}
        for name, definition in self.document.substitution_defs.items():
            match = _REPLACED.match(definition.rawsource.strip())
            # Raw HTML, such as an icon, is nothing to translate.
            is_text = any(not isinstance(node, nodes.raw) and node.astext().strip() for node in definition)
            if match and name.lower() in used and is_text:
                definition["translatable"] = True
                definition.rawsource = " ".join(match[1].split())
