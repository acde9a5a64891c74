"""``pyproject.toml`` → Project: which languages, books, formats and editions are published."""

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
    "find_root",
    "from_table",
    "load",
]
