"""Nodes are visited as docutils visits them, and its messages are there for those who ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import Reporter, new_document

from octavo.sphinxext.fastpaths import checksums, walking

#: Each node, and what its visit raises.
RAISED = (None, nodes.SkipChildren, nodes.SkipNode, nodes.SkipDeparture, nodes.SkipSiblings, nodes.StopTraversal)
NAMES = ("walk", "walkabout")


class Visitor(nodes.SparseNodeVisitor):
    """Note each call, and raise what a node asks for."""

    def __init__(self, document: nodes.document) -> None:
        super().__init__(document)
        self.calls: list[str] = []

    def visit_emphasis(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.emphasis)
        self.calls.append(f"enter {node['ids']}")
        if error := node["error"]:
            raise error

    def depart_emphasis(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.emphasis)
        self.calls.append(f"leave {node['ids']}")

    def unknown_visit(self, node: nodes.Node) -> None:
        self.calls.append(f"enter {type(node).__name__}")

    def unknown_departure(self, node: nodes.Node) -> None:
        self.calls.append(f"leave {type(node).__name__}")


class Unknown(nodes.Inline, nodes.Element):
    """A node of an extension, which the visitor has no method for."""


def grown(depth: int, number: Iterator[int], error: type[Exception] | None) -> nodes.Element:
    place = next(number)
    node: nodes.Element = nodes.emphasis(ids=[str(place)], error=error if place in (3, 9) else None)
    node += nodes.Text("text")
    if depth:
        node += [grown(depth - 1, number, error), Unknown(), grown(depth - 1, number, error)]
    return node


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name, function in (
        (nodes.Node, "walk", walking.walk),
        (nodes.Node, "walkabout", walking.walkabout),
        (nodes.NodeVisitor, "dispatch_visit", walking.visit),
        (nodes.NodeVisitor, "dispatch_departure", walking.depart),
    ):
        monkeypatch.setattr(owner, name, function)


def calls(name: str, error: type[Exception] | None, document: nodes.document) -> list[object]:
    visitor = Visitor(document)
    stopped = getattr(grown(3, iter(range(99)), error), name)(visitor)
    return [*visitor.calls, stopped]


EXPECTED = {(name, error): calls(name, error, new_document("page")) for name in NAMES for error in RAISED}


@pytest.mark.usefixtures("patched")
@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_calls_are_made_in_the_same_order(name: str, error: type[Exception] | None) -> None:
    assert calls(name, error, new_document("page")) == EXPECTED[name, error]
    assert any("3" in str(call) for call in EXPECTED[name, error])


@pytest.mark.usefixtures("patched")
@pytest.mark.parametrize("name", NAMES)
def test_docutils_tells_of_each_node_if_it_is_asked_to(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(Reporter, "system_message", lambda self, level, message, *rest: told.append(message))
    document = new_document("page")
    calls(name, None, document)
    assert told == []
    document.reporter.debug_flag = True
    calls(name, None, document)
    assert any(f"Node.{name} calling dispatch_visit for emphasis" in message for message in told)
    assert any("NodeVisitor.dispatch_visit calling" in message for message in told)


def test_a_checksum_is_sphinxs_and_is_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "style.css").write_text("body {}", encoding="utf-8")
    expected = checksums._original(tmp_path, "style.css")
    asked: list[object] = []
    monkeypatch.setattr(Path, "resolve", lambda self: asked.append(self) or self)
    found = {checksums.file_checksum(tmp_path, "style.css") for _ in range(3)}
    assert found == {expected} != {""}
    assert asked == [tmp_path / "style.css"]
