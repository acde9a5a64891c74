"""Read ``[tool.octavo]``; report each mistake with its key and line, with exit status 2."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from octavo.errors import OctavoError
from octavo.files import toml
from octavo.project import dates, interface_words, locales
from octavo.project.configuration import conf_literals
from octavo.project.configuration.folders import build_folder_fault
from octavo.project.configuration.reader import FEEDBACK_REMEDY, Reader, is_feedback
from octavo.project.formats import SITE_COPIES, Format
from octavo.project.language import Language
from octavo.project.values import SUFFIXES, Project

#: Formats that a project must ask for: each takes as long, or as much space, as the printed book or the site.
_ON_REQUEST = (Format.LETTER, Format.LARGE, *SITE_COPIES)
METADATA_KEYS = (
    "title", "short-title", "subtitle", "author", "publisher", "description", "keywords", "copyright", "edition",
    "notice", "motto", "motto-source", "licence",
)  # fmt: skip
#: Placeholder for the site's URL; RFC 2606 reserves the domain for examples.
NOWHERE = "https://example.org"
#: Default of each folder key, relative to ``pyproject.toml``.
FOLDERS = {"source": "source", "configuration": ".", "catalogs": "locales", "build": "build"}
WORDS_IN = ("comments", "diagrams")
PAPERS = ("a4", "letter", "large-print")
#: Fields of the URL of a catalog.
_FIELDS = re.compile(r"\{(?:path|page|locale|tag)\}")


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above *start* whose ``pyproject.toml`` has ``[tool.octavo]``.

    :raises OctavoError: there is no such folder
    """
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
    """Read the project that contains the folder *start*.

    :raises OctavoError: there is no project, or its configuration is wrong
    """
    dates.check_variable()
    root = find_root(start.resolve())
    file = root / "pyproject.toml"
    try:
        data = toml.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise OctavoError("config-syntax", "the file is not UTF-8", remedy="Save it as UTF-8", path=file) from error
    except tomllib.TOMLDecodeError as error:
        raise OctavoError(
            "config-syntax", f"the TOML cannot be read: {error}", remedy="Correct the syntax there", path=file
        ) from error
    tools = data.get("tool")
    table = tools.get("octavo") if isinstance(tools, dict) else None
    if not isinstance(table, dict):
        raise OctavoError(
            "config-syntax", "[tool.octavo] is no table", remedy="Write the keys below a line [tool.octavo]", path=file
        )
    return from_table(root, table)


def from_table(root: Path, table: dict[str, Any]) -> Project:
    """Return the project of *table*, the content of ``[tool.octavo]``.

    :raises OctavoError: a value is wrong or missing
    """
    reader = Reader(root / "pyproject.toml")
    reader.check_keys(table)
    master = reader.locale("master", table["master"])
    wanted = [reader.locale("languages", value) for value in table["languages"]]
    if master not in wanted:
        raise reader.error("languages", f"the list lacks the master language, “{master}”", f"Add “{master}”")
    reader.check_unique("languages", wanted)
    reader.check_unique("languages", [locales.tag(locale) for locale in wanted])  # a folder of the site each
    names = table.get("language-names", {})
    if not all(isinstance(name, str) for name in names.values()):
        raise reader.error("language-names", "every name must be a text", "Correct its value")
    names = locales.labels(wanted) | names
    folders = {key: reader.folder(key, table.get(key, default)) for key, default in FOLDERS.items()}
    languages = tuple(
        Language(
            locale,
            names.get(locale, ""),
            interface_words.read(root / folders["catalogs"] / locale / interface_words.FILE),
            reader.locale_data(table.get("locale-data", {}), wanted).get(locale, ""),
        )
        for locale in [master, *(x for x in wanted if x != master)]
    )
    if fault := build_folder_fault(root, folders):
        raise reader.error("build", *fault)
    conf_values = conf_literals.read(root / folders["configuration"] / "conf.py")
    suffixes = tuple(table.get("suffixes", SUFFIXES))
    compact = table.get("compact", False)
    if not isinstance(compact, bool | str):
        raise reader.error(
            "compact", "it must be true, false or a name", "Write the value of gettext_compact in conf.py"
        )
    formats = tuple(
        reader.format(value)
        for value in table.get("formats", [kind.value for kind in Format if kind not in _ON_REQUEST])
    )
    reader.check_unique("formats", [kind.value for kind in formats])
    base_url = table.get("base-url") or conf_literals.text(conf_values, "html_baseurl") or NOWHERE
    if not re.fullmatch(r"https?://[^\s]+", base_url):
        raise reader.error("base-url", f"“{base_url}” is not a URL", "Write a URL that begins with https://")
    catalog_url = table.get("catalog-url", "")
    if catalog_url and not re.fullmatch(r"https?://[^\s{}]+", _FIELDS.sub("x", catalog_url)):
        raise reader.error("catalog-url", f"“{catalog_url}” is not a URL", "Write a URL such as https://…/{path}")
    feedback = table.get("feedback", "")
    if feedback and not is_feedback(feedback):
        raise reader.error("feedback", f"“{feedback}” is not an address for reports", FEEDBACK_REMEDY)
    back_matter = tuple(table.get("back-matter", ()))
    colophon = table.get("colophon", back_matter[-1] if back_matter else "")
    if colophon:
        reader.one_of("colophon", colophon, back_matter)
    entries = table.get("books", [{"slug": "book", "root": _root_document(conf_values), "set": True}])
    books = tuple(reader.book(root, folders["source"], suffixes, entry) for entry in entries)
    if not books:
        raise reader.error("books", "the list is empty", "Name at least one book")
    reader.check_unique("books", [book.slug for book in books])
    metadata = table.get("metadata", {})
    for key, value in metadata.items():
        if key not in METADATA_KEYS or not isinstance(value, str):
            raise reader.error(
                f"metadata.{key}",
                "the key is not known or its value is not a text",
                f"Use one of: {', '.join(METADATA_KEYS)}",
            )
    conf_names = {"title": ("project",), "author": ("author",), "copyright": ("copyright", "project_copyright")}
    from_conf = {
        key: conf_literals.text(conf_values, *names) for key, names in conf_names.items() if key not in metadata
    }
    metadata = {key: value for key, value in from_conf.items() if value} | metadata
    if "title" not in metadata:
        raise reader.error("metadata.title", "the publication has no title", "Add a title")
    return Project(
        root=root,
        master=languages[0],
        languages=languages,
        books=books,
        formats=formats,
        base_url=base_url.rstrip("/"),
        front_matter=tuple(table.get("front-matter", ())),
        back_matter=back_matter,
        theme=table.get("theme") or conf_literals.text(conf_values, "html_theme") or "furo",
        paper=reader.one_of("paper", table.get("paper", "a4"), PAPERS),
        allowed_hosts=frozenset(table.get("allowed-hosts", ())),
        translatable_roles=frozenset(map(str.lower, table.get("translatable-roles", ()))),
        free_formulas=table.get("free-formulas", False),
        metadata=tuple(metadata.items()),
        gates=reader.gates(table.get("gate", {}), wanted),
        catalog_url=catalog_url,
        feedback=feedback,
        colophon=colophon,
        source_folder=folders["source"],
        configuration_folder=folders["configuration"],
        catalogs_folder=folders["catalogs"],
        build_folder=folders["build"],
        compact=compact,
        suffixes=suffixes,
        untranslated=tuple(table.get("untranslated", ())),
        words_in=tuple(reader.one_of("words-in", name, WORDS_IN) for name in table.get("words-in", ())),
        links=reader.links(table.get("links", {}), wanted),
        stable_ids=table.get("stable-ids", table.get("house-style", True)),
        house_style=table.get("house-style", True),
        typography=reader.typography(table.get("typography", table.get("house-style", True)), wanted),
        versions=tuple(table.get("versions", ())),
        editor=reader.editor(table.get("preview", {})),
        owners=reader.owners(table.get("owners", {}), wanted, [book.slug for book in books]),
        chooser_document=reader.document("choose", root / folders["source"], table.get("choose", ""), suffixes),
    )


def _root_document(conf_values: dict[str, object]) -> str:
    return conf_literals.text(conf_values, "root_doc", "master_doc") or "index"
