"""Read ``pyproject.toml`` and define the languages, books, formats and editions of a project."""

from octavo.project.book import Book, Edition
from octavo.project.configuration.edit import add_language, check_new_language, file_of, replace_configuration
from octavo.project.configuration.load import find_root, from_table, load
from octavo.project.configuration.reader import EDITOR_REMEDY, is_editor
from octavo.project.formats import PRINTED, SITE_COPIES, Format
from octavo.project.gate import BelowThreshold, Gate, Text
from octavo.project.language import (
    LEFT_TO_RIGHT,
    PSEUDO_LOCALE,
    RIGHT_TO_LEFT,
    Language,
    babel_locale,
    direction_of,
)
from octavo.project.loose import LooseProject, look
from octavo.project.source_files import check_names, documents, domains, file_of_document, files
from octavo.project.values import Project, Snapshot

__all__ = [
    "EDITOR_REMEDY",
    "LEFT_TO_RIGHT",
    "PRINTED",
    "PSEUDO_LOCALE",
    "RIGHT_TO_LEFT",
    "SITE_COPIES",
    "BelowThreshold",
    "Book",
    "Edition",
    "Format",
    "Gate",
    "Language",
    "LooseProject",
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
    "look",
    "replace_configuration",
]
