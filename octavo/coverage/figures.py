"""Catalogs → messages and words of the master by state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from octavo import catalog, markup
from octavo.catalog import Catalog, State
from octavo.errors import ContentError
from octavo.project import Book, Language, Project

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_LETTER = rf"(?![{_CJK}])[^\W_]"
_WORD = re.compile(rf"[{_CJK}]|(?:{_LETTER})+(?:['’‑-](?:{_LETTER})+)*")


def words(text: str) -> int:
    """Return the number of words that a reader reads in *text*, a message of the master: no marks, no targets.

    A word is a run of letters and digits, which an apostrophe or a hyphen inside does not end; a Chinese character or
    a Japanese syllable is a word of its own, as translators into and from these languages count.
    """
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


def catalogs(project: Project, language: Language) -> dict[str, Path]:
    """Return the paths of the catalogs of *language* by domain: of the pages that are published.

    What is published is known from the templates; before the first ``octavo update`` every catalog counts.

    :raises ContentError: there is none, which would look as if there were nothing to translate
    """
    found = _by_domain(project.catalogs(language), ".po")
    if not found:
        raise ContentError(
            "no-catalogs", f"{language.name} has no catalogs yet",
            remedy=f"Run “octavo update -l {language.locale}”", path=project.catalogs(language),
        )  # fmt: skip
    published = _by_domain(project.templates, ".pot")
    return {domain: path for domain, path in found.items() if not published or domain in published}


def _by_domain(folder: Path, suffix: str) -> dict[str, Path]:
    paths = sorted(folder.rglob(f"*{suffix}"))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in paths}


def of_catalog(content: Catalog) -> Coverage:
    """Return the coverage of one catalog."""
    count = dict.fromkeys(State, 0)
    total_words = dict.fromkeys(State, 0)
    for message in content:
        count[message.state] += 1
        total_words[message.state] += words(message.msgid)
    order = (State.TRANSLATED, State.FUZZY, State.UNTRANSLATED)
    return Coverage(*(count[state] for state in order), *(total_words[state] for state in order))


def of_language(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage of *language* by domain; a page without a catalog is untranslated.

    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    paths = _by_domain(project.templates, ".pot") | catalogs(project, language)
    return {domain: of_catalog(catalog.read(path)) for domain, path in sorted(paths.items())}


def of_book(book: Book, by_domain: dict[str, Coverage]) -> Coverage:
    """Return the coverage of *book*: of its own text, without the back matter that it shares."""
    return total(cover for domain, cover in by_domain.items() if book.holds(domain))


def of_books(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage of every book of *language* by its slug, in the readers' order."""
    by_domain = of_language(project, language)
    return {book.slug: of_book(book, by_domain) for book in project.books}


def total(covers: Iterable[Coverage]) -> Coverage:
    """Return all of *covers* together."""
    return sum(covers, Coverage())
