"""Sphinx is called in the way of the version that is installed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sphinx.util.build_phase import BuildPhase

from octavo.catalogs.extract.sphinx_compat import enter_phase, resolved_doctree


class Environment:
    def __init__(self) -> None:
        self.given: dict[str, Any] = {}

    def get_and_resolve_doctree(self, docname: str, builder: object, *, doctree: object = None, **rest: Any) -> str:
        self.given = rest
        return docname


@pytest.fixture
def until_8_2() -> Any:
    return SimpleNamespace(app=SimpleNamespace(phase=BuildPhase.INITIALIZATION), tags={"html"}, env=Environment())


@pytest.fixture
def since_9_0(until_8_2: Any) -> Any:
    until_8_2.phase = BuildPhase.INITIALIZATION
    return until_8_2


def test_the_builder_holds_the_phase_since_9_0(since_9_0: Any) -> None:
    enter_phase(since_9_0, BuildPhase.WRITING)
    assert since_9_0.phase is BuildPhase.WRITING
    assert since_9_0.app.phase is BuildPhase.INITIALIZATION


def test_the_application_holds_the_phase_until_8_2(until_8_2: Any) -> None:
    enter_phase(until_8_2, BuildPhase.WRITING)
    assert until_8_2.app.phase is BuildPhase.WRITING
    assert not hasattr(until_8_2, "phase")


def test_tags_are_given_since_9_0_only(until_8_2: Any) -> None:
    assert resolved_doctree(until_8_2, "index") == "index"
    assert until_8_2.env.given == {}
    until_8_2.phase = BuildPhase.RESOLVING
    assert resolved_doctree(until_8_2, "index") == "index"
    assert until_8_2.env.given == {"tags": {"html"}}
