"""Read the words that editors add to the search of a language: ``locales/<locale>/search.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from octavo.errors import ContentError, did_you_mean
from octavo.files import toml
from octavo.project import Language, Project, source_files

_IGNORED = "ignored"
#: Table of phrases with their synonyms, table of folders with phrases, and those of pages with phrases.
_SYNONYMS, _READERS = "synonyms", "readers"
_FIRST, _HELP, _ASKED = _OF_PAGES = ("first", "help", "asked")
_TABLES = (_SYNONYMS, _READERS, *_OF_PAGES)

#: A page, and the address of a heading on it or nothing.
Target = tuple[str, str]


@dataclass(frozen=True)
class SearchWords:
    """Store how the words of a reader are changed for the search.

    :ivar ignored: words that say nothing of a page
    :ivar synonyms: by phrase, the words that are searched as well
    :ivar first: by phrase, the pages with their anchors that are shown before all others
    :ivar help: by phrase, the same for words of danger; the notice of the page is shown as well
    :ivar asked: by page with its anchor, the phrases by which readers ask for it
    :ivar readers: by folder of pages, phrases that tell who asks, and so where the answer is likely to be
    """

    ignored: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    help: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    asked: Mapping[Target, tuple[str, ...]] = field(default_factory=dict)
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def phrases(self) -> list[str]:
        """Return all phrases and words."""
        lists = (*self.synonyms.values(), *self.asked.values(), *self.readers.values())
        return [*self.ignored, *self.synonyms, *self.first, *self.help, *(phrase for one in lists for phrase in one)]


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
            names = ", ".join(f"[{name}]" for name in _TABLES)
            raise _error(path, f"“{table}” is not known", f"Use “ignored” and the tables {names}")
    pages = source_files.documents(project)
    phrases = {table: _by_target(path, data.get(table, {}), pages) for table in _OF_PAGES}
    lists = {
        table: {key: tuple(_texts(path, key, words)) for key, words in data.get(table, {}).items()}
        for table in (_SYNONYMS, _READERS)
    }
    for folder in lists[_READERS]:
        if not folder.endswith("/") or not any(page.startswith(folder) for page in pages):
            raise _error(
                path, f"there is no folder “{folder}”", "Write the name of a folder with pages, like students/"
            )
    return SearchWords(
        ignored,
        lists[_SYNONYMS],
        _by_phrase(phrases[_FIRST]),
        _by_phrase(phrases[_HELP]),
        asked=phrases[_ASKED],
        readers=lists[_READERS],
    )


def _by_target(path: Path, table: Mapping[str, Any], pages: Collection[str]) -> dict[Target, tuple[str, ...]]:
    found: dict[Target, tuple[str, ...]] = {}
    for target, phrases in table.items():
        page, _, anchor = target.partition("#")
        if page not in pages:
            remedy = f"{did_you_mean(page, pages)}Write the name of a page without its suffix, like students/index"
            raise _error(path, f"there is no page “{page}”", remedy)
        found[page, anchor] = tuple(_texts(path, target, phrases))
    return found


def _by_phrase(phrases: Mapping[Target, tuple[str, ...]]) -> dict[str, tuple[Target, ...]]:
    targets: dict[str, tuple[Target, ...]] = {}
    for target, written in phrases.items():
        for phrase in written:
            targets[phrase] = (*targets.get(phrase, ()), target)
    return targets


def _texts(path: Path, key: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise _error(path, f"“{key}” has no list of texts", f'Write "{key}" = ["…", "…"]')
    return value


def _error(path: Path, what: str, remedy: str) -> ContentError:
    return ContentError("search-words", what, remedy=remedy, path=path)
