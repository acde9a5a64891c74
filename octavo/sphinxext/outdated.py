"""What a document was read from → whether it must be read again: its compiled catalog counts, as the text does.

Sphinx looks for ``.po`` files beside the compiled ones to know which catalog belongs to a document; there are none.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from octavo.sphinxext.configuration import language_of, project_of


def note_catalog(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note the compiled catalog of the document that is being read as one of its inputs."""
    path = _catalog(app, docname)
    if path.is_file():
        app.env.note_dependency(path, docname=docname)


def with_new_catalogs(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the documents that have got a catalog since they were read; Sphinx sees those that changed or went."""
    return [
        docname
        for docname in sorted(env.found_docs - added)
        if (path := _catalog(app, docname)).is_file() and str(path) not in map(str, env.dependencies[docname])
    ]


def _catalog(app: Sphinx, docname: str) -> Path:
    project = project_of(app)
    return project.compiled_catalogs(language_of(app)).resolve() / f"{project.domain_of(docname)}.mo"
