"""Read the words that editors add to the search of a language: ``locales/<locale>/search.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from octavo.errors import ContentError, did_you_mean
from octavo.files import toml
from octavo.project import Language, Project, source_files

_IGNORED = "ignored"
_TABLES = ("synonyms", "first")


@dataclass(frozen=True)
class SearchWords:
    """Store how the words of a reader are changed for the search.

    :ivar ignored: words that say nothing of a page
    :ivar synonyms: by phrase, the words that are searched as well
    :ivar first: by phrase, the pages with their anchors that are shown before all others
    """

    ignored: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def phrases(self) -> list[str]:
        """Return all phrases and words."""
        return [
            *self.ignored,
            *self.synonyms,
            *(word for words in self.synonyms.values() for word in words),
            *self.first,
        ]


def read(project: Project, language: Language) -> SearchWords:
    """Return the words for *language*; none without a file.

    :raises ContentError: the file has a mistake, or names a page that the text does not have
    """
    path = project.search_words(language)
    if not path.is_file():
        return SearchWords()
    try:
        data = toml.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _error(path, f"it is not valid TOML: {error}", "Correct it") from error
    ignored = tuple(_texts(path, _IGNORED, data.pop(_IGNORED, [])))
    for table in data:
        if table not in _TABLES or not isinstance(data[table], dict):
            raise _error(path, f"“{table}” is not known", "Use “ignored” and the tables [synonyms] and [first]")
    first: dict[str, list[tuple[str, str]]] = {}
    pages = source_files.documents(project)
    for target, phrases in data.get("first", {}).items():
        page, _, anchor = target.partition("#")
        if page not in pages:
            remedy = f"{did_you_mean(page, pages)}Write the name of a page without its suffix, like students/index"
            raise _error(path, f"there is no page “{page}”", remedy)
        for phrase in _texts(path, target, phrases):
            first.setdefault(phrase, []).append((page, anchor))
    synonyms = {key: tuple(_texts(path, key, words)) for key, words in data.get("synonyms", {}).items()}
    return SearchWords(ignored, synonyms, {phrase: tuple(targets) for phrase, targets in first.items()})


def _texts(path: Path, key: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise _error(path, f"“{key}” has no list of texts", f'Write "{key}" = ["…", "…"]')
    return value


def _error(path: Path, what: str, remedy: str) -> ContentError:
    return ContentError("search-words", what, remedy=remedy, path=path)
