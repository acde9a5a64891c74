"""Yield the nodes of a doctree in document order from one generator, not from one for each level of the tree.

docutils nests a generator for each node, so each node that is found is handed up through all its ancestors. A page is
traversed about a hundred times before it is written (docutils/nodes.py, 0.22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from sphinx.util.nodes import NodeMatcher

_Condition = type[nodes.Node] | Callable[[nodes.Node], bool] | None

_original = nodes.Node.findall


def findall(
    self: nodes.Node,
    condition: _Condition = None,
    include_self: bool = True,
    descend: bool = True,
    siblings: bool = False,
    ascend: bool = False,
) -> Iterator[nodes.Node]:
    """Replace ``Node.findall``."""
    if siblings or ascend or not (include_self and descend):
        return _original(self, condition, include_self, descend, siblings, ascend)
    if condition is None:
        return _all(self)
    if isinstance(condition, type):
        return _of_kind(self, condition)
    if type(condition) is NodeMatcher:
        return _matching(self, condition)
    return _where(self, condition)


# Read the children of a node only after it was yielded: the caller may have changed them.


def _all(root: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [iter((root,))]
    while waiting:
        for node in waiting[-1]:
            yield node
            if children := node.children:
                waiting.append(iter(children))
                break
        else:
            waiting.pop()


def _of_kind(root: nodes.Node, kind: type[nodes.Node] | tuple[type[nodes.Node], ...]) -> Iterator[nodes.Node]:
    wants_text = issubclass(nodes.Text, kind)
    waiting = []
    current = iter((root,))
    while True:
        for node in current:
            if isinstance(node, kind):
                yield node
            # Most nodes with children have a single text: pass it here, where nobody can change it before.
            if (children := node.children) and (wants_text or len(children) > 1 or type(children[0]) is not nodes.Text):
                waiting.append(current)
                current = iter(children)
                break
        else:
            if not waiting:
                return
            current = waiting.pop()


def _where(root: nodes.Node, condition: Callable[[nodes.Node], bool]) -> Iterator[nodes.Node]:
    waiting = [iter((root,))]
    while waiting:
        for node in waiting[-1]:
            if condition(node):
                yield node
            if children := node.children:
                waiting.append(iter(children))
                break
        else:
            waiting.pop()


def _matching(root: nodes.Node, matcher: NodeMatcher[Any]) -> Iterator[nodes.Node]:
    """Yield the nodes that *matcher* matches. It is called only for nodes of its classes."""
    found = _of_kind(root, matcher.classes) if matcher.classes else _all(root)
    return (node for node in found if matcher.match(node))
