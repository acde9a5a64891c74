"""Translate words in diagrams and in comments of code, where the project asks for it with ``words-in``."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.config import Config

from octavo.catalogs.extract import code_words
from octavo.editions import titles
from octavo.project import Project
from octavo.sphinxext.configuration import language_of, project_of

_DIAGRAMS = (code_words.GRAPHVIZ, code_words.MERMAID)


def words(project: Project, config: Config, doctree: nodes.document) -> Iterator[str]:
    """Yield the words of the diagrams and comments of *doctree* that translators are asked for."""
    for node, language in _places(project, config, doctree):
        yield from code_words.words(language, _code(node))


def translate(app: Sphinx, doctree: nodes.document) -> None:
    """Put the words of *doctree* into the language of the build."""
    project, language = project_of(app), language_of(app)
    if not project.words_in or language == project.master or isinstance(app.builder, MessageCatalogBuilder):
        return
    domain = project.domain_of(app.env.current_document.docname)
    said = titles.translations(project.compiled_catalogs(language) / f"{domain}.mo").gettext
    for node, kind in list(_places(project, app.config, doctree)):
        code = _code(node)
        text = code_words.replaced(kind, code, said)
        if text != code and "code" in node:
            node["code"] = text
        elif text != code:
            # Sphinx highlights a block if both are the same.
            node.rawsource = text
            node[:] = [nodes.Text(text)]


def _places(project: Project, config: Config, doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each diagram and block of code with its language."""
    # A block that is translated as a whole has its comments in it.
    has_comments = "comments" in project.words_in and "literal-block" not in config.gettext_additional_targets
    for node in doctree.findall(nodes.Element):
        if has_comments and isinstance(node, nodes.literal_block) and node.rawsource == node.astext():
            yield node, node.get("language", config.highlight_language)
        elif "diagrams" in project.words_in and node.tagname in _DIAGRAMS and "code" in node:
            yield node, node.tagname


def _code(node: nodes.Element) -> str:
    return str(node["code"]) if "code" in node else node.astext()
