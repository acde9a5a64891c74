"""Store the results of a merge: Counts of a catalog, and Merge of a language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.errors import ContentError


@dataclass(frozen=True, slots=True)
class Counts:
    """Count the messages of a catalog by their fate in a merge.

    :ivar same: in use before and now
    :ivar new: nothing was found for them
    :ivar changed: carried over from an earlier version of the text, to be reviewed
    :ivar moved: carried over from another page that no longer has the text
    :ivar restored: in use again, from what was obsolete or retired
    :ivar filled: suggested by the memory: the same text elsewhere, one that is alike, or a TMX file
    :ivar obsolete: no longer in use
    """

    same: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    restored: int = 0
    filled: int = 0
    obsolete: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Merge:
    """Store the results of merging a language.

    :ivar counts: by domain
    :ivar written: files that changed, were made or were removed
    :ivar removed: catalogs that were removed, since their pages are gone
    :ivar unknown: catalogs that never belonged to a page; they are as they were
    :ivar tolerated: errors of catalogs that were read in spite of them; of two translations of a message, the first
        stays, and the other is in the retired text
    :ivar broken: why catalogs could not be read; they are as they were
    """

    counts: dict[str, Counts]
    written: tuple[Path, ...]
    removed: tuple[Path, ...] = ()
    broken: tuple[ContentError, ...] = ()
    unknown: tuple[Path, ...] = ()
    tolerated: tuple[ContentError, ...] = ()

    @property
    def total(self) -> Counts:
        """Return the sum of all domains."""
        return sum(self.counts.values(), Counts())
