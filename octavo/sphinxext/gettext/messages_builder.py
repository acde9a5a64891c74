"""Write the texts to be translated as JSON for :mod:`octavo.catalogs.extract.pot`.

Sphinx's own ``gettext`` builder decides which texts are extracted: its transforms, targets and templates.
Octavo adds the order of the text, the authors' notes, the words of figures and the texts of substitutions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.i18n import docname_to_domain
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import extract_messages, traverse_translatable_index

from octavo.catalogs.extract import figures
from octavo.catalogs.extract.pot import (
    BUILDER,
    CONFIGURATION,
    DEPENDENCIES,
    EXTRACTED,
    FOLDERS,
    FORMULA,
    INTERFACE,
    LITERAL,
    PAGES,
    UNFOLLOWED,
)
from octavo.errors import ContentError
from octavo.sphinxext.books import reading_order
from octavo.sphinxext.configuration import given, project_of
from octavo.sphinxext.doctree import code_words
from octavo.sphinxext.doctree.ancestors import is_in, is_in_class
from octavo.sphinxext.gettext.conf_values import other_catalogs, unfollowed

#: The beginning of a comment in the master for translators of the text below it.
NOTE = "translators:"
#: Text inside an element of this class is not translated.
UNTRANSLATED_CLASS = "notranslate"

#: Text, file, note to translators, and whether it is to be translated; one that is not keeps the translation it has.
Row = tuple[str, str, str, bool]


class MessagesBuilder(MessageCatalogBuilder):
    """Write the messages of all documents, in the readers' order, into one JSON file."""

    name = BUILDER
    epilog = ""

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Take the name of Sphinx's builder, which extensions and conditions in documents ask for."""
        vars(self)["name"] = MessageCatalogBuilder.name
        super().__init__(app, env)
        self._sphinx = app
        self._of_sphinx: dict[str, list[str]] = {}

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Collect the messages that Sphinx extracts from *docname*."""
        super().write_doc(docname, doctree)
        content = self.catalogs.pop(docname_to_domain(docname, self.config.gettext_compact))
        self._of_sphinx[docname] = [message.text for message in content]

    def finish(self) -> None:
        """Write the messages of all documents and of the project's HTML templates."""
        pages = {docname: list(self._rows(docname)) for docname in self._in_reading_order()}
        # Only the strings of templates are left: they came before the documents.
        words = [row for content in self.catalogs.values() for message in content for row in self._words(message)]
        # The others are in the publication's own texts, as they were when Octavo was set up.
        texts = [
            (text, "conf.py", name, True)
            for name, text in given(self.config).items()
            if "_title" in name or name.startswith("epub")
        ]
        project = project_of(self._sphinx)
        values = list(unfollowed(project, self.config))
        folders = [os.path.relpath(path, project.root) for path in other_catalogs(project, self.config).values()]
        files = {str(Path(self.srcdir, name)) for names in self.env.dependencies.values() for name in names}
        data = {
            PAGES: pages,
            DEPENDENCIES: sorted(files),
            INTERFACE: words,
            CONFIGURATION: texts,
            UNFOLLOWED: values,
            FOLDERS: folders,
        }
        Path(self.outdir, EXTRACTED).write_text(json.dumps(data, ensure_ascii=False, indent=0), encoding="utf-8")

    def _in_reading_order(self) -> list[str]:
        ordered = reading_order(self.env, self.config.root_doc)
        return ordered + sorted(self.env.found_docs - set(ordered))

    def _rows(self, docname: str) -> Iterator[Row]:
        doctree = self.env.get_doctree(docname)
        page = self._in_project(self.env.doc2path(docname, base=False))
        left = dict.fromkeys(self._of_sphinx.get(docname, ()))
        extracted = frozenset(left)
        for node, msgid in extract_messages(doctree):
            left.pop(msgid, None)
            # What Sphinx leaves out is shown in no page of this configuration, such as a hidden to-do.
            is_shown = msgid in extracted or is_in(node, nodes.substitution_definition)
            note = _kind(node) or _note(node)
            yield msgid, page, note, is_shown and not is_in_class(node, UNTRANSLATED_CLASS)
        if "index" in self.config.gettext_additional_targets:
            for _, entries in traverse_translatable_index(doctree):
                for entry_type, value, *_ in entries:
                    for part in split_index_msg(entry_type, value):
                        left.pop(part, None)
                        yield part, page, "Index entry", True
        # Post-transforms and other extensions made these.
        yield from ((msgid, page, "", True) for msgid in left)
        project = project_of(self._sphinx)
        yield from ((text, page, LITERAL, True) for text in code_words.words(project, self.config, doctree))
        for node in doctree.findall(nodes.image):
            if path := node.get("octavo_figure"):
                for text in self._words_of_figure(path):
                    yield text, self._in_project(node.get("octavo_data", path)), "Text in the figure", True

    def _words_of_figure(self, path: str) -> list[str]:
        try:
            return figures.words(Path(self.srcdir, path))
        except ContentError:
            return []  # the builds of its page name it

    def _words(self, message: Any) -> Iterator[Row]:
        """Return the rows of a *message* of Sphinx's, one a template that has it."""
        for path in dict.fromkeys(path for path, _ in message.locations):
            yield message.text, self._in_project(os.path.relpath(path, self.srcdir)), "", True

    def _in_project(self, path: str | PathLike[str]) -> str:
        return os.path.normpath(Path(project_of(self._sphinx).source_folder, path)).replace(os.sep, "/")


def _kind(node: nodes.Element) -> str:
    """Return the note of a kind of text that has rules of its own."""
    if isinstance(node, nodes.math_block):
        return FORMULA
    return LITERAL if isinstance(node, nodes.literal_block | nodes.doctest_block) else ""


def _note(node: nodes.Element) -> str:
    """Return the author's comment right before *node*, without its mark."""
    if node.parent is None:
        return ""
    position = node.parent.index(node)
    before = node.parent[position - 1] if position else None
    if isinstance(before, nodes.comment) and before.astext().lower().startswith(NOTE):
        return " ".join(before.astext()[len(NOTE) :].split())
    return ""
