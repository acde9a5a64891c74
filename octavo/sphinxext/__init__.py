"""What runs inside Sphinx: ``conf.py`` loads this extension, and it brings everything of Octavo's into a build.

It works in the builds that Octavo starts and in a plain ``sphinx-build -c . -D language=fr source out`` alike.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from octavo import __version__, package
from octavo.project import Project
from octavo.sphinxext import (
    bridge,
    configuration,
    content,
    epub,
    imprint,
    latex,
    math,
    messages,
    outdated,
    pages,
    patches,
    previewing,
    shown,
    substitutions,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything; the only place where it happens."""
    app.setup_extension("sphinxcontrib.rsvgconverter")
    app.add_config_value("octavo_compile", True, "", [bool])
    app.add_config_value("octavo_master", "en", "env", [str])
    # What Octavo's own builds have read already; a plain sphinx-build reads pyproject.toml.
    app.add_config_value("octavo_project", None, "", [Project])
    app.add_config_value("octavo_preview", (), "", [tuple])
    # Before the extensions that read the values set here.
    app.connect("config-inited", configuration.configure, priority=100)
    app.connect("source-read", outdated.note_catalog)
    app.connect("env-get-outdated", outdated.with_new_catalogs)
    # Before Sphinx's image collector (priority 500) looks for the files.
    app.connect("doctree-read", content.localise_figures, priority=400)
    app.connect("doctree-resolved", content.offer_checklists)
    app.connect("doctree-resolved", imprint.say_on_page)
    app.add_transform(content.FoldAlternatives)
    app.add_transform(previewing.NameMessages)
    app.add_transform(content.MarkUntranslated)
    app.add_transform(content.SortGlossary)
    app.add_transform(substitutions.OfferSubstitutions)
    app.connect("builder-inited", pages.replace_search)
    app.connect("html-collect-pages", pages.collect)
    app.connect("html-page-context", pages.complete, priority=900)
    app.connect("build-finished", bridge.mend_stylesheets)
    # After Sphinx has numbered sections and figures (priority 500).
    app.connect("env-get-updated", shown.choose, priority=900)
    app.connect("build-finished", shown.record, priority=900)
    app.add_css_file("octavo.css")
    app.add_node(latex.part, latex=(latex.visit_part, latex.depart_part))
    app.add_builder(messages.MessagesBuilder)
    app.add_builder(epub.EpubBuilder)
    app.add_builder(latex.LatexBuilder)
    math.setup(app)
    patches.setup(app)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
        # Doctrees hold what the transforms made of the text: those of another version of this package are read again.
        "env_version": int(package.digest()[:12], 16),
    }
