"""Nodes are found and visited in docutils' order, whatever a visitor does to the tree meanwhile."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from hypothesis import given, settings
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


@pytest.mark.parametrize("condition", CONDITIONS)
@given(tree=TREES)
def test_the_same_nodes_are_found_in_the_same_order(condition: Any, tree: Any) -> None:
    document = document_of(tree)
    slowly = list(traversal._original(document, condition))
    assert list(map(id, traversal.findall(document, condition))) == list(map(id, slowly))


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


STOPS = [None, nodes.SkipChildren, nodes.SkipNode, nodes.SkipSiblings, nodes.SkipDeparture, nodes.StopTraversal]


class Recorder(nodes.NodeVisitor):
    """Notes what it sees, and at every third node raises what it was told."""

    def __init__(self, document: nodes.document, stop: type[Exception] | None) -> None:
        super().__init__(document)
        self.stop = stop
        self.seen: list[str] = []

    def unknown_visit(self, node: nodes.Node) -> None:
        self.seen.append(f"+{name(node)}")
        if self.stop and len(self.seen) % 3 == 0:
            raise self.stop

    def visit_emphasis(self, node: nodes.emphasis) -> None:
        self.seen.append("emphasis")
        unwrap(node)

    def unknown_departure(self, node: nodes.Node) -> None:
        self.seen.append(f"-{name(node)}")

    def depart_reference(self, node: nodes.reference) -> None:
        self.seen.append("a reference ends")


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    def switch(is_on: bool) -> None:
        places: list[tuple[type, str, Any]] = [
            (nodes.Node, "walk", traversal._walk), (nodes.Node, "walkabout", traversal._walkabout),
            (nodes.NodeVisitor, "dispatch_visit", traversal._dispatch_visit),
            (nodes.NodeVisitor, "dispatch_departure", traversal._dispatch_departure),
        ]  # fmt: skip
        for owner, place, original in places:
            monkeypatch.setattr(owner, place, getattr(traversal, place) if is_on else original)

    return switch


@pytest.mark.parametrize("way", ["walk", "walkabout"])
@pytest.mark.parametrize("stop", STOPS)
def test_a_visitor_sees_the_same(way: str, stop: type[Exception] | None, patched: Callable[[bool], None]) -> None:
    @given(tree=TREES)
    @settings(max_examples=60)
    def same(tree: Any) -> None:
        seen = []
        for is_on in (False, True):
            patched(is_on)
            recorder = Recorder(document_of(tree), stop)
            stopped = getattr(recorder.document, way)(recorder)
            seen.append((stopped, recorder.seen))
        assert seen[0] == seen[1]

    same()


@pytest.mark.parametrize("way", ["walk", "walkabout"])
def test_a_debugger_is_told_what_docutils_tells_it(way: str, patched: Callable[[bool], None]) -> None:
    said = []
    for is_on in (False, True):
        patched(is_on)
        document = document_of((nodes.section, [(nodes.paragraph, [(nodes.Text, [])])]))
        document.reporter.debug_flag = True
        document.reporter.stream = stream = io.StringIO()  # type: ignore[assignment]
        getattr(document, way)(Recorder(document, None))
        said.append(stream.getvalue())
    assert said[0] == said[1]
    assert "dispatch_visit for paragraph" in said[0]
