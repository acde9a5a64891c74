"""Read the literal values of ``conf.py`` without executing it.

Modules beside it that it imports are read with it. Computed values are not read. ``octavo init`` gets them from Sphinx
and writes them to ``[tool.octavo]``.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Functions by which names can be set that the text of a file does not contain.
_COMPUTING = frozenset({"exec", "globals", "locals", "vars", "setattr"})
#: Methods that change a list, a set or a dictionary.
_CHANGING = frozenset(
    ("add", "append", "clear", "discard", "extend", "insert", "pop", "remove", "setdefault", "update")
)


@dataclass(slots=True)
class Conf:
    """Store what the text of a ``conf.py`` says, together with that of the modules beside it that it imports.

    :ivar values: the last literal value of each name that has one
    :ivar uncertain: names that are set in a condition or function, or changed after they were set
    :ivar is_open: whether names may be set that the text does not contain
    :ivar texts: the text of each file that could be read
    """

    values: dict[str, object] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    is_open: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text of all files."""
        return "\n".join(self.texts)


def conf(path: Path) -> Conf:
    """Return what *path* says; nothing if it is missing, and that it is open if it is not valid Python."""
    found = Conf()
    _read(path, found, ())
    return found


def read(path: Path) -> dict[str, object]:
    """Return the literal values of *path* by name; none if the file is missing or not valid Python."""
    return conf(path).values


def mentions(path: Path, name: str) -> int:
    """Return how often *path* has *name*; -1 if it may set it without its name, or is not valid Python."""
    found = conf(path)
    if found.is_open or not found.texts:
        return -1
    return sum(name in word for text in found.texts for word in _words(text))


def is_plain(path: Path, name: str) -> bool:
    """Return whether *path* sets *name* at most once, as a literal value, so that :func:`read` has it."""
    return mentions(path, name) == (name in read(path))


def text(values: dict[str, object], *names: str) -> str:
    """Return the first value in *values* of *names* that is a non-empty text, else an empty text."""
    return next((value for name in names if isinstance(value := values.get(name), str) and value), "")


def _read(path: Path, found: Conf, above: tuple[Path, ...]) -> None:
    """Add what *path* says to *found*; *above* are the files that import it."""
    try:
        tree = ast.parse(path.read_bytes())
        content = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    except (SyntaxError, ValueError):
        found.is_open = True
        return
    found.texts.append(content)
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                _assign(target, statement.value, found)
        elif isinstance(statement, ast.AnnAssign):
            if statement.value:
                _assign(statement.target, statement.value, found)
        elif isinstance(statement, ast.ImportFrom):
            _import(statement, path, found, above)
        else:
            found.uncertain.update(_changed(statement))
    found.is_open |= not _COMPUTING.isdisjoint(_words(content))


def _assign(target: ast.expr, value: ast.expr, found: Conf) -> None:
    if not isinstance(target, ast.Name):
        found.uncertain.update(_changed(target))
        return
    found.values.pop(target.id, None)
    try:
        found.values[target.id] = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return


def _import(statement: ast.ImportFrom, path: Path, found: Conf, above: tuple[Path, ...]) -> None:
    """Read the names that *statement* takes from a module; where it is not beside *path*, they are not known."""
    place = path.parent.joinpath(*(statement.module or "").split("."))
    files = (place.with_suffix(".py"), place / "__init__.py") if statement.module else ()
    module = next((file for file in files if file.is_file() and file not in (path, *above)), None)
    is_whole = any(alias.name == "*" for alias in statement.names)
    if is_whole and module:
        _read(module, found, (path, *above))
        return
    found.is_open |= is_whole
    other = Conf()
    if module:
        _read(module, other, (path, *above))
    for alias in statement.names:
        name = alias.asname or alias.name
        found.values.pop(name, None)
        if alias.name in other.values and alias.name not in other.uncertain:
            found.values[name] = other.values[alias.name]


def _changed(code: ast.AST) -> Iterator[str]:
    """Yield the names that *code*, which is no plain assignment, may set or change."""
    for node in ast.walk(code):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            # Also “app.config.name = …” and “config['name'] = …” in a function.
            yield from _names(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
            yield from _names(node.func.value)


def _names(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _words(content: str) -> Iterator[str]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(content).readline):
            if token.type in (tokenize.NAME, tokenize.STRING):
                yield token.string
    except (SyntaxError, tokenize.TokenError):
        return
