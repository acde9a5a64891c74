"""Adapt a doctree to the language of the build: figures, glossaries, and marks of untranslated text."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.i18n import get_image_filename_for_language
from sphinx.util.nodes import extract_messages
from sphinx.util.osutil import relative_uri

from octavo.catalogs.extract import figures
from octavo.catalogs.extract.pot import has_words
from octavo.editions import titles
from octavo.editions.formats import collation
from octavo.editions.formats.pdf import checklists
from octavo.errors import ContentError
from octavo.files import write_if_changed
from octavo.project import Language
from octavo.sphinxext.configuration import language_of, project_of
from octavo.sphinxext.doctree.ancestors import is_in_class
from octavo.sphinxext.doctree.translation_filter import compiled_catalog, translations_of
from octavo.text.markup import JOINT, emphasised
from octavo.ui.translations import translator, ui_language

_LOGGER = logging.getLogger(__name__)
#: A text of at most this many words may be a name, which is the same in every language.
_NAME = 3
#: What is laid out as one: marks beside items, columns, the bar of a box whose title is the master's as well.
_WHOLES = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.table, nodes.admonition)


class FoldAlternatives(SphinxTransform):
    """Write an image's alternative text on one line: where the master breaks it is nothing to translate.

    The catalogs of an adopted project have it as Sphinx extracts it, line by line.
    """

    default_priority = 5  # type: ignore[assignment]  # docutils leaves it to subclasses; before Sphinx keeps the messages (10) and translates them (20)

    def apply(self, **kwargs: object) -> None:
        """Fold the white space of every alternative text."""
        for node in self.document.findall(nodes.image):
            if node.get("alt") and self.config.octavo_house_style:
                node["alt"] = " ".join(node["alt"].split())


class MarkUntranslated(SphinxTransform):
    """Mark text in the master's language: screen readers, hyphenation and fonts need its language.

    docutils' writers turn a class ``language-en`` into the attribute ``lang``.
    """

    default_priority = 27  # type: ignore[assignment]  # docutils leaves it to subclasses; after Sphinx's count (25)

    def apply(self, **kwargs: object) -> None:
        """Mark every block that has no translation; Sphinx notes which."""
        master = Language(self.config.octavo_master)
        if self.config.language == master.locale:
            return
        kept = f"language-{master.tag}"
        docname = self.env.current_document.docname
        if not compiled_catalog(self.env, docname).is_file():
            # Of a page with no translation at all, Sphinx notes nothing.
            for node, _ in extract_messages(self.document):
                node["translated"] = False
        translate = translations_of(self.env, docname).gettext
        for node in self.document.findall(nodes.Element):
            if isinstance(node, nodes.meta):
                # Sphinx's note would be printed as an attribute that HTML does not know.
                node.attributes.pop("translated", None)
            # Of an image Sphinx notes False although it translated the alternative text.
            elif node.get("translated") is False and not isinstance(node, nodes.image) and has_words(node.rawsource):
                node["classes"] += [kept, "octavo-untranslated"]
                if isinstance(node, nodes.title):
                    # Menus and contents show the words of a title without its heading.
                    node.children = [nodes.inline("", "", *node.children, classes=[kept])]
                    node.setup_child(node[0])
            elif node.get("translated") is True:
                _mark_kept(node, translate, kept)
        if Language(self.config.language).direction != master.direction:
            _mark_wholes(self.document, kept)


class SortGlossary(SphinxTransform):
    """Put a sorted glossary into the order of the language; Sphinx's own is that of code points."""

    default_priority = 501  # type: ignore[assignment]  # docutils leaves it to subclasses; after Sphinx's own (500)

    def apply(self, **kwargs: object) -> None:
        """Sort each glossary that asks for it."""
        language = Language(self.config.language)
        for glossary in self.document.findall(addnodes.glossary):
            if glossary["sorted"]:
                terms = glossary[0]
                terms[:] = sorted(terms, key=lambda item: collation.sort_key(item[0].astext(), language))


def is_untranslated(title: nodes.Element) -> bool:
    """Return whether *title*, as stored in the environment, is in the master's language."""
    return any(name.startswith("language-") for child in title.findall(nodes.inline) for name in child["classes"])


def _mark_wholes(document: nodes.document, kept: str) -> None:
    """Mark lists, tables and boxes of which nothing is translated: their marks and columns run with their text."""
    for whole in document.findall(lambda node: isinstance(node, _WHOLES)):
        assert isinstance(whole, nodes.Element)
        texts = [node for node in whole.findall(nodes.TextElement) if has_words(node.rawsource)]
        if texts and all(kept in node["classes"] or is_in_class(node.parent, kept) for node in texts):
            whole["classes"] += [kept]


def _mark_kept(node: nodes.Element, translate: Callable[[str], str], kept: str) -> None:
    """Mark text that a translation copies from the master: an entry of the sources, or a title in it."""
    words = node.rawsource.split()
    text = " ".join(words)
    if len(words) > _NAME and translate(text).replace(JOINT, "") == text.replace(JOINT, ""):
        node["classes"] += [kept]
        return
    titles_of_works = emphasised(text)
    for title in node.findall(nodes.emphasis) if titles_of_works else ():
        if title.astext() in titles_of_works:
            title["classes"] += [kept]


def localise_figures(app: Sphinx, doctree: nodes.document) -> None:
    """Point every SVG of *doctree* at a copy whose words are set in the language of the build."""
    project, language = project_of(app), language_of(app)
    docname = app.env.current_document.docname
    is_extracting = isinstance(app.builder, MessageCatalogBuilder)  # a target is a text as it is written
    translate = partial(titles.translated, project, language, project.domain_of(docname))
    for node in doctree.findall(nodes.image):
        path, full = app.env.relfn2path(node["uri"], docname)
        if not Path(full).is_file():
            if not project.house_style:
                continue  # an address, a pattern, or a file for which Sphinx warns
            raise ContentError(
                "image-missing", f"there is no image “{path}”", remedy="Correct its name, or add the file to source/",
                path=app.env.doc2path(docname), line=node.line,
            )  # fmt: skip
        if not path.endswith(".svg"):
            continue
        if is_extracting:
            node["octavo_figure"] = path
            continue
        _, variant = app.env.relfn2path(get_image_filename_for_language(node["uri"], app.env), docname)
        if variant != full and Path(variant).is_file():
            continue  # the project has an image for this language, which Sphinx shows
        inside = os.path.relpath(full, project.build) if Path(full).is_relative_to(project.build) else path
        target = project.build / "figures" / language.locale / inside
        set_words = figures.localise if project.house_style else figures.translated
        try:
            data = set_words(Path(full), language, translate)
        except ContentError as error:
            _LOGGER.warning(
                "%s; the figure is copied as it is", error.sentence, location=node, type="octavo", subtype="figure"
            )
            continue
        if project.house_style and (least := figures.least_width(data or Path(full).read_bytes())):
            node["classes"] += [figures.DRAWING, f"{figures.DRAWING}-{least}"]
        if data is None:
            continue
        write_if_changed(target, data)
        app.env.note_dependency(path)
        node["octavo_figure"] = path
        # Sphinx takes an absolute name as relative to the source folder.
        node["uri"] = "/" + Path(os.path.relpath(target, app.srcdir)).as_posix()


def offer_checklists(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let every checklist of a web page link to its one-page PDF; books have none beside them."""
    if app.builder.name != "html" or not app.config.octavo_prints_checklists:
        return
    word = translator(language_of(app))
    for node in doctree.findall(nodes.admonition):
        if checklists.CLASS in node["classes"] and node["ids"]:
            target = f"{checklists.FOLDER}/{node['ids'][0]}.pdf"
            uri = relative_uri(app.builder.get_target_uri(docname), target)
            label = word("Print this sheet (PDF, one page)")
            # The checklist around it may be in the master's language.
            classes = ["octavo-print", f"language-{ui_language(language_of(app)).tag}"]
            node.append(nodes.paragraph("", "", nodes.reference("", label, refuri=uri), classes=classes))
