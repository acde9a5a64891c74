"""Add to the colophon how much of the edition is translated, and when that was counted.

The sentence describes the edition, so it is not a message of the master, and nobody translates it.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from octavo.project import Book
from octavo.sphinxext.configuration import build_of, project_of
from octavo.ui.translations import ui_language
from octavo.workflow.coverage import statement
from octavo.workflow.language_build import LanguageBuild

CLASS = "octavo-completeness"


def add_coverage_to_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the sentence to the web page, whose edition is the whole set. Builders of books add it to each book."""
    project = project_of(app)
    if app.builder.name == "html" and docname == project.colophon:
        add_coverage(build_of(app), project.main_book, doctree)


def add_coverage(build: LanguageBuild, book: Book, page: nodes.Element) -> None:
    """Add the sentence of *book* to *page*, its colophon. The master has no such sentence."""
    coverage = statement.for_edition(build, book)
    section = next(iter(page.findall(nodes.section)), None)
    if coverage is None or section is None:
        return
    text = statement.sentence(build.project, build.language, coverage)
    classes = [CLASS, f"language-{ui_language(build.language).tag}"]
    # Add it after the introduction of the page, before its first section.
    inner = (place for place, child in enumerate(section.children) if isinstance(child, nodes.section))
    place = next(inner, len(section.children))
    while place and isinstance(section[place - 1], nodes.target):
        place -= 1
    section.insert(place, nodes.paragraph(text, "", nodes.Text(text), classes=classes))
