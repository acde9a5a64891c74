"""``pyproject.toml`` → Project: which languages, books, formats and editions are published."""

from octavo.project.adding import file_of, with_language
from octavo.project.configuration import find_root, from_table, load
from octavo.project.values import PSEUDO_LOCALE, Book, Edition, Format, Language, Project, babel_locale

__all__ = [
    "PSEUDO_LOCALE",
    "Book",
    "Edition",
    "Format",
    "Language",
    "Project",
    "babel_locale",
    "file_of",
    "find_root",
    "from_table",
    "load",
    "with_language",
]
