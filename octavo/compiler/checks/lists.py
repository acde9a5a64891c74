"""Read ``phrases.toml`` in the folder of a language: its phrases to avoid, and its forms of address."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from octavo.compiler.checks.subject import Subject
from octavo.files import toml

NAME = "phrases.toml"


def read(subjects: Sequence[Subject], table: str) -> dict[str, str]:
    """Return the *table* of the language of *subjects*; empty if it has none, or the file is no TOML."""
    found: dict[str, str] = {}
    for file in sorted(folder / NAME for folder in language_folders(subjects)):
        if file.is_file():
            found |= _rows(file, table)
    return found


def language_folders(subjects: Sequence[Subject]) -> set[Path]:
    """Return the folders of the languages of *subjects*, in which the lists are: ``locales/fr``."""
    paths = {subject.path for subject in subjects}
    return {parent.parent for path in paths for parent in path.parents if parent.name == "LC_MESSAGES"}


def _rows(path: Path, table: str) -> dict[str, str]:
    try:
        rows = toml.loads(path.read_text(encoding="utf-8")).get(table, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return {str(key): str(value) for key, value in rows.items()} if isinstance(rows, dict) else {}
