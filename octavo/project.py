"""``pyproject.toml`` → Project: which languages, books, formats and editions are published.

Every mistake in ``[tool.octavo]`` is one sentence that names the key, with exit status 2.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from octavo.errors import OctavoError

#: Slugs become folder and file names, so they keep to what every file system and URL takes.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Language, script and region as gettext writes them: zh, zh_CN, zh_Hant_TW.
LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?")
#: Babel's word for a script written from right to left.
RIGHT_TO_LEFT = "rtl"
#: The pseudo-language that shows any word that escaped translation. XA is a private-use region (BCP 47, 4.4.3).
PSEUDO_LOCALE = "en_XA"


class Format(Enum):
    """A form in which a book is published; the value is the word used in configuration and commands."""

    HTML = "html"
    EPUB = "epub"
    PDF = "pdf"


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

    @property
    def is_right_to_left(self) -> bool:
        """Whether its text runs from right to left."""
        return self._babel.character_order == "right-to-left"

    @property
    def direction(self) -> str:
        """The value of HTML's ``dir``: ``ltr`` or ``rtl``."""
        return RIGHT_TO_LEFT if self.is_right_to_left else "ltr"

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
        """Whether *docname* belongs to the text of this book (its shared back matter aside)."""
        return self.is_set or docname.startswith(self.folder)

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


@dataclass(frozen=True)
class Project:
    """What is published. Paths are absolute.

    :ivar root: the folder of ``pyproject.toml``
    :ivar master: the language of ``source/``
    :ivar languages: all languages, the master first
    :ivar books: all books in the readers' order
    :ivar back_matter: documents that every book ends with
    :ivar base_url: where the site will stand, without a final slash
    :ivar theme: the HTML theme, ``furo`` or ``sphinx_rtd_theme``
    :ivar allowed_hosts: hosts to which a translation may link although the master does not
    :ivar metadata: title, subtitle, author, publisher, description, keywords, copyright in the master language
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

    @property
    def source(self) -> Path:
        """The folder of the master text."""
        return self.root / "source"

    @property
    def locales(self) -> Path:
        """The folder of the catalogs that translators edit."""
        return self.root / "locales"

    @property
    def build(self) -> Path:
        """The folder of everything that is made."""
        return self.root / "build"

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
        """The folder of *language*'s catalogs."""
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

    def position(self, book: Book) -> int | None:
        """Return the number of *book* among the guides, from 1; ``None`` for the set."""
        guides = [item for item in self.books if not item.is_set]
        return None if book.is_set else guides.index(book) + 1

    def editions(self) -> Iterator[Edition]:
        """Yield every edition: HTML once a language (as the set), the others for each book."""
        whole = self.set_book or self.books[0]
        for language in self.languages:
            for kind in self.formats:
                if kind is Format.HTML:
                    yield Edition(language, whole, kind)
                else:
                    for book in self.books:
                        yield Edition(language, book, kind)


def _unknown(kind: str, name: str, known: list[str]) -> OctavoError:
    return OctavoError(
        f"unknown-{kind}",
        f"there is no {kind} “{name}” in this project",
        remedy=f"Use one of: {', '.join(known)}",
    )


def babel_locale(locale: str) -> Locale:
    """Return Babel's data for *locale*; the pseudo-locale borrows English."""
    return Locale.parse("en" if locale == PSEUDO_LOCALE else locale)


# --- reading pyproject.toml -------------------------------------------------------------------------

#: Key → (type, required). What a mistake is compared with, and what ``docs/configuration.md`` lists.
KEYS: dict[str, tuple[type, bool]] = {
    "master": (str, True),
    "languages": (list, True),
    "books": (list, True),
    "formats": (list, False),
    "base-url": (str, True),
    "back-matter": (list, False),
    "theme": (str, False),
    "paper": (str, False),
    "allowed-hosts": (list, False),
    "metadata": (dict, True),
    "language-names": (dict, False),
}
METADATA_KEYS = ("title", "subtitle", "author", "publisher", "description", "keywords", "copyright")
THEMES = ("furo", "sphinx_rtd_theme")
PAPERS = ("a4", "letter", "large-print")
_TYPE_NAMES = {str: "a text", list: "a list", dict: "a table"}


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above *start* whose ``pyproject.toml`` has ``[tool.octavo]``."""
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file() and "tool.octavo" in file.read_text(encoding="utf-8", errors="replace"):
            return folder
    raise OctavoError(
        "no-project",
        f"no pyproject.toml with a [tool.octavo] table in {start} or above it",
        remedy="Go to the project's folder, or run “octavo init” in a Sphinx project",
    )


def load(start: Path) -> Project:
    """Read the project that *start* lies in."""
    root = find_root(start.resolve())
    file = root / "pyproject.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise OctavoError("config-syntax", "the file is not UTF-8", remedy="Save it as UTF-8", path=file) from error
    except tomllib.TOMLDecodeError as error:
        raise OctavoError(
            "config-syntax", f"the TOML cannot be read: {error}", remedy="Mend it there", path=file
        ) from error
    return from_table(root, data.get("tool", {}).get("octavo", {}))


def from_table(root: Path, table: dict[str, Any]) -> Project:
    """Return the project that *table*, the content of ``[tool.octavo]``, describes."""
    reader = _Reader(root / "pyproject.toml")
    reader.check_keys(table)
    master = reader.locale("master", table["master"])
    locales = [reader.locale("languages", value) for value in table["languages"]]
    if master not in locales:
        raise reader.error("languages", f"the master language “{master}” is not in it", f"Add “{master}”")
    reader.check_unique("languages", locales)
    names = table.get("language-names", {})
    languages = tuple(
        Language(locale, names.get(locale, "")) for locale in [master, *(x for x in locales if x != master)]
    )
    formats = tuple(reader.format(value) for value in table.get("formats", ["html", "epub", "pdf"]))
    reader.check_unique("formats", [kind.value for kind in formats])
    base_url = table["base-url"]
    if not re.fullmatch(r"https?://[^\s]+", base_url):
        raise reader.error("base-url", f"“{base_url}” is not a web address", "Write it with https://")
    books = tuple(reader.book(root / "source", entry) for entry in table["books"])
    if not books:
        raise reader.error("books", "the list is empty", "Name at least one book")
    reader.check_unique("books", [book.slug for book in books])
    metadata = table["metadata"]
    for key, value in metadata.items():
        if key not in METADATA_KEYS or not isinstance(value, str):
            raise reader.error(
                f"metadata.{key}", "this is not a known text", f"Use texts named {', '.join(METADATA_KEYS)}"
            )
    if "title" not in metadata:
        raise reader.error("metadata.title", "the publication has no title", "Add it")
    return Project(
        root=root,
        master=languages[0],
        languages=languages,
        books=books,
        formats=formats,
        base_url=base_url.rstrip("/"),
        back_matter=tuple(table.get("back-matter", ())),
        theme=reader.one_of("theme", table.get("theme", "furo"), THEMES),
        paper=reader.one_of("paper", table.get("paper", "a4"), PAPERS),
        allowed_hosts=frozenset(table.get("allowed-hosts", ())),
        metadata=tuple(metadata.items()),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads one value at a time; every mistake is a sentence that names its key."""

    path: Path

    def error(self, key: str, what: str, remedy: str) -> OctavoError:
        return OctavoError(
            "config-value", f"[tool.octavo] {key}: {what}", remedy=remedy, path=self.path, line=self.line(key)
        )

    def line(self, key: str) -> int | None:
        """The line on which *key* is set, found in the text (tomllib keeps no positions)."""
        name = re.escape(key.rpartition(".")[2])
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        start = next((i for i, text in enumerate(lines) if "tool.octavo" in text), 0)
        pattern = re.compile(rf"\s*{name}\s*=")
        return next((i + 1 for i, text in enumerate(lines) if i >= start and pattern.match(text)), None)

    def check_keys(self, table: dict[str, Any]) -> None:
        for key, value in table.items():
            if key not in KEYS:
                raise self.error(key, "this key is not known", f"Use one of: {', '.join(KEYS)}")
            if not isinstance(value, KEYS[key][0]):
                raise self.error(key, f"it must be {_TYPE_NAMES[KEYS[key][0]]}", "Correct its value")
        for key, (_, required) in KEYS.items():
            if required and key not in table:
                raise self.error(key, "the key is missing", "Add it")
        for key in ("languages", "formats", "back-matter", "allowed-hosts"):
            if not all(isinstance(item, str) for item in table.get(key, ())):
                raise self.error(key, "every item must be a text", "Correct its value")

    def check_unique(self, key: str, values: list[str]) -> None:
        for value in values:
            if values.count(value) > 1:
                raise self.error(key, f"“{value}” stands in it twice", "Remove one")

    def locale(self, key: str, value: str) -> str:
        try:
            known = LOCALE.fullmatch(value) and Locale.parse(value)
        except (UnknownLocaleError, ValueError):
            known = None
        if not known:
            raise self.error(key, f"“{value}” is not a locale that Babel knows", "Use a form like fr or zh_CN")
        return value

    def format(self, value: str) -> Format:
        return Format(self.one_of("formats", value, tuple(kind.value for kind in Format)))

    def one_of(self, key: str, value: str, known: tuple[str, ...]) -> str:
        if value not in known:
            raise self.error(key, f"“{value}” is not known", f"Use one of: {', '.join(known)}")
        return value

    def book(self, source: Path, entry: Any) -> Book:
        if not isinstance(entry, dict) or not {"slug", "root"} <= entry.keys() <= {"slug", "root", "set"}:
            raise self.error(
                "books", f"{entry!r} is not a book", "Write {slug = …, root = …}, and set = true for the set"
            )
        if not SLUG.fullmatch(entry["slug"]):
            raise self.error("slug", f"“{entry['slug']}” is not a slug", "Use a-z, 0-9 and single hyphens")
        if not any((source / (entry["root"] + suffix)).is_file() for suffix in (".rst", ".md")):
            raise self.error("root", f"there is no document “{entry['root']}” in source/", "Correct the name")
        return Book(entry["slug"], entry["root"], bool(entry.get("set", False)))
