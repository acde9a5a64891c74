"""``[tool.octavo]`` → Project; every mistake in it is one sentence that names the key, with exit status 2."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from babel import Locale, UnknownLocaleError

from octavo.errors import OctavoError
from octavo.project import conf_literals, dates
from octavo.project.folders import build_folder_fault
from octavo.project.gate import Below, Gate, Text
from octavo.project.values import SUFFIXES, Book, Format, Language, Project

#: Slugs become folder and file names, so they keep to what every file system and URL takes.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Language, script and region as gettext writes them: zh, zh_CN, zh_Hant_TW.
LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?")

#: Key → (type, required). What a mistake is compared with, and what ``docs/configuration.md`` lists.
KEYS: dict[str, tuple[type, bool]] = {
    "master": (str, True),
    "languages": (list, True),
    "source": (str, False),
    "configuration": (str, False),
    "catalogs": (str, False),
    "build": (str, False),
    "compact": (object, False),
    "suffixes": (list, False),
    "house-style": (bool, False),
    "books": (list, False),
    "formats": (list, False),
    "base-url": (str, False),
    "back-matter": (list, False),
    "theme": (str, False),
    "paper": (str, False),
    "allowed-hosts": (list, False),
    "metadata": (dict, False),
    "language-names": (dict, False),
    "gate": (dict, False),
    "catalog-url": (str, False),
    "colophon": (str, False),
    "preview": (dict, False),
}
METADATA_KEYS = ("title", "subtitle", "author", "publisher", "description", "keywords", "copyright")
#: What stands for the site's address until there is one: RFC 2606 keeps it for examples.
NOWHERE = "https://example.org"
#: Key → the folder, relative to ``pyproject.toml``, where the key is not given.
FOLDERS = {"source": "source", "configuration": ".", "catalogs": "locales", "build": "build"}
PAPERS = ("a4", "letter", "large-print")
#: Key of a gate → the words that it may be; a percentage where there are none.
GATE_KEYS: dict[str, tuple[str, ...]] = {
    "book": (),
    "page": (),
    "below": tuple(item.value for item in Below),
    "text": tuple(item.value for item in Text),
    "complete": (),
}
#: What stands for a part of the address of a catalog.
_PLACES = re.compile(r"\{(?:path|page|locale|tag)\}")
_TYPE_NAMES: dict[type, str] = {str: "a text", list: "a list", dict: "a table", bool: "true or false"}


#: An address of an editor's own scheme; not one by which a browser would run or show what the address itself says.
_EDITOR = re.compile(r"(?!(?:javascript|data|vbscript|blob|file):)[a-z][a-z0-9+.-]*:\S*\{path\}\S*", re.IGNORECASE)
EDITOR_REMEDY = "Write an address with {path} and {line}, such as vscode://file/{path}:{line}"


def is_editor(address: object) -> bool:
    """Whether *address* can open a file in an editor."""
    return isinstance(address, str) and _EDITOR.fullmatch(address) is not None


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
    dates.check_variable()
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
    if not all(isinstance(name, str) for name in names.values()):
        raise reader.error("language-names", "every name must be a text", "Correct its value")
    languages = tuple(
        Language(locale, names.get(locale, "")) for locale in [master, *(x for x in locales if x != master)]
    )
    folders = {key: reader.folder(key, table.get(key, default)) for key, default in FOLDERS.items()}
    if fault := build_folder_fault(root, folders):
        raise reader.error("build", *fault)
    own = conf_literals.read(root / folders["configuration"] / "conf.py")
    suffixes = tuple(table.get("suffixes", SUFFIXES))
    compact = table.get("compact", False)
    if not isinstance(compact, bool | str):
        raise reader.error("compact", "it must be true, false or a name", "Write what conf.py has as gettext_compact")
    formats = tuple(reader.format(value) for value in table.get("formats", [kind.value for kind in Format]))
    reader.check_unique("formats", [kind.value for kind in formats])
    base_url = table.get("base-url") or conf_literals.text(own, "html_baseurl") or NOWHERE
    if not re.fullmatch(r"https?://[^\s]+", base_url):
        raise reader.error("base-url", f"“{base_url}” is not a web address", "Write it with https://")
    catalog_url = table.get("catalog-url", "")
    if catalog_url and not re.fullmatch(r"https?://[^\s{}]+", _PLACES.sub("x", catalog_url)):
        raise reader.error("catalog-url", f"“{catalog_url}” is not a web address", "Write it as https://…/{path}")
    back_matter = tuple(table.get("back-matter", ()))
    colophon = table.get("colophon", back_matter[-1] if back_matter else "")
    if colophon:
        reader.one_of("colophon", colophon, back_matter)
    entries = table.get("books", [{"slug": "book", "root": _root_document(own), "set": True}])
    books = tuple(reader.book(root, folders["source"], suffixes, entry) for entry in entries)
    if not books:
        raise reader.error("books", "the list is empty", "Name at least one book")
    reader.check_unique("books", [book.slug for book in books])
    metadata = table.get("metadata", {})
    for key, value in metadata.items():
        if key not in METADATA_KEYS or not isinstance(value, str):
            raise reader.error(
                f"metadata.{key}", "this is not a known text", f"Use texts named {', '.join(METADATA_KEYS)}"
            )
    spoken = {"title": ("project",), "author": ("author",), "copyright": ("copyright", "project_copyright")}
    found = {key: conf_literals.text(own, *names) for key, names in spoken.items() if key not in metadata}
    metadata = {key: value for key, value in found.items() if value} | metadata
    if "title" not in metadata:
        raise reader.error("metadata.title", "the publication has no title", "Add it")
    return Project(
        root=root,
        master=languages[0],
        languages=languages,
        books=books,
        formats=formats,
        base_url=base_url.rstrip("/"),
        back_matter=back_matter,
        theme=table.get("theme") or conf_literals.text(own, "html_theme") or "furo",
        paper=reader.one_of("paper", table.get("paper", "a4"), PAPERS),
        allowed_hosts=frozenset(table.get("allowed-hosts", ())),
        metadata=tuple(metadata.items()),
        gates=reader.gates(table.get("gate", {}), locales),
        catalog_url=catalog_url,
        colophon=colophon,
        source_folder=folders["source"],
        configuration_folder=folders["configuration"],
        catalogs_folder=folders["catalogs"],
        build_folder=folders["build"],
        compact=compact,
        suffixes=suffixes,
        house_style=table.get("house-style", True),
        editor=reader.editor(table.get("preview", {})),
    )


def _root_document(own: dict[str, object]) -> str:
    return conf_literals.text(own, "root_doc", "master_doc") or "index"


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
        for key in ("languages", "formats", "back-matter", "allowed-hosts", "suffixes"):
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

    def gates(self, table: dict[str, Any], locales: list[str]) -> dict[str, Gate]:
        """Read the table of all languages, and in it those of single ones."""
        own = {key: value for key, value in table.items() if isinstance(value, dict)}
        for locale in own:
            if locale not in locales:
                raise self.error(f"gate.{locale}", "this is none of the languages", f"Use one of: {', '.join(locales)}")
        general = {key: value for key, value in table.items() if key not in own}
        return {locale: self.gate(general | own.get(locale, {})) for locale in locales}

    def gate(self, table: dict[str, Any]) -> Gate:
        for key, value in table.items():
            if key not in GATE_KEYS:
                raise self.error(f"gate.{key}", "this key is not known", f"Use one of: {', '.join(GATE_KEYS)}")
            if GATE_KEYS[key]:
                self.one_of(f"gate.{key}", value, GATE_KEYS[key])
            elif not isinstance(value, int | float) or not 0 <= value <= 100:
                raise self.error(f"gate.{key}", f"“{value}” is no percentage", "Write a number from 0 to 100")
        defaults = Gate()
        return Gate(
            book=float(table.get("book", defaults.book)),
            page=float(table.get("page", defaults.page)),
            below=Below(table.get("below", defaults.below.value)),
            text=Text(table.get("text", defaults.text.value)),
            complete=float(table.get("complete", defaults.complete)),
        )

    def folder(self, key: str, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or not value or not value.isprintable():
            raise self.error(key, f"“{value}” is not a folder of the project", "Write it relative to pyproject.toml")
        return path.as_posix()

    def editor(self, table: dict[str, Any]) -> str:
        """Read the table of the preview, which holds the address that opens a message."""
        for key in table.keys() - {"editor"}:
            raise self.error(f"preview.{key}", "this key is not known", "Use editor")
        address = table.get("editor", "")
        if address and not is_editor(address):
            raise self.error("preview.editor", f"“{address}” opens no editor", EDITOR_REMEDY)
        return str(address)

    def book(self, root: Path, source: str, suffixes: tuple[str, ...], entry: Any) -> Book:
        if not isinstance(entry, dict) or not {"slug", "root"} <= entry.keys() <= {"slug", "root", "set"}:
            raise self.error(
                "books", f"{entry!r} is not a book", "Write {slug = …, root = …}, and set = true for the set"
            )
        if not (isinstance(entry["slug"], str) and isinstance(entry["root"], str) and entry["root"].isprintable()):
            raise self.error("books", f"{entry!r} is not a book", "Write slug and root as texts")
        if not SLUG.fullmatch(entry["slug"]):
            raise self.error("slug", f"“{entry['slug']}” is not a slug", "Use a-z, 0-9 and single hyphens")
        if not any((root / source / (entry["root"] + suffix)).is_file() for suffix in suffixes):
            remedy = "Correct the name, or say with “source” in which folder the text is"
            raise self.error("root", f"there is no document “{entry['root']}” in {source}/", remedy)
        return Book(entry["slug"], entry["root"], bool(entry.get("set", False)))
