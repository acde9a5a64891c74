"""Leave out the XML of nodes in messages for debugging that nobody sees.

For each node that is not translated, Sphinx writes its XML for a message, even if no such message is shown
(sphinx/util/nodes.py, 9.0.4).
"""

from __future__ import annotations

import logging

from docutils import nodes
from sphinx.util.nodes import repr_domxml as _original


def repr_domxml(node: nodes.Node, length: int = 80) -> str:
    """Replace ``sphinx.util.nodes.repr_domxml``, which only messages for debugging use."""
    if logging.getLogger("sphinx").isEnabledFor(logging.DEBUG):
        return _original(node, length)
    return ""
