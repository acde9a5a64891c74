"""Test that docstrings begin with what the code does. Ruff's D401 sees functions only, and knows few words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

#: Beginnings of noun phrases, of headless clauses and of sentences in the third person.
NO_VERB = re.compile(r"(The|An?|All|Any|Both|Each|Every|One|Some\w+|What|Who|Of|[A-Z]\w*[a-rt-z]s)\b")
#: The reference of rules prints their docstrings, which say what is wrong.
RULES = ROOT / "octavo/compiler/checks/rules"


def docstrings() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "octavo").rglob("*.py")):
        if RULES in path.parents:
            continue
        for node in definitions(ast.parse(path.read_text(encoding="utf-8"))):
            # The docstring of an error says what happened.
            if not node.name.endswith("Error"):
                text = ast.get_docstring(node) or ""
                yield f"{path.relative_to(ROOT)}:{node.lineno}", text.partition("\n")[0]


def definitions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield the functions and classes in *node*, also those in others; :func:`ast.walk` enters every expression too."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
        if isinstance(child, ast.stmt | ast.ExceptHandler):
            yield from definitions(child)


def test_docstrings_begin_with_a_verb() -> None:
    assert [(place, line) for place, line in docstrings() if NO_VERB.match(line)] == []


@pytest.mark.parametrize("line", ["The header entry.", "Runs each task.", "All domains together.", "What is left."])
def test_other_beginnings_are_found(line: str) -> None:
    assert NO_VERB.match(line)


@pytest.mark.parametrize("line", ["Process a file.", "Pass the value on.", "Return the header."])
def test_verbs_are_not_found(line: str) -> None:
    assert not NO_VERB.match(line)
