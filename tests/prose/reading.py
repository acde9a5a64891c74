"""Collect the texts that people read: pages, help texts, rules, and the messages of errors and findings."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from docs.generate.checks import documentation
from octavo.cli.commands import octavo
from octavo.compiler.checks import RULES
from tests.conftest import ROOT

#: Generated from docstrings and help texts, which are checked themselves or by their own tests.
GENERATED = {"docs/reference/commands.md", "docs/reference/checks.md"}
#: ``error`` and ``_slip`` are methods of the reader of catalogs.
_REPORTS = {"error", "_slip", "OctavoError", "ContentError", "UsageError", "Finding", "Problem", "Refusal"}


def pages() -> list[Path]:
    """Return the pages that people write."""
    docs = sorted(path for path in (ROOT / "docs").rglob("*.md") if "build" not in path.relative_to(ROOT).parts)
    written = [path for path in docs if path.relative_to(ROOT).as_posix() not in GENERATED]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *written]


def help_texts() -> Iterator[str]:
    """Yield the paragraphs of each command's help, and the help of each option."""
    context = click.Context(octavo)
    for name in octavo.list_commands(context):
        command = octavo.get_command(context, name)
        assert command is not None
        yield from inspect.cleandoc(command.help or "").split("\n\n")
        for parameter in command.params:
            yield getattr(parameter, "help", None) or ""


def messages() -> Iterator[str]:
    """Yield the sentences and remedies of errors and findings in the code; a value in them becomes “X”."""
    for path in sorted((ROOT / "octavo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _REPORTS:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                yield from (text for text in map(_text, given) if " " in text)


def rules() -> Iterator[str]:
    """Yield what the documentation of each rule of ``octavo check`` says."""
    for rule in RULES.values():
        parts = documentation(rule)
        yield from (parts.what, *parts.why.split("\n\n"))


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
    return ""
