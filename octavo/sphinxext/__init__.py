"""Extend Sphinx: ``conf.py`` loads this extension, which adds all of Octavo's features to a build.

It works in Octavo's own builds and in a plain ``sphinx-build -c . -D language=fr source out``.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from octavo import __version__
from octavo.cache import package
from octavo.project import Project
from octavo.sphinxext import catalog_dependencies, colophon, configuration, converter_limits, fastpaths
from octavo.sphinxext.doctree import (
    charts,
    code_words,
    content,
    figure_references,
    forms,
    formulas,
    links,
    message_marks,
    stable_ids,
    translation_filter,
)
from octavo.sphinxext.gettext import messages_builder, substitutions
from octavo.sphinxext.html import assets, chapters, incremental, math, page_context, page_header, template_bridge
from octavo.sphinxext.latex import book_parts
from octavo.workflow.language_build import LanguageBuild


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all handlers, builders and transforms, or call the ``setup`` of the modules that register their own.

    A build in a language that is not one of the project's is Sphinx's own.
    """
    app.add_config_value("octavo_compile", True, "", [bool])
    app.add_config_value("octavo_master", "en", "env", [str])
    app.add_config_value("octavo_house_style", True, "env", [bool])
    app.add_config_value("octavo_stable_ids", False, "env", [bool])
    app.add_config_value("octavo_prints_checklists", True, "html", [bool])
    # What Octavo's own builds have read already; a plain sphinx-build reads pyproject.toml.
    app.add_config_value("octavo_project", None, "", [Project])
    app.add_config_value("octavo_build", None, "", [LanguageBuild])
    app.add_config_value("octavo_preview", (), "", [tuple])
    if not configuration.is_published(app):
        return _metadata()
    converter_limits.setup(app)
    # Before the extensions that read the values set here.
    app.connect("config-inited", configuration.configure, priority=100)
    app.connect("source-read", catalog_dependencies.note_catalog)
    app.connect("env-get-outdated", catalog_dependencies.docs_with_new_catalogs)
    app.connect("doctree-read", code_words.translate)
    app.connect("doctree-read", chapters.note_minutes)
    # Before Sphinx's image collector (priority 500) looks for the files.
    app.connect("doctree-read", content.localise_figures, priority=400)
    app.connect("doctree-resolved", content.offer_checklists)
    app.connect("doctree-resolved", links.localise)
    app.connect("doctree-resolved", figure_references.lower)
    app.connect("doctree-resolved", colophon.add_coverage_to_page)
    app.add_transform(content.FoldAlternatives)
    app.add_transform(stable_ids.StableIds)
    app.add_transform(formulas.TranslateFormulas)
    app.add_transform(formulas.CheckFormulas)
    app.add_transform(message_marks.NameMessages)
    translation_filter.setup(app)
    app.add_transform(content.MarkUntranslated)
    forms.setup(app)
    app.add_transform(content.SortGlossary)
    app.add_transform(substitutions.OfferSubstitutions)
    app.connect("builder-inited", page_context.replace_search)
    app.connect("builder-inited", assets.write)
    app.connect("html-collect-pages", page_header.collect)
    app.connect("html-page-context", page_context.add_page_context, priority=900)
    app.connect("build-finished", template_bridge.fix_stylesheets)
    # After Sphinx has numbered sections and figures (priority 500).
    app.connect("env-get-updated", incremental.docs_to_write, priority=900)
    app.connect("build-finished", incremental.record_written, priority=900)
    app.add_css_file("octavo/octavo-tokens.css")
    app.add_css_file("octavo/octavo.css")
    app.add_css_file("octavo/octavo-print.css", media="print")
    app.add_js_file("octavo/octavo.js", loading_method="defer")
    app.add_js_file("octavo/offline.js", loading_method="defer")
    app.add_node(book_parts.part, latex=(book_parts.visit_part, book_parts.depart_part))
    _add_builders(app)
    charts.setup(app)
    math.setup(app)
    fastpaths.setup(app)
    return _metadata()


def _add_builders(app: Sphinx) -> None:
    app.add_builder(messages_builder.MessagesBuilder)
    # What writes books takes a while to load. Octavo's own runs say which builder they need.
    if getattr(app, "octavo_builder", "") != "html":
        from octavo.sphinxext.epub import epub_builder
        from octavo.sphinxext.latex import latex_builder

        app.add_builder(epub_builder.EpubBuilder)
        app.add_builder(latex_builder.LatexBuilder)


def _metadata() -> dict[str, Any]:
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
        # Doctrees contain the result of the transforms: those of another version of this package are read again.
        "env_version": int(package.package_hash()[:12], 16),
    }
