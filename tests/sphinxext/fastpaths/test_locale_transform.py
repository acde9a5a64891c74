"""Titles are renamed without a look at the whole page for each."""

from __future__ import annotations

from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.util.nodes import NodeMatcher


def referring_to(name: str, document: Any) -> list[nodes.Element]:
    return list(NodeMatcher(nodes.target, refname=name).findall(document))


def test_targets_are_looked_for_once_and_found_by_the_name_that_they_have_now() -> None:
    module = pytest.importorskip("octavo.sphinxext.fastpaths.locale_transform", exc_type=ImportError)
    document = new_document("page")
    first = nodes.target(refname="a")
    document += [first, nodes.target(refuri="https://a.example/"), nodes.paragraph()]
    targets = module._Targets(document)
    assert referring_to("a", targets) == [first]
    first["refname"] = "b"
    document += nodes.target(refname="b")
    assert (referring_to("a", targets), referring_to("b", targets)) == ([], [first])
    targets.found = None
    assert len(referring_to("b", targets)) == 2
    assert targets.nameids is document.nameids
