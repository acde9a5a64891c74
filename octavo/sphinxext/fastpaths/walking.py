"""Visit the nodes of a doctree without a message for each of them.

docutils composes a message for each node that it enters or leaves, even if its setting ``debug`` is off and nobody gets
the message (docutils/nodes.py, 0.22).
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

_walk, _walkabout = nodes.Node.walk, nodes.Node.walkabout
_visit, _depart = nodes.NodeVisitor.dispatch_visit, nodes.NodeVisitor.dispatch_departure


def walk(self: nodes.Node, visitor: Any) -> bool:
    """Replace ``Node.walk``."""
    if visitor.document.reporter.debug_flag:
        return _walk(self, visitor)
    try:
        try:
            visitor.dispatch_visit(self)
        except (nodes.SkipChildren, nodes.SkipNode):
            return False
        except nodes.SkipDeparture:
            pass
        try:
            for child in self.children[:]:
                if child.walk(visitor):
                    return True
        except nodes.SkipSiblings:
            pass
    except nodes.StopTraversal:
        return True
    return False


def walkabout(self: nodes.Node, visitor: Any) -> bool:
    """Replace ``Node.walkabout``."""
    if visitor.document.reporter.debug_flag:
        return _walkabout(self, visitor)
    leaves, stop = True, False
    try:
        try:
            visitor.dispatch_visit(self)
        except nodes.SkipNode:
            return False
        except nodes.SkipDeparture:
            leaves = False
        try:
            for child in self.children[:]:
                if child.walkabout(visitor):
                    stop = True
                    break
        except nodes.SkipSiblings:
            pass
    except nodes.SkipChildren:
        pass
    except nodes.StopTraversal:
        stop = True
    if leaves:
        visitor.dispatch_departure(self)
    return stop


def visit(self: Any, node: nodes.Node) -> Any:
    """Replace ``NodeVisitor.dispatch_visit``."""
    if self.document.reporter.debug_flag:
        return _visit(self, node)
    return (getattr(self, f"visit_{type(node).__name__}", None) or self.unknown_visit)(node)


def depart(self: Any, node: nodes.Node) -> Any:
    """Replace ``NodeVisitor.dispatch_departure``."""
    if self.document.reporter.debug_flag:
        return _depart(self, node)
    return (getattr(self, f"depart_{type(node).__name__}", None) or self.unknown_departure)(node)
