"""Decide which catalogs need not be compiled again.

An entry depends on the bytes of the catalog, its context and this version of the package. It is valid only while the
compiled catalog has the same bytes. A catalog with a refused message is compiled each time, and reported each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from octavo.cache import package, store
from octavo.cache.hashing import file_hash
from octavo.compiler.guard import Context
from octavo.project import Language, Project


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """Represent a compiled catalog.

    :ivar source: digest of all its inputs
    :ivar binary: SHA-256 of the compiled catalog
    :ivar messages: number of its messages
    """

    source: str
    binary: str
    messages: int


def input_hash(paths: Sequence[Path], context: Context) -> str:
    """Return the digest of all inputs of a compiled catalog: the catalogs at *paths*, and *context*."""
    sets = [sorted(texts or ()) for texts in (context.allowed_hosts, context.known, context.formulas, context.literals)]
    flags = (context.is_plain, context.is_markdown, context.is_rest, context.is_interface, context.known is None)
    said = (
        package.package_hash(),
        context.locale,
        context.is_typeset,
        sets,
        flags,
        context.links,
        context.parsing.cache_key,
    )
    return hashlib.sha256(repr(said).encode() + b"\0" + b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def cache_file(project: Project, language: Language) -> Path:
    """Return the path of the cache file of *language*."""
    return project.build / "compiled" / f"{language.locale}.json"


def load(file: Path) -> dict[str, CacheEntry]:
    """Return the entries of *file* by domain."""
    with suppress(TypeError, AttributeError):
        return {domain: CacheEntry(*values) for domain, values in (store.load(file) or {}).items()}
    return {}


def is_fresh(entry: CacheEntry, target: Path) -> bool:
    """Return whether the compiled catalog *target* is unchanged. Without messages, it must not exist."""
    if not entry.messages:
        return not target.exists()
    with suppress(OSError):
        return file_hash(target) == entry.binary
    return False


def save(file: Path, entries: Mapping[str, CacheEntry]) -> None:
    """Store *entries* in *file*."""
    store.save(file, {name: [entry.source, entry.binary, entry.messages] for name, entry in entries.items()})
