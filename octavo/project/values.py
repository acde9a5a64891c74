"""The values that say what is published: Language, Book, Format, Edition, Project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import quote

from babel import Locale, UnknownLocaleError, localedata

from octavo.errors import OctavoError, did_you_mean
from octavo.project.gate import Gate

#: HTML's words for the direction of a script.
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
#: The pseudo-language that shows any word that escaped translation. XA is a private-use region (BCP 47, 4.4.3).
PSEUDO_LOCALE = "en_XA"
#: Of the files of a master: reStructuredText and MyST.
SUFFIXES = (".rst", ".md")


class Format(Enum):
    """A form in which a book is published; the value is the word used in configuration and commands."""

    HTML = "html"
    EPUB = "epub"
    PDF = "pdf"
    #: A tagged PDF for screen readers, made of the EPUB.
    ACCESSIBLE = "accessible.pdf"


@dataclass(frozen=True, slots=True, order=True)
class Language:
    """A language of the publication, named by its locale (``zh_CN``).

    :ivar locale: gettext and Sphinx form, used in folder names
    :ivar label: the language's own name where the configuration overrides Babel's, else empty
    """

    locale: str
    label: str = ""

    @property
    def tag(self) -> str:
        """The BCP 47 tag, used in HTML, EPUB and PDF: ``zh-CN``."""
        return self.locale.replace("_", "-")

    @property
    def name(self) -> str:
        """The language's name in itself: ``français``, ``简体中文``."""
        return self.label or self._babel.get_language_name(self._babel) or self.locale

    def name_in(self, other: Locale) -> str:
        """Return the language's name in another language: ``anglais``."""
        return self._babel.get_language_name(other) or self.locale

    @property
    def is_right_to_left(self) -> bool:
        """Whether its text runs from right to left."""
        return self._babel.character_order == "right-to-left"

    @property
    def direction(self) -> str:
        """The value of HTML's ``dir``: ``ltr`` or ``rtl``."""
        return RIGHT_TO_LEFT if self.is_right_to_left else LEFT_TO_RIGHT

    @property
    def _babel(self) -> Locale:
        return babel_locale(self.locale)


@dataclass(frozen=True, slots=True)
class Book:
    """A book of the publication.

    :ivar slug: its name in files and addresses, ``students``
    :ivar root: the document that holds its contents, ``students/index``
    :ivar is_set: whether it is the set of all the others
    """

    slug: str
    root: str
    is_set: bool = False

    def holds(self, docname: str) -> bool:
        """Whether *docname*, or the catalog of its folder, belongs to the text of this book (back matter aside)."""
        return self.is_set or f"{docname}/".startswith(self.folder)

    @property
    def folder(self) -> str:
        """The folder of its documents with a final slash; empty for the set."""
        return self.root.rpartition("/")[0] + "/" if "/" in self.root else ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A language of a book in a format. HTML is made once a language, for the whole set."""

    language: Language
    book: Book
    format: Format

    @property
    def name(self) -> str:
        """``fr/students.epub``: how plans, logs and tables call it."""
        return f"{self.language.locale}/{self.book.slug}.{self.format.value}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where in the history of a project its text was taken from.

    :ivar time: the commit's, in seconds since 1970
    """

    commit: str
    time: int


@dataclass(frozen=True)
class Project:
    """What is published. Paths are absolute.

    :ivar root: the folder of ``pyproject.toml``
    :ivar master: the language of ``source/``
    :ivar languages: all languages, the master first
    :ivar books: all books in the readers' order
    :ivar back_matter: documents that every book ends with
    :ivar base_url: where the site will stand, without a final slash
    :ivar theme: the HTML theme
    :ivar allowed_hosts: hosts to which a translation may link although the master does not
    :ivar gates: by locale, what its translation must have; those that are not named have the defaults
    :ivar catalog_url: a web address of a catalog, with ``{path}`` and the other words of :meth:`catalog_address`
    :ivar colophon: the document on which an edition says how much of it is translated; empty where none does
    :ivar metadata: title, subtitle, author, publisher, description, keywords, copyright in the master language
    :ivar source_folder: of the master text, relative to the root, as the next three are
    :ivar configuration_folder: of ``conf.py``
    :ivar catalogs_folder: of the catalogs, ``<folder>/<locale>/LC_MESSAGES``
    :ivar build_folder: of everything that is made
    :ivar compact: Sphinx's ``gettext_compact``: a catalog a page (false), a top folder (true), or one of this name
    :ivar suffixes: of the files of the master, the likeliest first
    :ivar house_style: whether Octavo's layout is used where ``conf.py`` says nothing, not Sphinx's and the theme's own
    :ivar moment: the commit whose text this is; ``None`` for the text that translators work on
    :ivar editor: the address that opens a message in an editor, with ``{path}`` and ``{line}``; empty for none
    """

    root: Path
    master: Language
    languages: tuple[Language, ...]
    books: tuple[Book, ...]
    formats: tuple[Format, ...]
    base_url: str
    back_matter: tuple[str, ...] = ()
    theme: str = "furo"
    allowed_hosts: frozenset[str] = frozenset()
    metadata: tuple[tuple[str, str], ...] = ()
    paper: str = "a4"
    gates: Mapping[str, Gate] = field(default_factory=dict, hash=False)
    catalog_url: str = ""
    colophon: str = ""
    source_folder: str = "source"
    configuration_folder: str = "."
    catalogs_folder: str = "locales"
    build_folder: str = "build"
    compact: bool | str = False
    suffixes: tuple[str, ...] = SUFFIXES
    house_style: bool = True
    moment: Snapshot | None = None
    editor: str = ""

    @property
    def source(self) -> Path:
        """The folder of the master text."""
        return self.root / self.source_folder

    @property
    def configuration(self) -> Path:
        """Sphinx's configuration file."""
        return self.root / self.configuration_folder / "conf.py"

    @property
    def locales(self) -> Path:
        """The folder of the catalogs that translators edit."""
        return self.root / self.catalogs_folder

    @property
    def build(self) -> Path:
        """The folder of everything that is made."""
        return self.root / self.build_folder

    @property
    def templates(self) -> Path:
        """The folder of the templates (``.pot``)."""
        return self.build / "templates"

    @property
    def compiled(self) -> Path:
        """The folder of the compiled catalogs, the only ones that Sphinx reads."""
        return self.build / "catalogs"

    @property
    def site(self) -> Path:
        """The folder of the publication."""
        return self.build / "site"

    @property
    def logs(self) -> Path:
        """The folder of the logs, one a task."""
        return self.build / "logs"

    @property
    def term_base(self) -> Path:
        """The translators' term base."""
        return self.locales / "terms.toml"

    def domain_of(self, document: str) -> str:
        """Return the domain of the catalog that holds *document*, as Sphinx does (``docname_to_domain``)."""
        if isinstance(self.compact, str):
            return self.compact
        return document.partition("/")[0] if self.compact else document

    def catalog_address(self, language: Language, page: str) -> str:
        """Return the web address of *page*'s catalog in *language*; empty unless one is configured."""
        path = (self.catalogs(language) / f"{self.domain_of(page)}.po").relative_to(self.root).as_posix()
        return self.catalog_url.format(path=quote(path), page=quote(page), locale=language.locale, tag=language.tag)

    def gate(self, language: Language) -> Gate:
        """Return what *language* must have before it is published."""
        return self.gates.get(language.locale, Gate())

    @property
    def translations(self) -> tuple[Language, ...]:
        """The languages other than the master."""
        return tuple(language for language in self.languages if language != self.master)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The metadata as a mapping, in the master language."""
        return dict(self.metadata)

    @property
    def set_book(self) -> Book | None:
        """The book that is the set of all the others, if there is one."""
        return next((book for book in self.books if book.is_set), None)

    def catalogs(self, language: Language) -> Path:
        """The folder of *language*'s catalogs; those of the pseudo-locale are made, so nobody edits them."""
        if language.locale == PSEUDO_LOCALE:
            return self.build / "pseudo" / "LC_MESSAGES"
        return self.locales / language.locale / "LC_MESSAGES"

    def compiled_catalogs(self, language: Language) -> Path:
        """The folder of *language*'s compiled catalogs."""
        return self.compiled / language.locale / "LC_MESSAGES"

    def language(self, locale: str) -> Language:
        """Return the language called *locale* (``zh_CN`` or ``zh-CN``); an unknown one is an error."""
        if locale == PSEUDO_LOCALE:
            return Language(PSEUDO_LOCALE, label="Pseudo-English")
        for language in self.languages:
            if locale in (language.locale, language.tag):
                return language
        raise _unknown("language", locale, [language.locale for language in self.languages])

    def book(self, slug: str) -> Book:
        """Return the book called *slug*; an unknown one is an error."""
        for book in self.books:
            if slug == book.slug:
                return book
        raise _unknown("book", slug, [book.slug for book in self.books])

    def format(self, name: str) -> Format:
        """Return the format called *name*; one that the project does not make is an error."""
        for kind in self.formats:
            if name == kind.value:
                return kind
        raise _unknown("format", name, [kind.value for kind in self.formats])

    def position(self, book: Book) -> int | None:
        """Return the number of *book* among the guides, from 1; ``None`` for the set."""
        guides = [item for item in self.books if not item.is_set]
        return None if book.is_set else guides.index(book) + 1

    def editions(self) -> Iterator[Edition]:
        """Yield every edition of this text: HTML once a language (as the set), the others for each book."""
        whole = self.set_book or self.books[0]
        for language in self.languages:
            for kind in self.formats:
                if kind is Format.HTML:
                    yield Edition(language, whole, kind)
                else:
                    for book in self.books:
                        yield Edition(language, book, kind)


def _unknown(kind: str, name: str, known: list[str]) -> OctavoError:
    suggestion = did_you_mean(name, known)
    is_new = kind == "language" and not suggestion and localedata.exists(name)
    addition = f". To add it, run “octavo add-language {name}”" if is_new else ""
    return OctavoError(
        f"unknown-{kind}",
        f"there is no {kind} “{name}” in this project",
        remedy=f"{suggestion}Use one of: {', '.join(known)}{addition}",
    )


@cache
def babel_locale(locale: str) -> Locale:
    """Return Babel's data for *locale*; the pseudo-locale borrows English."""
    return Locale.parse("en" if locale == PSEUDO_LOCALE else locale)


@cache
def direction_of(tag: str) -> str:
    """Return the direction of the language with the BCP 47 *tag*: ``ltr`` or ``rtl``; of one unknown, ``ltr``."""
    try:
        return Language(tag.replace("-", "_")).direction
    except (UnknownLocaleError, ValueError):
        return LEFT_TO_RIGHT
