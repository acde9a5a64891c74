"""What a document was read from → whether it must be read again: its compiled catalog counts, as the text does.

Sphinx looks for ``.po`` files beside the compiled ones to know which catalog belongs to a document; there are none. And
it asks whether a file is younger than its reading: one that was edited meanwhile, or came with an old date, is not. So
the bytes are compared as well.
"""

from __future__ import annotations

import hashlib
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
    # Of the file, not of *source*, which other extensions may have changed by now; it goes with the environment.
    _digests(app.env)[docname] = _digest(app, docname)


def docs_with_new_catalogs(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the documents that have got a catalog since they were read, or whose bytes are not those of then."""
    known = _digests(env)
    return [
        docname
        for docname in sorted(env.found_docs - added)
        if ((path := _catalog(app, docname)).is_file() and str(path) not in map(str, env.dependencies[docname]))
        or known.get(docname) not in (None, _digest(app, docname))
    ]


def _digests(env: BuildEnvironment) -> dict[str, str]:
    """Return, by document, the digest of what it was read from; parts that ran side by side may lack some."""
    # An attribute of ours, which Sphinx keeps with its own.
    found: dict[str, str] = vars(env).setdefault("octavo_digests", {})
    return found


def _digest(app: Sphinx, docname: str) -> str:
    files = (Path(app.env.doc2path(docname)), _catalog(app, docname))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files if path.is_file())).hexdigest()


def _catalog(app: Sphinx, docname: str) -> Path:
    project = project_of(app)
    return project.compiled_catalogs(language_of(app)).resolve() / f"{project.domain_of(docname)}.mo"
