"""Store the problems of each message between runs, so that only what changed is checked again.

A stored result is used only for the same rules, packages, settings, terms, master text and translation. It is not used
if a name that its message asked for has another meaning now.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from octavo.cache import package, store
from octavo.catalogs.po import reviews
from octavo.compiler.checks.subject import Problem, Subject
from octavo.compiler.guard import Context
from octavo.compiler.guard.context.names import Names
from octavo.findings import Severity

#: Packages whose version decides what rules find.
_PACKAGES = ("docutils", "markdown-it-py", "myst-parser", "latex2mathml", "opencc")


class Result(NamedTuple):
    """Store what rules found in a message.

    :ivar problems: each with the code of its rule
    :ivar facts: see :attr:`octavo.compiler.checks.subject.Subject.facts`
    :ivar names: the names that were looked up, with what they meant
    """

    problems: tuple[tuple[str, Problem], ...]
    facts: dict[str, Any]
    names: dict[str, list[str]]


class Results:
    """Store the results of a language. They are read from *file* and saved to it.

    :param settings: texts on which all results depend, such as the term base
    """

    def __init__(self, file: Path, names: Names, settings: Iterable[str]) -> None:
        told = repr((package.package_hash(), sys.version, [_version(name) for name in _PACKAGES], *settings))
        self._file, self._names = file, names
        self._version = hashlib.sha256(told.encode()).hexdigest()
        self._old: dict[str, Any] = store.load(file, self._version) or {}
        self._new: dict[str, Any] = {}
        self._contexts: dict[int, tuple[Context, str]] = {}

    def get(self, subject: Subject) -> Result | None:
        """Return the stored result of *subject*."""
        key = self._key(subject)
        row = self._old.get(key)
        if row is None:
            return None
        problems, facts, names = row
        if any(self._names.meanings(name) != meant for name, meant in names.items()):
            return None
        self._new[key] = row
        return Result(tuple((row[0], _problem(*row[1:])) for row in problems), facts, names)

    def put(self, subject: Subject, result: Result) -> None:
        """Store *result*, whose facts may still grow."""
        rows = [(code, item.message, item.remedy, item.fixed, item.severity) for code, item in result.problems]
        self._new[self._key(subject)] = (rows, result.facts, result.names)

    def save(self) -> None:
        """Write the results of all messages that were seen, if any of them is new."""
        if self._new.keys() != self._old.keys() or any(self._old[key] is not row for key, row in self._new.items()):
            with suppress(OSError):  # the next run checks everything again
                store.save(self._file, self._new, self._version)

    def _key(self, subject: Subject) -> str:
        message, context = subject.message, subject.context
        if id(context) not in self._contexts:
            # With the context itself, so that no other one gets its id.
            self._contexts[id(context)] = (context, _context_key(context))
        said = (
            self._contexts[id(context)][1],
            message.msgctxt, message.msgid, message.msgid_plural, message.msgstrs, message.flags, message.extracted,
            reviews.malformed(message),
            {Path(name).suffix for name in message.references} if context.is_markdown and context.is_rest else (),
            message.msgid in context.rest_only, message.msgid in context.markdown_only,
            message.msgid in context.literals, subject.is_formula,
            context.known is not None and message.msgid not in context.known,
        )  # fmt: skip
        return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _problem(message: str, remedy: str, fixed: str | None, severity: int | None) -> Problem:
    return Problem(message, remedy, fixed, severity=Severity(severity) if severity else None)


#: Fields of a context that :meth:`Results._key` reads for each message, or that the names of a result cover.
_OF_MESSAGES = frozenset(
    {"known", "literals", "rest_only", "markdown_only", "formulas", "names", "parsing", "allowed_hosts"}
)


def _context_key(context: Context) -> str:
    """Return all of *context* that is the same for each of its messages. A new field of a context counts by itself."""
    values = [getattr(context, field.name) for field in fields(context) if field.name not in _OF_MESSAGES]
    return repr((values, sorted(context.allowed_hosts), context.parsing.cache_key))


@cache
def _version(name: str) -> str:
    with suppress(PackageNotFoundError):
        return version(name)
    return ""
