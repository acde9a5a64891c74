"""Check the single values of ``[tool.octavo]``; errors name the key and its line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.errors import OctavoError
from octavo.project import locales
from octavo.project.book import EMBLEMS, Book
from octavo.project.formats import Format
from octavo.project.gate import BelowThreshold, Gate, Text

#: Slugs become file names and URLs, so they use only characters that are safe in both.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

#: Type of each key, and whether it is required; ``docs/reference/configuration.md`` lists the same keys.
KEYS: dict[str, tuple[type, bool]] = {
    "master": (str, True),
    "languages": (list, True),
    "source": (str, False),
    "configuration": (str, False),
    "catalogs": (str, False),
    "build": (str, False),
    "compact": (object, False),
    "suffixes": (list, False),
    "untranslated": (list, False),
    "words-in": (list, False),
    "links": (dict, False),
    "stable-ids": (bool, False),
    "house-style": (bool, False),
    "typography": (object, False),
    "versions": (list, False),
    "books": (list, False),
    "formats": (list, False),
    "base-url": (str, False),
    "back-matter": (list, False),
    "front-matter": (list, False),
    "theme": (str, False),
    "paper": (str, False),
    "allowed-hosts": (list, False),
    "translatable-roles": (list, False),
    "free-formulas": (bool, False),
    "metadata": (dict, False),
    "language-names": (dict, False),
    "locale-data": (dict, False),
    "gate": (dict, False),
    "catalog-url": (str, False),
    "feedback": (str, False),
    "colophon": (str, False),
    "choose": (str, False),
    "owners": (dict, False),
    "preview": (dict, False),
}
#: Allowed words of each key of a gate; without words the value is a percentage.
GATE_KEYS: dict[str, tuple[str, ...]] = {
    "book": (),
    "page": (),
    "below": tuple(item.value for item in BelowThreshold),
    "text": tuple(item.value for item in Text),
    "complete": (),
}
#: Keys of a book that it need not have, and a colour: empty, a name of the design tokens, or a value.
_BOOK_KEYS = frozenset({"colour", "start", "emblem"})
_COLOUR = re.compile(r"|[a-z]+|#[0-9a-fA-F]{6}")
_TYPE_NAMES: dict[type, str] = {str: "a text", list: "a list", dict: "a table", bool: "true or false"}


#: A URL of an editor's own scheme; schemes with which a browser would run or show the URL's own content are excluded.
_EDITOR = re.compile(r"(?!(?:javascript|data|vbscript|blob|file):)[a-z][a-z0-9+.-]*:\S*\{path\}\S*", re.IGNORECASE)
EDITOR_REMEDY = "Write a URL with {path} and {line}, such as vscode://file/{path}:{line}"


def is_editor(address: object) -> bool:
    """Return whether *address* is a valid URL to open a file in an editor."""
    return isinstance(address, str) and _EDITOR.fullmatch(address) is not None


#: An address for reports of mistakes: mail, or a form on the web, with fields that Octavo fills in.
_FEEDBACK = re.compile(
    r"(?:mailto:[^\s{}@?]+@[^\s{}?]+(?:\?[^\s]*)?|https?://[^\s{}/]+(?:/[^\s]*)?)",
)
_FEEDBACK_FIELD = re.compile(r"\{(subject|title|page|language|address)\}")
FEEDBACK_REMEDY = (
    "Write mailto:name@example.org or the URL of a form. It may contain the fields {title}, {page}, {language}, "
    "{address} and {subject}"
)


def is_feedback(address: str) -> bool:
    """Return whether *address* is valid for reports of mistakes, and has no unknown field."""
    return bool(_FEEDBACK.fullmatch(address)) and not set("{}") & set(_FEEDBACK_FIELD.sub("", address))


@dataclass(frozen=True)
class Reader:
    """Read and check single values; errors name the key and its line."""

    path: Path

    def error(self, key: str, problem: str, remedy: str) -> OctavoError:
        """Return the error for *key*."""
        return OctavoError(
            "config-value", f"[tool.octavo] {key}: {problem}", remedy=remedy, path=self.path, line=self.line(key)
        )

    def line(self, key: str) -> int | None:
        """Return the line of *key*, found by text search, because tomllib returns no positions."""
        name = re.escape(key.rpartition(".")[2])
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        start = next((i for i, text in enumerate(lines) if "tool.octavo" in text), 0)
        pattern = re.compile(rf"\s*{name}\s*=")
        return next((i + 1 for i, text in enumerate(lines) if i >= start and pattern.match(text)), None)

    def check_keys(self, table: dict[str, Any]) -> None:
        """Check the names and the types of all keys of *table*."""
        for key, value in table.items():
            if key not in KEYS:
                raise self.error(key, "this key is not known", f"Use one of: {', '.join(KEYS)}")
            if not isinstance(value, KEYS[key][0]):
                raise self.error(key, f"it must be {_TYPE_NAMES[KEYS[key][0]]}", "Correct its value")
        for key, (_, required) in KEYS.items():
            if required and key not in table:
                raise self.error(key, "the key is missing", "Add it")
        lists = (key for key, (kind, _) in KEYS.items() if kind is list and key != "books")
        for key in lists:
            if not all(isinstance(item, str) for item in table.get(key, ())):
                raise self.error(key, "every item must be a text", "Correct its value")

    def check_unique(self, key: str, values: list[str]) -> None:
        """Check that *values* has no duplicates."""
        for value in values:
            if values.count(value) > 1:
                raise self.error(key, f"“{value}” is listed twice", "Remove one")

    def locale(self, key: str, value: str) -> str:
        """Return *value* if it is a locale."""
        if not locales.is_known(value):
            raise self.error(key, f"“{value}” is not a locale that Babel knows", "Use a form like fr or zh_CN")
        return value

    def locale_data(self, table: dict[str, Any], languages: list[str]) -> dict[str, str]:
        """Return the locale of dates and numbers for those of *languages* that *table* names."""
        for language, value in table.items():
            self.one_of("locale-data", language, tuple(languages))
            if not isinstance(value, str) or value.partition("_")[0] != language.partition("_")[0]:
                raise self.error(
                    "locale-data", f"“{value}” is no locale of the language “{language}”", 'Write en = "en_GB"'
                )
            self.locale("locale-data", value)
        return dict(table)

    def format(self, value: str) -> Format:
        """Return the format called *value*."""
        return Format(self.one_of("formats", value, tuple(kind.value for kind in Format)))

    def one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> str:
        """Return *value* if it is one of *allowed*."""
        if value not in allowed:
            raise self.error(key, f"“{value}” is not known", f"Use one of: {', '.join(allowed)}")
        return value

    def gates(self, table: dict[str, Any], locales: list[str]) -> dict[str, Gate]:
        """Return the gate of each language; tables of single languages override the general values."""
        single = {key: value for key, value in table.items() if isinstance(value, dict)}
        for locale in single:
            if locale not in locales:
                raise self.error(
                    f"gate.{locale}", "this is not a language of the project", f"Use one of: {', '.join(locales)}"
                )
        general = {key: value for key, value in table.items() if key not in single}
        return {locale: self.gate(general | single.get(locale, {})) for locale in locales}

    def gate(self, table: dict[str, Any]) -> Gate:
        """Return the gate of *table*."""
        for key, value in table.items():
            if key not in GATE_KEYS:
                raise self.error(f"gate.{key}", "this key is not known", f"Use one of: {', '.join(GATE_KEYS)}")
            if GATE_KEYS[key]:
                self.one_of(f"gate.{key}", value, GATE_KEYS[key])
            elif not isinstance(value, int | float) or not 0 <= value <= 100:
                raise self.error(f"gate.{key}", f"“{value}” is not a percentage", "Write a number from 0 to 100")
        defaults = Gate()
        return Gate(
            book=float(table.get("book", defaults.book)),
            page=float(table.get("page", defaults.page)),
            below=BelowThreshold(table.get("below", defaults.below.value)),
            text=Text(table.get("text", defaults.text.value)),
            complete=float(table.get("complete", defaults.complete)),
        )

    def folder(self, key: str, value: str) -> str:
        """Return *value* if it is a relative path inside the project."""
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or not value or not value.isprintable():
            raise self.error(key, f"“{value}” is not a folder of the project", "Write it relative to pyproject.toml")
        return path.as_posix()

    def typography(self, value: Any, locales: list[str]) -> frozenset[str] | None:
        """Return the locales that *value*, true, false or a list, has typeset; ``None`` for all."""
        if isinstance(value, bool):
            return None if value else frozenset()
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.error("typography", "it must be true, false or a list of languages", "Correct its value")
        return frozenset(self.one_of("typography", name, tuple(locales)) for name in value)

    def editor(self, table: dict[str, Any]) -> str:
        """Return the editor URL of the preview's *table*."""
        for key in table.keys() - {"editor"}:
            raise self.error(f"preview.{key}", "this key is not known", "Use editor")
        address = table.get("editor", "")
        if address and not is_editor(address):
            raise self.error("preview.editor", f"“{address}” is not a valid editor URL", EDITOR_REMEDY)
        return str(address)

    def links(self, table: dict[str, Any], locales: list[str]) -> dict[str, dict[str, str]]:
        """Return *table*: by locale, the beginnings of addresses and what is in their place."""
        for locale, places in table.items():
            self.one_of("links", locale, tuple(locales))
            texts = [*places, *places.values()] if isinstance(places, dict) else [""]
            if not all(isinstance(text, str) and re.match(r"https?://[^\s/]", text) for text in texts):
                raise self.error(f"links.{locale}", "it must be a table of URLs", "Begin both with https://")
        return table

    def owners(self, table: dict[str, Any], locales: list[str], slugs: list[str]) -> dict[str, dict[str, str]]:
        """Return the owners of *table*: by locale a name, or a table with a name by slug of the book."""
        found = {}
        for locale, named in table.items():
            self.one_of("owners", locale, tuple(locales))
            found[locale] = {"": named} if isinstance(named, str) else named
            if not isinstance(named, str | dict) or not all(isinstance(name, str) for name in found[locale].values()):
                raise self.error(f"owners.{locale}", "it must be a name, or a table of names", "Correct its value")
            for slug in found[locale]:
                if slug:
                    self.one_of(f"owners.{locale}", slug, tuple(slugs))
        return found

    def document(self, key: str, folder: Path, name: Any, suffixes: tuple[str, ...]) -> str:
        """Return *name* if it is empty or a document in *folder*."""
        if name and not (isinstance(name, str) and _is_document(folder, name, suffixes)):
            raise self.error(key, f"there is no document “{name}” in {folder.name}/", "Correct the name")
        return str(name)

    def book(self, root: Path, source: str, suffixes: tuple[str, ...], entry: Any) -> Book:
        """Return the book of *entry* if its root document exists."""
        if not isinstance(entry, dict) or not {"slug", "root"} <= entry.keys() <= {"slug", "root", "set", *_BOOK_KEYS}:
            remedy = "Write {slug = …, root = …}, set = true for the set, and if you like colour, start and emblem"
            raise self.error("books", f"{entry!r} is not a book", remedy)
        if not (isinstance(entry["slug"], str) and isinstance(entry["root"], str) and entry["root"].isprintable()):
            raise self.error("books", f"{entry!r} is not a book", "Write slug and root as texts")
        if not SLUG.fullmatch(entry["slug"]):
            raise self.error("slug", f"“{entry['slug']}” is not a slug", "Use a-z, 0-9 and single hyphens")
        if not _is_document(root / source, entry["root"], suffixes):
            remedy = "Correct the name, or set “source” to the folder of the text"
            raise self.error("root", f"there is no document “{entry['root']}” in {source}/", remedy)
        start = self.document("start", root / source, entry.get("start", ""), suffixes)
        colour = entry.get("colour", "")
        if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            raise self.error("colour", f"“{colour}” is not a colour", "Write a name such as teal, or #005b6b")
        emblem = entry.get("emblem", "")
        if emblem:
            self.one_of("emblem", emblem, EMBLEMS)
        return Book(entry["slug"], entry["root"], bool(entry.get("set", False)), colour, start, emblem)


def _is_document(folder: Path, name: str, suffixes: tuple[str, ...]) -> bool:
    # Unlike Path.is_file(), it takes a name of any length.
    return any(os.path.isfile(folder / f"{name}{suffix}") for suffix in suffixes)  # noqa: PTH113
