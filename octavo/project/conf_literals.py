"""Read the literal values of ``conf.py`` without executing it.

Computed values are not read. ``octavo init`` gets them from Sphinx and writes them to ``[tool.octavo]``.
"""

from __future__ import annotations

import ast
from pathlib import Path


def read(path: Path) -> dict[str, object]:
    """Return the literal values of *path* by name; none if the file is missing or not valid Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    values: dict[str, object] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    values.pop(target.id, None)
                    try:
                        values[target.id] = ast.literal_eval(statement.value)
                    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                        continue
    return values


def text(values: dict[str, object], *names: str) -> str:
    """Return the first value in *values* of *names* that is a non-empty text, else an empty text."""
    return next((value for name in names if isinstance(value := values.get(name), str) and value), "")
