"""Lead readers to the pages of other sites in their language, as the key ``links`` says."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from octavo.sphinxext.configuration import language_of, project_of


def localise(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Replace the beginning of each address of *doctree* that has another one in the language of the build.

    Addresses that intersphinx found are among them.
    """
    places = project_of(app).links.get(language_of(app).locale, {})
    if not places:
        return
    longest_first = sorted(places, key=len, reverse=True)
    for node in doctree.findall(nodes.reference):
        address = node.get("refuri", "")
        start = next((start for start in longest_first if address.startswith(start)), None)
        if start is not None:
            node["refuri"] = places[start] + address[len(start) :]
