"""Cache the coverage of catalogs, so that unchanged catalogs are not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from octavo.cache import fingerprint
from octavo.cache import store as results
from octavo.catalogs import po
from octavo.catalogs.po import Message, SkimmedMessage, State, reviews
from octavo.project import Language, Project
from octavo.workflow.coverage.counts import Coverage, figures_of, of_catalog

#: The counts of catalogs in JSON form, by file name or by git's name for the content.
Store = dict[str, list[Any]]
#: The modules that define how to count.
_RULES = (
    "workflow/coverage/counts.py", "workflow/coverage/cache.py", "text/markup/tokens.py", "catalogs/po/reader.py",
    "catalogs/po/messages.py", "catalogs/po/skim.py", "catalogs/po/reviews.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountCache:
    """Store the counts of a catalog.

    :ivar open: the names (:func:`name_of`) of its messages that are not translated
    :ivar reviewed_on: the day of the newest review that counts, as in the catalog; empty if there is none
    :ivar blob: git's name for its content
    """

    cover: Coverage
    open: tuple[str, ...] = ()
    reviewed_on: str = ""
    blob: str = ""

    @classmethod
    def of(cls, content: Iterable[Message | SkimmedMessage], data: bytes = b"") -> CountCache:
        """Count *content*, which was read from *data*."""
        messages = tuple(content)
        noted = (message for message in messages if isinstance(message, Message) and message.comments)
        days = (review.date for message in noted for review in reviews.reviews(message))
        return cls(
            of_catalog(messages),
            tuple(name_of(message) for message in messages if message.state is not State.TRANSLATED),
            max(days, default=""),
            blob_of(data),
        )

    def stored(self) -> list[Any]:
        """Return it in the form that :meth:`restored` reads."""
        return [list(figures_of(self.cover)), list(self.open), self.reviewed_on, self.blob]

    @classmethod
    def restored(cls, held: list[Any]) -> CountCache:
        """Build it from the result of :meth:`stored`."""
        return cls(Coverage(*held[0]), tuple(held[1]), held[2], held[3])


def name_of(message: Message | SkimmedMessage) -> str:
    """Return a short name for *message*, by its context and text."""
    return _name_of(message.key)


@lru_cache(maxsize=16384)  # languages have the same messages
def _name_of(key: tuple[str | None, str]) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:12]


def blob_of(data: bytes) -> str:
    """Return git's name for a file's content. Equal names mean equal content."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def store_of(project: Project, language: Language) -> Path:
    """Return the path of the file that stores the counts of the catalogs of *language*."""
    return project.build / "coverage" / f"{language.locale}.json"


@contextmanager
def cached(store: Path) -> Iterator[Callable[[str], CountCache]]:
    """Provide a function that returns the counts of the catalog at a path. Store new counts in *store* at the end."""
    with stored(store, lambda data, path: CountCache.of(po.skim(data, path), data).stored()) as found:
        yield lambda path: CountCache.restored(found(path))


@contextmanager
def stored(store: Path, count: Callable[[bytes, Path], Any]) -> Iterator[Callable[[str], Any]]:
    """Provide a function that returns *count* of the catalog at a path. Store new results in *store* at the end."""
    stored_entries = load(store)
    now = fingerprint.clock()
    current_entries: Store = {}

    def counted(path: str) -> Any:
        file_state = fingerprint.fingerprint(path)
        entry = stored_entries.get(path)
        if entry is None or file_state is None or entry[0] != list(file_state):
            entry = [list(file_state or ()), count(po.data_of(Path(path)), Path(path))]
        if file_state is not None and file_state.is_settled(now):
            current_entries[path] = entry
        return entry[1]

    yield counted
    if current_entries != stored_entries:
        save(store, current_entries)


def load(store: Path) -> Store:
    """Return the content of *store*; nothing if it was counted by another version of the code."""
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
