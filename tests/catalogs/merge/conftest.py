"""A project in memory: pages as lists of texts, and its catalogs on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.catalogs import merge, po
from octavo.catalogs.memory import made_pair
from octavo.catalogs.memory.retired import retired_path
from octavo.catalogs.po import Catalog, Message
from octavo.project import Language, Project, from_table

Pages = dict[str, list[str]]
HEADER = po.header({"Content-Type": "text/plain; charset=UTF-8", "X-Own": "kept"}, ["The translators"])


@dataclass
class Tree:
    """A project with one translation, French."""

    project: Project

    @property
    def language(self) -> Language:
        return self.project.language("fr")

    @property
    def folder(self) -> Path:
        return self.project.catalogs(self.language)

    def put(self, domain: str, *messages: Message) -> Path:
        """Write the catalog of *domain*, each message with the reference that its template will have."""
        placed = [m if m.obsolete else m.edited(references=(f"source/{domain}.rst",)) for m in messages]
        content = Catalog(self.folder / f"{domain}.po", (HEADER, *placed))
        po.write(content)
        return content.path

    def update(self, tmx: Iterable[Path] = (), **pages: Iterable[str | Message]) -> merge.Merge:
        """Merge the templates of *pages* (``__`` in a name stands for the slash)."""
        return self.update_pages({name.replace("__", "/"): list(texts) for name, texts in pages.items()}, tmx)

    def update_pages(self, pages: dict[str, list[str | Message]], tmx: Iterable[Path] = ()) -> merge.Merge:
        return merge.merge_all(self.project, self.language, self.templates(pages), tmx=tuple(tmx))

    def templates(self, pages: dict[str, list[str | Message]]) -> dict[str, Catalog]:
        return {
            domain: Catalog(
                self.project.templates / f"{domain}.pot",
                tuple(
                    text if isinstance(text, Message) else Message(text, references=(f"source/{domain}.rst",))
                    for text in dict.fromkeys(texts)
                ),
            )
            for domain, texts in pages.items()
        }

    def read(self, domain: str) -> Catalog:
        return po.read(self.folder / f"{domain}.po")

    def one(self, domain: str, msgid: str) -> Message:
        return next(message for message in self.read(domain).messages if message.msgid == msgid)

    def retired(self) -> tuple[Message, ...]:
        path = retired_path(self.project, self.language)
        return tuple(m for m in po.read(path).messages if not m.is_header) if path.is_file() else ()

    def files(self) -> dict[str, bytes]:
        """All files below locales/ with their bytes."""
        root = self.project.locales
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}

    def pairs(self) -> set[tuple[str, tuple[str, ...]]]:
        """Every translation that any file holds, with the text it was made for."""
        messages = [m for path in self.project.locales.rglob("*.po") for m in po.read(path).messages]
        return {made_pair(m) for m in messages if any(m.msgstrs) and not m.is_header}


def make_tree(root: Path) -> Tree:
    (root / "source").mkdir(parents=True)
    (root / "source/index.rst").write_text("Title\n=====\n", encoding="utf-8")
    table = {
        "master": "en", "languages": ["en", "fr"], "base-url": "https://example.org",
        "books": [{"slug": "set", "root": "index", "set": True}], "metadata": {"title": "Guides"},
    }  # fmt: skip
    return Tree(from_table(root, table))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return make_tree(tmp_path / "project")
