"""Write the lines of ``octavo init``: the table of ``pyproject.toml``, and the extension in ``conf.py``."""

from __future__ import annotations

import ast
import re
import unicodedata

import tomlkit

from octavo.cache.package import EXTENSION
from octavo.project import Format
from octavo.project.configuration.load import METADATA_KEYS
from octavo.project.configuration.reader import SLUG
from octavo.workflow.init.detect import DetectedProject

#: ``build`` alone is where Python's own tools build.
BUILD = "build/octavo"


def table(found: DetectedProject) -> dict[str, object]:
    """Return the content of ``[tool.octavo]``."""
    own = found.configuration

    def place(path: object) -> str:
        return str(path.relative_to(found.root).as_posix())  # type: ignore[attr-defined]  # a Path

    address = own.text("html_baseurl").rstrip("/")
    title = own.text("project") or found.root.name
    texts = {"title": title, "author": own.text("author"), "copyright": own.text("copyright")}
    # Sphinx's own words for a project that does not say.
    texts = {key: text for key, text in texts.items() if text and text != "Author name not set"}
    return {
        "master": found.languages[0],
        "languages": list(found.languages),
        "source": place(found.source),
        "configuration": place(own.path.parent),
        "catalogs": place(found.catalogs),
        "build": BUILD,
        "compact": found.compact,
        "suffixes": list(found.suffixes),
        "house-style": False,
        # Translations that are there are typeset already, or follow the rules of another house.
        "typography": not found.catalog_files,
        "theme": own.text("html_theme"),
        "formats": [Format.HTML.value, Format.EPUB.value],
        **({"base-url": address} if re.fullmatch(r"https?://\S+", address) else {}),
        "books": [{"slug": slug(title), "root": found.document, "set": True}],
        "metadata": {key: texts[key] for key in METADATA_KEYS if key in texts},
    }


def slug(title: str) -> str:
    """Return *title* as the name of a file."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return name if SLUG.fullmatch(name) else "book"


def with_table(text: str, content: dict[str, object]) -> str:
    """Return *text*, that of ``pyproject.toml``, with the table after it; other lines stay, byte by byte."""
    document = tomlkit.document()
    table = tomlkit.table()
    for key, value in content.items():
        if key == "books":
            books = tomlkit.array()
            for book in value:  # type: ignore[attr-defined]  # a list
                entry = tomlkit.inline_table()
                entry.update(book)
                books.append(entry)
            table.append(key, books)
        else:
            table.append(key, value)
    tool = tomlkit.table(is_super_table=True)
    tool.append("octavo", table)
    document.append("tool", tool)
    newline = "\r\n" if "\r\n" in text else "\n"
    before = text if not text or text.endswith("\n") else text + newline
    return before + (newline if text else "") + tomlkit.dumps(document).replace("\n", newline)


def with_extension(text: str) -> str | None:
    """Return *text*, that of ``conf.py``, with the extension in its list; ``None`` where that is not a plain one."""
    lists = [
        (node, target)
        for node in ast.walk(ast.parse(text))
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
        if isinstance(target, ast.Name) and target.id == "extensions" and isinstance(node, ast.Assign | ast.AnnAssign)
    ]
    newline = "\r\n" if "\r\n" in text else "\n"
    if not lists:
        # A star import may define extensions.
        if re.search(r"\bextensions\b|import \*", text):
            return None
        return text + ("" if text.endswith("\n") else newline) + f'{newline}extensions = ["{EXTENSION}"]{newline}'
    value = lists[0][0].value
    if len(lists) > 1 or not isinstance(value, ast.List):
        return None
    # Python counts columns in bytes of UTF-8.
    data = text.encode()
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + column

    if not value.elts:
        place, added = offset(value.lineno, value.col_offset) + 1, f'"{EXTENSION}"'
    elif value.lineno == value.end_lineno:
        last = value.elts[-1]
        assert last.end_lineno is not None and last.end_col_offset is not None
        place, added = offset(last.end_lineno, last.end_col_offset), f', "{EXTENSION}"'
    else:
        # A line of its own before the first: commas and comments behind the others stay theirs.
        first = value.elts[0]
        place = offset(first.lineno, first.col_offset)
        indent = data[starts[first.lineno - 1] : place].decode()
        added = f'"{EXTENSION}",{newline}{indent}' if not indent.strip() else f'"{EXTENSION}", '
    return (data[:place] + added.encode() + data[place:]).decode()
