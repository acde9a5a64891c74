"""Give each block of the preview a class that names its message.

Only the preview does this. ``octavo_preview`` turns it on; its value lists the locales that the preview serves.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

from octavo.catalogs.extract import figures
from octavo.catalogs.po.message_class import message_class
from octavo.errors import ContentError


class NameMessages(SphinxTransform):
    """Give every block that can be translated the class that names its message."""

    default_priority = 15  # type: ignore[assignment]  # docutils leaves it to subclasses; before Sphinx puts the translation in the place of the message (20)

    def apply(self, **kwargs: object) -> None:
        """Go through the messages of the document."""
        if self.config.octavo_preview:
            for node, msgid in extract_messages(self.document):
                # A node without an element of its own in HTML has no classes.
                if not isinstance(node, nodes.meta):
                    node["classes"] = [*node.get("classes", ()), message_class(msgid)]
            for node in self.document.findall(nodes.image):
                node["classes"] = [*node.get("classes", ()), *map(message_class, self._words(node))]

    def _words(self, image: nodes.image) -> list[str]:
        """Return the words of a figure, which are messages too."""
        _, path = self.env.relfn2path(image["uri"], self.env.current_document.docname)
        if not path.endswith(".svg") or not Path(path).is_file():
            return []
        try:
            return figures.words(Path(path))
        except ContentError:
            return []  # the build of the page names it
