"""Nodes are found in docutils' order, whatever happens to the tree meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st
from sphinx.util.nodes import NodeMatcher

from octavo.sphinxext.fastpaths import traversal

KINDS = st.sampled_from([nodes.section, nodes.paragraph, nodes.emphasis, nodes.reference, nodes.Text])
#: A tree as pairs of a kind and what is in it.
TREES = st.recursive(
    st.tuples(KINDS, st.just([])), lambda inner: st.tuples(KINDS, st.lists(inner, max_size=4)), max_leaves=25
)
CONDITIONS: list[Any] = [
    None,
    nodes.Node,
    nodes.paragraph,
    nodes.Text,
    lambda node: isinstance(node, (nodes.section, nodes.Text)),
    NodeMatcher(nodes.emphasis, nodes.reference),
    NodeMatcher(nodes.reference, refname="a"),
    NodeMatcher(),
]


def grown(tree: Any, number: Iterator[int]) -> nodes.Node:
    kind, inner = tree
    if kind is nodes.Text:
        return nodes.Text(f"text {next(number)}")
    node: nodes.Element = kind()
    node["ids"] = [f"n{next(number)}"]
    if next(number) % 3 == 0:
        node["refname"] = "ab"[next(number) % 2]
    node += [grown(child, number) for child in inner]
    return node


def document_of(tree: Any) -> nodes.document:
    document = new_document("page.rst", get_default_settings(Parser()))
    document += grown(tree, iter(range(10_000)))
    return document


def name(node: nodes.Node) -> str:
    return str(node) if isinstance(node, nodes.Text) else f"{type(node).__name__} {node.get('ids')}"


@pytest.mark.slow
@pytest.mark.parametrize("condition", CONDITIONS)
@given(tree=TREES)
def test_the_same_nodes_are_found_in_the_same_order(condition: Any, tree: Any) -> None:
    document = document_of(tree)
    slowly = list(traversal._original(document, condition))
    assert list(map(id, traversal.findall(document, condition))) == list(map(id, slowly))


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{"include_self": False}, {"descend": False}, {"siblings": True}, {"ascend": True}])
@given(tree=TREES)
def test_so_are_those_around_a_node(asked: dict[str, bool], tree: Any) -> None:
    for node in traversal._original(document_of(tree)):
        slowly = [id(item) for item in traversal._original(node, None, **asked)]
        assert [id(item) for item in traversal.findall(node, None, **asked)] == slowly


def unwrap(node: nodes.Node) -> None:
    node.parent.replace(node, list(node.children))


def grow(node: nodes.Node) -> None:
    if isinstance(node, nodes.Element) and len(node) < 4:
        node.append(nodes.Text("new"))


def drop(node: nodes.Node) -> None:
    node.parent.remove(node)


def double(node: nodes.Node) -> None:
    node.parent.insert(0, nodes.emphasis())


@pytest.mark.slow
@pytest.mark.parametrize("change", [unwrap, grow, drop, double])
@given(tree=TREES)
def test_a_tree_that_changes_meanwhile_is_gone_through_as_docutils_does(
    change: Callable[[nodes.Node], None], tree: Any
) -> None:
    found: list[list[str]] = []
    for find in (traversal._original, traversal.findall):
        document = document_of(tree)
        seen: list[str] = []
        for node in find(document, nodes.emphasis):
            seen.append(name(node))
            if len(seen) < 20 and node.parent is not None:
                change(node)
        found.append([*seen, document.pformat()])
    assert found[0] == found[1]
