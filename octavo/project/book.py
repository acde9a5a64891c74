"""Define a book, and its edition in a language and a format."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.project.formats import Format
from octavo.project.language import Language

#: Drawings on covers, in ``octavo/ui/templates/emblems.svg``.
EMBLEMS = ("pages", "notebook", "board", "school", "home", "device")


@dataclass(frozen=True, slots=True)
class Book:
    """Represent a book of the publication.

    :ivar slug: its name in files and URLs, ``students``
    :ivar root: the document with its table of contents, ``students/index``
    :ivar is_set: whether it is the set of all other books
    :ivar colour: its colour, a name of the design tokens or ``#rrggbb``; empty for the next one in order
    :ivar start: the document for readers in a hurry, or empty
    :ivar emblem: the drawing on its cover, one of :data:`EMBLEMS`; empty for open pages
    """

    slug: str
    root: str
    is_set: bool = False
    colour: str = ""
    start: str = ""
    emblem: str = ""

    def holds(self, docname: str) -> bool:
        """Return whether the document or domain *docname* belongs to this book, ignoring back matter."""
        return self.is_set or f"{docname}/".startswith(self.folder)

    @property
    def folder(self) -> str:
        """Return the folder of its documents with a final slash; empty for the set."""
        return self.root.rpartition("/")[0] + "/" if "/" in self.root else ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Represent a book in one language and one format; a site has one edition for each language, of the whole set."""

    language: Language
    book: Book
    format: Format

    @property
    def name(self) -> str:
        """Return the name used in plans, logs and tables: ``fr/students.epub``."""
        return f"{self.language.locale}/{self.book.slug}.{self.format.value}"
