"""Catalogs that did not change since they were counted → their coverage, without reading them.

A catalog counts as unchanged while the file system says of it what it said when it was counted: size, times of change,
and inode. What changed in the last seconds is counted again, for a clock may not tell two saves apart (git's "racy"
index entries have the same reason).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from octavo import catalog
from octavo.coverage.figures import Coverage, of_catalog

#: Name of a file → its stamp, then the figures of its coverage.
Store = dict[str, list[Any]]
#: The modules by whose rules is counted.
_RULES = ("coverage/figures.py", "markup/tokens.py", "catalog/reading.py", "catalog/messages.py")
#: Nanoseconds in which two changes of a file may look like one; some network file systems count in whole seconds.
_RACY = 2_000_000_000


@contextmanager
def remembered(store: Path) -> Iterator[Callable[[Path], Coverage]]:
    """Give what returns the coverage of the catalog at a path, and keep what it counted in *store*."""
    known = load(store)
    before = dict(known)

    def coverage_of(path: Path) -> Coverage:
        status = path.stat()
        stamp = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        held = known.pop(str(path), None)
        if held is None or held[0] != stamp:
            held = [stamp, *figures_of(of_catalog(catalog.read(path)))]
        if time.time_ns() - max(stamp[1], stamp[2]) > _RACY:
            kept[str(path)] = held
        return Coverage(*held[1:])

    kept: Store = {}
    yield coverage_of
    if kept != before:
        save(store, kept)


def figures_of(cover: Coverage) -> list[int]:
    """Return the figures of *cover* in the order in which ``Coverage`` takes them."""
    return [getattr(cover, name) for name in Coverage.__slots__]


def load(store: Path) -> Store:
    """Return what *store* holds, if it was written by the rules by which this package counts; else nothing."""
    try:
        data = json.loads(store.read_text(encoding="utf-8"))
        return dict(data["figures"]) if data["rules"] == _rules() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def save(store: Path, kept: Store) -> None:
    """Write *kept* to *store*; who may not write there counts again next time."""
    with suppress(OSError):
        catalog.write_atomically(store, json.dumps({"rules": _rules(), "figures": kept}).encode())


@cache
def _rules() -> str:
    """Return a digest of the code that counts: figures of other rules are worth nothing."""
    folder = files("octavo")
    return sha256(b"".join((folder / name).read_bytes() for name in _RULES)).hexdigest()
