"""``pyproject.toml`` → Project: which languages, books, formats and editions are published."""

from octavo.project.configuration import EDITOR_REMEDY, find_root, from_table, is_editor, load
from octavo.project.edit import add_language, check_new_language, file_of, replace_configuration
from octavo.project.gate import Below, Gate, Text
from octavo.project.source_files import check_names, documents, domains, file_of_document, files
from octavo.project.values import (
    LEFT_TO_RIGHT,
    PSEUDO_LOCALE,
    RIGHT_TO_LEFT,
    Book,
    Edition,
    Format,
    Language,
    Project,
    Snapshot,
    babel_locale,
    direction_of,
)

__all__ = [
    "EDITOR_REMEDY",
    "LEFT_TO_RIGHT",
    "PSEUDO_LOCALE",
    "RIGHT_TO_LEFT",
    "Below",
    "Book",
    "Edition",
    "Format",
    "Gate",
    "Language",
    "Project",
    "Snapshot",
    "Text",
    "add_language",
    "babel_locale",
    "check_names",
    "check_new_language",
    "direction_of",
    "documents",
    "domains",
    "file_of",
    "file_of_document",
    "files",
    "find_root",
    "from_table",
    "is_editor",
    "load",
    "replace_configuration",
]
