"""Cache the coverage of catalogs, so that unchanged catalogs are not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from octavo.cache import fingerprint
from octavo.cache import store as results
from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message, State, reviews
from octavo.project import Language, Project
from octavo.workflow.coverage.counts import Coverage, figures_of, of_catalog

#: Name of a file, or of git for its content → what was found in it, as JSON has it.
Store = dict[str, list[Any]]
#: The modules by whose rules is counted.
_RULES = (
    "workflow/coverage/counts.py", "workflow/coverage/cache.py", "text/markup/tokens.py", "catalogs/po/reader.py",
    "catalogs/po/messages.py", "catalogs/po/reviews.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountCache:
    """What was found in a catalog.

    :ivar open: what :func:`name_of` gives for the messages that are not translated in it
    :ivar reviewed_on: the day of the newest review that counts, as the catalog has it; empty if there is none
    :ivar blob: git's name for its content
    """

    cover: Coverage
    open: tuple[str, ...] = ()
    reviewed_on: str = ""
    blob: str = ""

    @classmethod
    def of(cls, content: Catalog, data: bytes = b"") -> CountCache:
        """Count *content*, which was read from *data*."""
        days = (review.date for message in content if message.comments for review in reviews.reviews(message))
        return cls(
            of_catalog(content),
            tuple(name_of(message) for message in content if message.state is not State.TRANSLATED),
            max(days, default=""),
            blob_of(data),
        )

    def stored(self) -> list[Any]:
        """Return it as :meth:`restored` takes it."""
        return [list(figures_of(self.cover)), list(self.open), self.reviewed_on, self.blob]

    @classmethod
    def restored(cls, held: list[Any]) -> CountCache:
        """Return what :meth:`stored` gave."""
        return cls(Coverage(*held[0]), tuple(held[1]), held[2], held[3])


def name_of(message: Message) -> str:
    """Return a short name for *message*, by its context and text."""
    return hashlib.sha256(repr(message.key).encode()).hexdigest()[:12]


def blob_of(data: bytes) -> str:
    """Return git's name for a file's content; git itself says no more of it than that it is the same."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def store_of(project: Project, language: Language) -> Path:
    """Return where what was counted in the catalogs of *language* is kept."""
    return project.build / "coverage" / f"{language.locale}.json"


@contextmanager
def cached(store: Path) -> Iterator[Callable[[str], CountCache]]:
    """Give what returns what is in the catalog at a path, and keep what it counted in *store*."""
    known = load(store)
    now = fingerprint.clock()
    kept: Store = {}

    def counted(path: str) -> CountCache:
        found = fingerprint.fingerprint(path)
        held = known.get(path)
        if held is None or found is None or held[0] != list(found):
            data = po.data_of(Path(path))
            held = [list(found or ()), CountCache.of(po.parse_data(data, Path(path)), data).stored()]
        if found is not None and found.is_settled(now):
            kept[path] = held
        return CountCache.restored(held[1])

    yield counted
    if kept != known:
        save(store, kept)


def load(store: Path) -> Store:
    """Return the content of *store*, if it was written by the rules by which this package counts; else nothing."""
    content = results.load(store, _rules())
    return content if isinstance(content, dict) else {}


def save(store: Path, kept: Store) -> None:
    """Write *kept* to *store*. If it cannot be written, the catalogs are counted again next time."""
    with suppress(OSError):
        results.save(store, kept, _rules())


@cache
def _rules() -> str:
    """Return a digest of the code that counts. Hashing the whole package would take longer than counting."""
    folder = files("octavo")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _RULES)).hexdigest()
