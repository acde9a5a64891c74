"""Walk from a node of a document to the elements around it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes


def with_ancestors(node: nodes.Node | None) -> Iterator[nodes.Node]:
    """Yield *node* and all elements around it, from the inside to the outside."""
    while node is not None:
        yield node
        node = node.parent


def is_in_class(node: nodes.Node | None, name: str) -> bool:
    """Return whether *node* or an element around it has the class *name*."""
    return any(isinstance(place, nodes.Element) and name in place.get("classes", ()) for place in with_ancestors(node))


def is_in(node: nodes.Node | None, kind: type[nodes.Element]) -> bool:
    """Return whether *node* or an element around it is a *kind*."""
    return any(isinstance(place, kind) for place in with_ancestors(node))
