"""``conf.py`` → its plain values: what stands in it as a literal, read and never run.

A value that is computed is not among them; ``octavo init``, which asks Sphinx, writes it into ``[tool.octavo]``.
"""

from __future__ import annotations

import ast
from pathlib import Path


def read(path: Path) -> dict[str, object]:
    """Return the values of *path* by name; nothing of a file that is missing or no Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[str, object] = {}
    for line in tree.body:
        if isinstance(line, ast.Assign):
            for target in line.targets:
                if isinstance(target, ast.Name):
                    found.pop(target.id, None)
                    try:
                        found[target.id] = ast.literal_eval(line.value)
                    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                        continue
    return found


def text(found: dict[str, object], *names: str) -> str:
    """Return the first of *names* that *found* has as a text; else nothing."""
    return next((value for name in names if isinstance(value := found.get(name), str) and value), "")
