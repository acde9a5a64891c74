"""Write “figure 3” in a sentence, and “Figure 3” at its beginning, in languages whose common nouns have no capital."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

#: Languages in which “figure” and “table” are common nouns in running text as well.
_LANGUAGES = frozenset(("ca", "es", "fr", "gl", "it", "pt", "ro"))
#: After one of these, a sentence begins.
_ENDS = (".", "!", "?", "…", "»", "”")


def lower(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the references to figures and tables of *doctree* as words of their sentence."""
    if app.config.language.partition("_")[0] not in _LANGUAGES or not app.config.octavo_house_style:
        return
    for link in doctree.findall(addnodes.number_reference):
        before = "".join(node.astext() for node in link.parent.children[: link.parent.index(link)]).rstrip()
        if not before or before.endswith(_ENDS):
            continue
        link["title"] = _lowered(link["title"])
        for text in list(link.findall(nodes.Text))[:1]:
            text.parent.replace(text, nodes.Text(_lowered(str(text))))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
