"""A doctree → its nodes in the order of the text, by one generator and not by one for every level of the tree.

docutils nests a generator a node: each node that is found is handed up through all that are around it. A page is gone
through about a hundred times until it is written. And for each node that a visitor sees, docutils makes four sentences
for a debugger that nobody asked for (docutils/nodes.py, 0.22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from docutils.utils import Reporter
from sphinx.util.nodes import NodeMatcher

_Condition = type[nodes.Node] | Callable[[nodes.Node], bool] | None

_original = nodes.Node.findall
_walk, _walkabout = nodes.Node.walk, nodes.Node.walkabout
_dispatch_visit, _dispatch_departure = nodes.NodeVisitor.dispatch_visit, nodes.NodeVisitor.dispatch_departure


def findall(
    self: nodes.Node,
    condition: _Condition = None,
    include_self: bool = True,
    descend: bool = True,
    siblings: bool = False,
    ascend: bool = False,
) -> Iterator[nodes.Node]:
    """Take the place of ``Node.findall``."""
    if siblings or ascend or not (include_self and descend):
        return _original(self, condition, include_self, descend, siblings, ascend)
    if condition is None:
        return _all(self)
    if isinstance(condition, type):
        return _of_kind(self, condition)
    if type(condition) is NodeMatcher:
        return _matching(self, condition)
    return _where(self, condition)


# Each asks for a node's children when it goes on after the node: whoever takes it may have changed them.


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
    waiting = [iter((root,))]
    while waiting:
        for node in waiting[-1]:
            if isinstance(node, kind):
                yield node
            if children := node.children:
                waiting.append(iter(children))
                break
        else:
            waiting.pop()


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
    """Yield what *matcher* matches, asked only of nodes of its classes."""
    found = _of_kind(root, matcher.classes) if matcher.classes else _all(root)
    return (node for node in found if matcher.match(node))


# --- visitors -------------------------------------------------------------------------------------------


def walk(self: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    """Take the place of ``Node.walk``."""
    return _walk(self, visitor) if _is_debugged(visitor) else _walked(self, visitor)


def walkabout(self: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    """Take the place of ``Node.walkabout``."""
    return _walkabout(self, visitor) if _is_debugged(visitor) else _walked_about(self, visitor)


def dispatch_visit(self: nodes.NodeVisitor, node: nodes.Node) -> Any:
    """Take the place of ``NodeVisitor.dispatch_visit``."""
    if _is_debugged(self):
        return _dispatch_visit(self, node)
    return getattr(self, f"visit_{type(node).__name__}", self.unknown_visit)(node)


def dispatch_departure(self: nodes.NodeVisitor, node: nodes.Node) -> Any:
    """Take the place of ``NodeVisitor.dispatch_departure``."""
    if _is_debugged(self):
        return _dispatch_departure(self, node)
    return getattr(self, f"depart_{type(node).__name__}", self.unknown_departure)(node)


def _is_debugged(visitor: nodes.NodeVisitor) -> bool:
    reporter: Reporter = visitor.document.reporter  # type: ignore[attr-defined]  # docutils says it in a comment
    return reporter.debug_flag or type(reporter).debug is not Reporter.debug


def _walked(node: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    try:
        try:
            visitor.dispatch_visit(node)
        except (nodes.SkipChildren, nodes.SkipNode):
            return False
        except nodes.SkipDeparture:
            pass
        try:
            # A visitor may replace what comes next; what stood there is visited all the same.
            for child in node.children[:]:
                if _walked(child, visitor):
                    return True
        except nodes.SkipSiblings:
            pass
    except nodes.StopTraversal:
        return True
    return False


def _walked_about(node: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    is_left, is_stopped = True, False
    try:
        try:
            visitor.dispatch_visit(node)
        except nodes.SkipNode:
            return False
        except nodes.SkipDeparture:
            is_left = False
        try:
            for child in node.children[:]:
                if _walked_about(child, visitor):
                    is_stopped = True
                    break
        except nodes.SkipSiblings:
            pass
    except nodes.SkipChildren:
        pass
    except nodes.StopTraversal:
        is_stopped = True
    if is_left:
        visitor.dispatch_departure(node)
    return is_stopped
