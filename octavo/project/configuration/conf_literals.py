"""Read the literal values of ``conf.py`` without executing it.

Computed values are not read. ``octavo init`` gets them from Sphinx and writes them to ``[tool.octavo]``.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

#: Functions by which names can be set that the text of a file does not contain.
_COMPUTING = frozenset({"exec", "globals", "locals", "vars", "setattr"})


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


def mentions(path: Path, name: str) -> int:
    """Return how often *path* has *name*; -1 if it may set it without its name, or is not valid Python."""
    try:
        code = path.read_text(encoding="utf-8")
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (OSError, ValueError, SyntaxError, tokenize.TokenError):
        return -1
    words = [token.string for token in tokens if token.type in (tokenize.NAME, tokenize.STRING)]
    is_computed = any(word in _COMPUTING for word in words) or re.search(r"import\s+\*", code)
    return -1 if is_computed else sum(name in word for word in words)


def is_plain(path: Path, name: str) -> bool:
    """Return whether *path* sets *name* at most once, as a literal value, so that :func:`read` has it."""
    return mentions(path, name) == (name in read(path))


def text(values: dict[str, object], *names: str) -> str:
    """Return the first value in *values* of *names* that is a non-empty text, else an empty text."""
    return next((value for name in names if isinstance(value := values.get(name), str) and value), "")
