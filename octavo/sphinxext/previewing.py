"""A Sphinx that is kept for the preview → blocks that name their messages, and catalogs read anew when they change.

Nothing of this happens in a build: it is asked for by ``octavo_preview``, the locales that the preview serves.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import translators
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from octavo.catalog.marks import mark_of


class NameMessages(SphinxTransform):
    """Give every block that can be translated the class that names its message."""

    default_priority = 15  # type: ignore[assignment]  # docutils leaves it to subclasses; before Sphinx puts the translation in the place of the message (20)

    def apply(self, **kwargs: object) -> None:
        """Go through the messages of the document."""
        if self.config.octavo_preview:
            for node, msgid in extract_messages(self.document):
                # What is written as no element of its own has no classes.
                if not isinstance(node, nodes.meta):
                    node["classes"] = [*node.get("classes", ()), mark_of(msgid)]


def forget(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Forget what is kept of *docnames*, which are about to be read again: their catalogs, and their doctrees.

    Python and Sphinx keep a catalog that was read once, and Sphinx a doctree, for as long as the process lives.
    """
    if app.config.octavo_preview:
        forget_read(app, docnames)


def forget_read(app: Sphinx, docnames: Sequence[str]) -> None:
    """Forget the catalogs and the doctrees of *docnames*, whatever *app* is for."""
    for docname in docnames:
        translators.pop(("general", docname_to_domain(docname, app.config.gettext_compact)), None)
        app.env._pickled_doctree_cache.pop(docname, None)
    forget_root(app.env)
    gettext._translations.clear()  # type: ignore[attr-defined]  # has no other way in


def forget_root(env: BuildEnvironment) -> None:
    """Forget the doctree of the root document, which Sphinx keeps for menus; it would go with the environment."""
    vars(env).pop("master_doctree", None)
