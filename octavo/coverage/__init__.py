"""Catalogs → how much of the master is translated, in messages and in words of the master.

Words are counted by one rule: :func:`words`. A message is in exactly one state, as ``msgfmt --statistics`` counts;
obsolete messages do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from octavo import catalog, markup
from octavo.catalog import Catalog, Message, State
from octavo.project import Book, Language, Project

#: A word is a run of letters and digits; an apostrophe or a hyphen inside does not end it.
_WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")


def words(text: str) -> int:
    """Return the number of words that a reader reads in *text*, a message of the master: no marks, no targets."""
    return len(_WORD.findall(markup.plain_text(text)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Messages, and words of the master, by state."""

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    translated_words: int = 0
    fuzzy_words: int = 0
    untranslated_words: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def messages(self) -> int:
        """All messages."""
        return self.translated + self.fuzzy + self.untranslated

    @property
    def words(self) -> int:
        """All words of the master."""
        return self.translated_words + self.fuzzy_words + self.untranslated_words

    @property
    def words_left(self) -> int:
        """Words of the master that are still to be translated or reviewed."""
        return self.fuzzy_words + self.untranslated_words

    @property
    def percent(self) -> float:
        """Share of the words that is translated, 0 to 100; nothing to translate is all done."""
        return 100.0 * self.translated_words / self.words if self.words else 100.0


def of_catalog(content: Catalog) -> Coverage:
    """Return the coverage of one catalog."""
    count = dict.fromkeys(State, 0)
    total = dict.fromkeys(State, 0)
    for message in content:
        count[message.state] += 1
        total[message.state] += words(message.msgid)
    order = (State.TRANSLATED, State.FUZZY, State.UNTRANSLATED)
    return Coverage(*(count[state] for state in order), *(total[state] for state in order))


def of_language(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage of *language* by domain."""
    return {domain: of_catalog(catalog.read(path)) for domain, path in _catalogs(project, language)}


def _catalogs(project: Project, language: Language) -> Iterator[tuple[str, Path]]:
    """Yield the catalogs of *language* that belong to a page that is published.

    A catalog whose page the master does not publish (yet) has no template once ``octavo update`` has run.
    """
    folder = project.catalogs(language)
    published = {path.relative_to(project.templates).with_suffix("") for path in project.templates.rglob("*.pot")}
    for path in sorted(folder.rglob("*.po")):
        domain = path.relative_to(folder).with_suffix("")
        if not published or domain in published:
            yield domain.as_posix(), path


def of_book(book: Book, by_domain: dict[str, Coverage]) -> Coverage:
    """Return the coverage of *book*: of its own text, without the back matter that it shares."""
    return total(cover for domain, cover in by_domain.items() if book.holds(domain))


#: Words of the master that a translator brings into another language in an hour, reviewed: a common planning figure.
WORDS_AN_HOUR = 300


@dataclass(frozen=True, slots=True)
class Open:
    """A message that is still to be translated or reviewed."""

    path: Path
    message: Message

    @property
    def words(self) -> int:
        """Words of the master in it."""
        return words(self.message.msgid)


def todo(project: Project, language: Language) -> list[Open]:
    """Return what is open in *language*, in the readers' order: book by book, each in the order of its contents."""
    return [
        Open(path, message)
        for _, path in sorted(_catalogs(project, language), key=lambda item: _reading_rank(project, item[0]))
        for message in catalog.read(path)
        if message.state is not State.TRANSLATED
    ]


def _reading_rank(project: Project, domain: str) -> tuple[int, int, str]:
    """Order domains as readers meet them: the texts of the set, then book by book, its first pages first."""
    guides = [book for book in project.books if not book.is_set]
    place = next((number for number, book in enumerate(guides, 1) if book.holds(domain)), 0)
    contents = _contents(project.source / f"{guides[place - 1].root}.rst") if place else []
    name = domain.rpartition("/")[2]
    return place, contents.index(name) if name in contents else -1, domain


@cache
def _contents(path: Path) -> list[str]:
    """Return the names in the contents of the root document at *path*, in their order."""
    if not path.is_file():
        return []
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if re.fullmatch(r"   [\w-]+", line)]


def total(covers: Iterable[Coverage]) -> Coverage:
    """Return all of *covers* together."""
    return sum(covers, Coverage())
