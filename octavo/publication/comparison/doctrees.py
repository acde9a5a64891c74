"""Read the doctrees of Sphinx, and list the texts that readers see, and whether Sphinx translated them."""

from __future__ import annotations

import pickle
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes

from octavo.files import name_below

#: Spaces, and the signs that typography or escapes change.
_TYPOGRAPHY = re.compile(r"[\s\"'’‘“”«»„‹›\\\u200b\u2060\u00ad]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """Represent a text on a page.

    :ivar original: the master's text, normalised
    :ivar text: the text as it is shown
    :ivar source: the file of the element
    """

    original: str
    text: str
    is_translated: bool
    source: str = ""
    line: int = 0

    @property
    def key(self) -> str:
        """Return the text without what typography changes."""
        return normalised(self.text)


def normalised(text: str) -> str:
    """Return *text* without spaces, quotation marks and the width of its characters."""
    return _TYPOGRAPHY.sub("", unicodedata.normalize("NFKC", text))


class _Unpickler(pickle.Unpickler):
    """Read a doctree. Classes that cannot be imported here, of a project's own extensions, become plain elements."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return super().find_class(module, name)
        except (ImportError, AttributeError):
            return type(name, (nodes.Element,), {"__module__": module})


def read(folder: Path) -> dict[str, tuple[Shown, ...]]:
    """Return the texts of each document whose doctree is in *folder*. The last one is the text of the whole page."""
    found = {}
    for path in sorted(folder.rglob("*.doctree")):
        with path.open("rb") as file:
            doctree = _Unpickler(file).load()  # the build of a moment ago wrote it
        found[name_below(folder, path)] = (
            *_texts(doctree),
            Shown("", doctree.astext(), False),
        )
    return found


def _texts(doctree: nodes.document) -> Iterator[Shown]:
    for node in doctree.findall(nodes.Element):
        is_translated = bool(node.get("translated"))
        original = normalised(node.rawsource)
        place = (str(node.source or ""), node.line or 0)
        if isinstance(node, nodes.image):
            if alt := node.get("alt"):
                yield Shown("", alt, False, *place)
        elif isinstance(node, nodes.meta):
            yield Shown(original, str(node.get("content", "")), is_translated, *place)
        elif node.tagname == "index":
            for part in (part for entry in node.get("entries", ()) for part in str(entry[1]).split(";")):
                yield Shown("", part.strip(), False, *place)
        elif node.tagname == "toctree":
            for title in (node.get("caption"), *(title for title, _ in node.get("entries", ()))):
                if title:
                    yield Shown("", str(title), False, *place)
        elif "translated" in node.attributes:
            yield Shown(original, node.astext(), is_translated, *place)
