"""Doctree that was just read → the same with its figures in the language of the build."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from octavo import figures
from octavo.catalog import write_atomically
from octavo.editions import titles
from octavo.sphinxext.configuration import language_of, project_of


def localise_figures(app: Sphinx, doctree: nodes.document) -> None:
    """Point every SVG of *doctree* at a copy whose words are set in the language of the build."""
    project, language = project_of(app), language_of(app)
    docname = app.env.current_document.docname
    translate = partial(titles.translated, project, language, docname)
    for node in doctree.findall(nodes.image):
        path, full = app.env.relfn2path(node["uri"], docname)
        if not path.endswith(".svg") or not Path(full).is_file():
            continue
        target = project.build / "figures" / language.locale / path
        data = figures.localise(Path(full), language, translate)
        if not target.is_file() or target.read_bytes() != data:
            write_atomically(target, data)
        app.env.note_dependency(path)
        node["octavo_figure"] = path
        # Sphinx takes an absolute name as relative to the source folder.
        node["uri"] = "/" + Path(os.path.relpath(target, app.srcdir)).as_posix()
