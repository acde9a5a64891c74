"""Decide which catalogs need not be compiled again.

An entry depends on the bytes of the catalog, its context, this version of the package, and the meanings of the
translated names that its messages asked for, which may be in other catalogs. It is valid only while the compiled
catalog has the same bytes. Its findings are reported each time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path

from octavo.cache import package, store
from octavo.cache.hashing import file_hash
from octavo.compiler.guard import Context
from octavo.compiler.guard.context.names import Names
from octavo.findings import Finding, Location, Severity
from octavo.project import Language, Project


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """Represent a compiled catalog.

    :ivar source: digest of all its inputs
    :ivar binary: SHA-256 of the compiled catalog
    :ivar messages: number of its messages
    :ivar refused: number of the messages that the guard refused
    :ivar names: the translated names that were looked up, with the answers, see :class:`.Names`
    """

    source: str
    binary: str
    messages: int
    refused: int = 0
    findings: tuple[Finding, ...] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)


def input_hash(paths: Sequence[Path], context: Context) -> str:
    """Return the digest of all inputs of a compiled catalog: the catalogs at *paths*, and *context*.

    A new field of a context counts by itself. The names are compared apart, see :func:`is_fresh`.
    """
    values = (getattr(context, item.name) for item in fields(context) if item.name not in ("names", "parsing"))
    settings = [sorted(value) if isinstance(value, frozenset) else value for value in values]
    said = (package.package_hash(), settings, context.parsing.cache_key)
    return hashlib.sha256(repr(said).encode() + b"\0" + b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def cache_file(project: Project, language: Language) -> Path:
    """Return the path of the cache file of *language*."""
    return project.build / "compiled" / f"{language.locale}.json"


def decisions_file(project: Project, language: Language, domain: str) -> Path:
    """Return the path of the file that stores the decisions about the messages of the catalog *domain*."""
    return project.build / "compiled" / language.locale / f"{domain}.json"


def load(project: Project, language: Language) -> dict[str, CacheEntry]:
    """Return the entries of *language* by domain."""
    with suppress(TypeError, ValueError, AttributeError):
        content = store.load(cache_file(project, language)) or {}
        return {
            domain: CacheEntry(
                source, binary, messages, refused, tuple(_finding(project.root, *item) for item in found), dict(names)
            )
            for domain, (source, binary, messages, refused, found, names) in content.items()
        }
    return {}


def _finding(root: Path, path: str, line: int, severity: int, code: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity(severity), Location(root / path, line), message, remedy)


def is_fresh(entry: CacheEntry, target: Path, names: Names) -> bool:
    """Return whether the compiled catalog *target* is unchanged, and *names* still have the same meanings.

    Without messages, the catalog must not exist.
    """
    if any(names.meanings(name) != meant for name, meant in entry.names.items()):
        return False
    if not entry.messages:
        return not target.exists()
    with suppress(OSError):
        return file_hash(target) == entry.binary
    return False


def save(project: Project, language: Language, entries: Mapping[str, CacheEntry]) -> None:
    """Store the *entries* of *language*."""

    def listed(item: Finding) -> list[str | int]:
        # The project may be built in another folder.
        place = os.path.relpath(item.location.path, project.root)
        return [place, item.location.line, item.severity, item.code, item.message, item.remedy]

    content = {
        name: [entry.source, entry.binary, entry.messages, entry.refused, [*map(listed, entry.findings)], entry.names]
        for name, entry in entries.items()
    }
    store.save(cache_file(project, language), content)
