"""Define a project: its folders, languages, books and formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from octavo.errors import OctavoError, did_you_mean
from octavo.files import name_below
from octavo.project import interface_words, locales
from octavo.project.book import Book, Edition
from octavo.project.formats import Format
from octavo.project.gate import Gate
from octavo.project.language import PSEUDO_LOCALE, Language

#: Suffixes of the master's files: reStructuredText and MyST.
SUFFIXES = (".rst", ".md")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Represent the commit of an earlier text that a language publishes.

    :ivar time: the time of the commit in seconds since 1970
    """

    commit: str
    time: int


@dataclass(frozen=True)
class Project:
    """Represent the configuration of a publication; paths are absolute.

    :ivar root: the folder of ``pyproject.toml``
    :ivar master: the language of ``source/``
    :ivar languages: all languages, the master first
    :ivar books: all books in the readers' order
    :ivar front_matter: documents before the chapters, whose headings have no number
    :ivar back_matter: documents at the end of every book
    :ivar base_url: the URL of the site, without a final slash
    :ivar theme: the HTML theme
    :ivar allowed_hosts: hosts to which a translation may link although the master does not
    :ivar translatable_roles: roles of extensions whose text may be translated, because they only show it
    :ivar free_formulas: whether a translated formula may be another one than the master's
    :ivar gates: gates by locale; other languages have the default gate
    :ivar catalog_url: URL of a catalog with ``{path}`` and the other fields of :meth:`catalog_address`, or empty
    :ivar feedback: ``mailto:`` address or URL for reports of mistakes, which may have fields, or empty
    :ivar colophon: the document that shows the coverage of an edition, or empty
    :ivar metadata: title, subtitle, author, publisher, description, keywords, copyright in the master language
    :ivar source_folder: the folder of the master's text, relative to the root like the next three
    :ivar configuration_folder: the folder of ``conf.py``
    :ivar catalogs_folder: the folder of the catalogs, ``<folder>/<locale>/LC_MESSAGES``
    :ivar build_folder: the folder of all built files
    :ivar compact: Sphinx's ``gettext_compact``: a catalog for each page (false) or folder (true), or one of this name
    :ivar suffixes: suffixes of the master's files, the most common first
    :ivar untranslated: patterns of the documents that nobody is asked to translate
    :ivar words_in: in what else words are translated: ``comments`` of code, ``diagrams`` of Graphviz and Mermaid
    :ivar links: by locale, beginnings of addresses on other sites and what is in their place
    :ivar stable_ids: whether headings in other scripts than Latin have ids by their titles
    :ivar house_style: whether Octavo's layout is used where ``conf.py`` sets none
    :ivar typography: the locales whose text the compiler typesets; ``None`` for all
    :ivar versions: branches and tags that are published side by side, the newest first
    :ivar snapshot: the commit of this text; ``None`` for the text that translators work on
    :ivar owners: by locale and slug of the book, who is responsible; the slug is empty for all other books
    :ivar chooser_document: the document that helps readers to choose a book, or empty
    :ivar editor: URL that opens a message in an editor, with ``{path}`` and ``{line}``, or empty
    """

    root: Path
    master: Language
    languages: tuple[Language, ...]
    books: tuple[Book, ...]
    formats: tuple[Format, ...]
    base_url: str
    front_matter: tuple[str, ...] = ()
    back_matter: tuple[str, ...] = ()
    theme: str = "furo"
    allowed_hosts: frozenset[str] = frozenset()
    translatable_roles: frozenset[str] = frozenset()
    free_formulas: bool = False
    metadata: tuple[tuple[str, str], ...] = ()
    paper: str = "a4"
    gates: Mapping[str, Gate] = field(default_factory=dict, hash=False)
    catalog_url: str = ""
    feedback: str = ""
    colophon: str = ""
    source_folder: str = "source"
    configuration_folder: str = "."
    catalogs_folder: str = "locales"
    build_folder: str = "build"
    compact: bool | str = False
    suffixes: tuple[str, ...] = SUFFIXES
    untranslated: tuple[str, ...] = ()
    words_in: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    stable_ids: bool = True
    house_style: bool = True
    typography: frozenset[str] | None = None
    versions: tuple[str, ...] = ()
    snapshot: Snapshot | None = None
    editor: str = ""
    chooser_document: str = ""
    owners: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)

    def is_typeset(self, locale: str) -> bool:
        """Return whether the compiler typesets the translations into *locale*."""
        return self.typography is None or locale in self.typography

    @property
    def source(self) -> Path:
        """Return the folder of the master text."""
        return self.root / self.source_folder

    @property
    def configuration(self) -> Path:
        """Return the path of Sphinx's configuration file."""
        return self.root / self.configuration_folder / "conf.py"

    @property
    def locales(self) -> Path:
        """Return the folder of the catalogs that translators edit."""
        return self.root / self.catalogs_folder

    @property
    def build(self) -> Path:
        """Return the folder of all built files."""
        return self.root / self.build_folder

    @property
    def templates(self) -> Path:
        """Return the folder of the POT files."""
        return self.build / "templates"

    @property
    def compiled(self) -> Path:
        """Return the folder of the compiled catalogs, the only ones that Sphinx reads."""
        return self.build / "catalogs"

    @property
    def site(self) -> Path:
        """Return the folder of the publication."""
        return self.build / "site"

    @property
    def logs(self) -> Path:
        """Return the folder of the logs, one for each task."""
        return self.build / "logs"

    @property
    def term_base(self) -> Path:
        """Return the path of the translators' term base."""
        return self.locales / "terms.toml"

    def search_words(self, language: Language) -> Path:
        """Return the path of the words that editors add to the search of *language*."""
        return self.locales / language.locale / "search.toml"

    def interface_words(self, language: Language) -> Path:
        """Return the path of the project's own translations of the words around the text."""
        return self.locales / language.locale / interface_words.FILE

    def domain_of(self, document: str) -> str:
        """Return the domain of *document*'s catalog, like Sphinx's ``docname_to_domain``."""
        if isinstance(self.compact, str):
            return self.compact
        return document.partition("/")[0] if self.compact else document

    def is_translated(self, document: str) -> bool:
        """Return whether translators are asked for the text of *document*."""
        return not any(fnmatchcase(document, pattern) for pattern in self.untranslated)

    def own_page(self, name: str) -> str:
        """Return the file name of Octavo's own page *name*, different from all pages of the project."""
        name = name if self.house_style else f"octavo-{name}"
        while any((self.source / f"{name}{suffix}").is_file() for suffix in self.suffixes):
            name = f"octavo-{name}"
        return f"{name}.html"

    def catalog_address(self, language: Language, page: str) -> str:
        """Return the URL of *page*'s catalog in *language*, or an empty text if ``catalog-url`` is not set."""
        path = (self.catalogs(language) / f"{self.domain_of(page)}.po").relative_to(self.root).as_posix()
        return self.catalog_url.format(path=quote(path), page=quote(page), locale=language.locale, tag=language.tag)

    def gate(self, language: Language) -> Gate:
        """Return the gate of *language*."""
        return self.gates.get(language.locale, Gate())

    @property
    def translations(self) -> tuple[Language, ...]:
        """Return the languages other than the master."""
        return tuple(language for language in self.languages if language != self.master)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Return the metadata as a mapping, in the master's language."""
        return dict(self.metadata)

    @property
    def set_book(self) -> Book | None:
        """Return the book that is the set of all others, or ``None``."""
        return next((book for book in self.books if book.is_set), None)

    def catalogs(self, language: Language) -> Path:
        """Return the folder of *language*'s catalogs; those of the pseudo-locale are in the build folder."""
        if language.locale == PSEUDO_LOCALE:
            return self.build / "pseudo" / "LC_MESSAGES"
        return self.locales / language.locale / "LC_MESSAGES"

    def catalog_files(self, language: Language) -> list[Path]:
        """Return the catalogs of *language*, sorted."""
        return sorted(self.catalogs(language).rglob("*.po"))

    def domain_of_catalog(self, language: Language, path: Path) -> str:
        """Return the domain of the catalog at *path* of *language*."""
        return name_below(self.catalogs(language), path)

    def locale_dir(self, language: Language) -> Path:
        """Return the folder in which Sphinx looks for *language*'s compiled catalogs."""
        # In a common folder, gettext would take what pt_BR lacks from pt, if that was compiled before.
        return self.compiled / language.locale

    def compiled_catalogs(self, language: Language) -> Path:
        """Return the folder of *language*'s compiled catalogs."""
        return self.locale_dir(language) / language.gettext_name / "LC_MESSAGES"

    def language(self, locale: str) -> Language:
        """Return the language called *locale* (``zh_CN`` or ``zh-CN``).

        :raises OctavoError: the project has no such language
        """
        if locale == PSEUDO_LOCALE:
            return Language(PSEUDO_LOCALE, label="Pseudo-English")
        for language in self.languages:
            if locale in (language.locale, language.tag):
                return language
        raise _unknown("language", locale, [language.locale for language in self.languages])

    def book(self, slug: str) -> Book:
        """Return the book called *slug*.

        :raises OctavoError: the project has no such book
        """
        for book in self.books:
            if slug == book.slug:
                return book
        raise _unknown("book", slug, [book.slug for book in self.books])

    def format(self, name: str) -> Format:
        """Return the format called *name*.

        :raises OctavoError: the project does not publish this format
        """
        for kind in self.formats:
            if name == kind.value:
                return kind
        raise _unknown("format", name, [kind.value for kind in self.formats])

    @property
    def main_book(self) -> Book:
        """Return the set, or the first book of a project without a set."""
        return self.set_book or self.books[0]

    @property
    def guides(self) -> tuple[Book, ...]:
        """Return the books other than the set."""
        return tuple(book for book in self.books if not book.is_set)

    def guide_of(self, document: str) -> Book | None:
        """Return the guide of the document or domain *document*; ``None`` for pages of the whole set."""
        return next((book for book in self.guides if book.holds(document)), None)

    def position(self, book: Book) -> int | None:
        """Return the number of *book* among the guides, from 1; ``None`` for the set."""
        return None if book.is_set else self.guides.index(book) + 1

    def editions(self) -> Iterator[Edition]:
        """Yield every edition of this text: sites once for each language, other formats for each book."""
        for language in self.languages:
            for kind in self.formats:
                if kind.is_site:
                    yield Edition(language, self.main_book, kind)
                else:
                    for book in self.books:
                        yield Edition(language, book, kind)


def _unknown(kind: str, name: str, valid: list[str]) -> OctavoError:
    suggestion = did_you_mean(name, valid)
    is_new = kind == "language" and not suggestion and locales.is_known(name)
    addition = f". To add it, run “octavo add-language {name}”" if is_new else ""
    return OctavoError(
        f"unknown-{kind}",
        f"there is no {kind} “{name}” in this project",
        remedy=f"{suggestion}Use one of: {', '.join(valid)}{addition}",
    )
