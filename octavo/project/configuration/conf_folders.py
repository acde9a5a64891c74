"""Read folders in ``conf.py`` without executing it: texts, and paths that are computed from its own place."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

#: Functions of paths whose result is a text.
_FUNCTIONS: dict[str, Callable[..., str]] = {
    "os.path.join": os.path.join,
    "os.path.abspath": os.path.abspath,
    "os.path.realpath": os.path.abspath,
    "os.path.normpath": os.path.normpath,
    "os.path.dirname": os.path.dirname,
    "str": str,
}


def read(path: Path, name: str) -> list[str] | None:
    """Return the folders in the list *name* of *path*; ``None`` if they are not known."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    # What is set twice, or in a condition, is not known.
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    once = {found for found, count in Counter(names).items() if count == 1}
    known: dict[str, str] = {"__file__": str(path)}
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or not isinstance(target := statement.targets[0], ast.Name):
            continue
        value = statement.value
        try:
            if target.id == name:
                return [_text(item, known) for item in value.elts] if isinstance(value, ast.List | ast.Tuple) else None
            if target.id in once:
                known[target.id] = _text(value, known)
        except (ValueError, TypeError):
            if target.id == name:
                return None
    return None


def _text(node: ast.expr, known: dict[str, str]) -> str:
    """Return the text that *node* computes.

    :raises ValueError: it is none, or not known
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id]
    if isinstance(node, ast.Call) and not node.keywords:
        function = ast.unparse(node.func)
        if function == "os.getcwd" and not node.args:
            return os.path.dirname(known["__file__"])  # noqa: PTH120  # Sphinx reads conf.py in its folder
        if function in _FUNCTIONS:
            return _FUNCTIONS[function](*(_text(item, known) for item in node.args))
    raise ValueError(ast.unparse(node))
