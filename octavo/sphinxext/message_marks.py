"""Give each block of the preview a class that names its message.

Only the preview does this. ``octavo_preview`` turns it on; its value lists the locales that the preview serves.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

from octavo.catalogs.po.message_class import message_class


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
