"""Doctrees of the master → the texts to be translated, as JSON for :mod:`octavo.catalogs.extract.pot`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from os import PathLike
from pathlib import Path

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import extract_messages, traverse_translatable_index

from octavo.catalogs.extract import figures
from octavo.catalogs.extract.pot import BUILDER, EXTRACTED, FORMULA
from octavo.sphinxext.configuration import project_of

#: A comment in the master that begins so is for translators of the text below it.
NOTE = "translators:"
#: Text inside an element of this class is not translated.
UNTRANSLATED_CLASS = "notranslate"


class MessagesBuilder(Builder):
    """Writes the messages of all documents, in the readers' order, into one JSON file."""

    name = BUILDER
    format = ""

    def get_outdated_docs(self) -> str:
        """All documents are written: one file holds them all."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """No target is linked to in messages."""
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the messages of all documents."""
        rows = {docname: list(self._rows(docname)) for docname in self._in_reading_order()}
        Path(self.outdir, EXTRACTED).write_text(json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8")

    def _in_reading_order(self) -> list[str]:
        ordered: list[str] = []

        def visit(docname: str) -> None:
            if docname not in ordered:
                ordered.append(docname)
                for child in self.env.toctree_includes.get(docname, ()):
                    visit(child)

        visit(self.config.root_doc)
        return ordered + sorted(self.env.found_docs - set(ordered))

    def _rows(self, docname: str) -> Iterator[tuple[str, str, str]]:
        doctree = self.env.get_doctree(docname)
        for node, msgid in extract_messages(doctree):
            if not _is_kept(node):
                note = FORMULA if isinstance(node, nodes.math_block) else _note(node)
                yield msgid, self._reference(node, docname), note
        for node, entries in traverse_translatable_index(doctree):
            for entry_type, value, *_ in entries:
                for part in split_index_msg(entry_type, value):
                    yield part, self._reference(node, docname), "Index entry"
        for node in doctree.findall(nodes.image):
            path = node.get("octavo_figure")
            if path:
                for text in figures.words(Path(self.srcdir, path)):
                    yield text, self._in_project(path), "Text in the figure"

    def _reference(self, node: nodes.Element, docname: str) -> str:
        return self._in_project(self.env.doc2path(docname, base=False))

    def _in_project(self, path: str | PathLike[str]) -> str:
        return Path(project_of(self.app).source_folder, path).as_posix()


def _is_kept(place: nodes.Element) -> bool:
    node: nodes.Element | None = place
    while node is not None:
        if UNTRANSLATED_CLASS in node.get("classes", ()):
            return True
        node = node.parent
    return False


def _note(node: nodes.Element) -> str:
    """Return the author's comment that stands right before *node*, without its mark."""
    if node.parent is None:
        return ""
    position = node.parent.index(node)
    before = node.parent[position - 1] if position else None
    if isinstance(before, nodes.comment) and before.astext().lower().startswith(NOTE):
        return " ".join(before.astext()[len(NOTE) :].split())
    return ""
