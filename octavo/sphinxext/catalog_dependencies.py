"""Read a document again if its text or its compiled catalog changed, or if a document of its contents was removed.

Sphinx finds the catalog of a document by a ``.po`` file beside the compiled one, and Octavo has none there. Sphinx also
compares only times. A file that was edited during the read, or has an old date, would be missed. So this module also
compares the content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Set
from pathlib import Path
from weakref import WeakSet

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from octavo.sphinxext.configuration import language_of, project_of

#: Builds whose catalogs were compared with those of the last build.
_compared: WeakSet[Sphinx] = WeakSet()


def note_catalog(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note the compiled catalog of the document that is being read as one of its inputs."""
    path = _catalog(app, docname)
    if path.is_file():
        app.env.note_dependency(path, docname=docname)
    # Hash the file, not *source*, which other extensions may have changed. The environment stores the digest.
    _digests(app.env)[docname] = _digest(app, docname)


def docs_with_new_catalogs(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the documents that got a catalog since they were read, whose content changed, or that list *removed*.

    A session of the preview knows the catalogs that were saved since it started, so it compares them only once.
    """
    digests, is_compared = _digests(env), bool(app.config.octavo_preview) and app in _compared
    _compared.add(app)
    return [
        docname
        for docname in sorted(env.found_docs - added)
        if not removed.isdisjoint(env.toctree_includes.get(docname, ()))
        or (not is_compared and _is_other(app, docname, digests.get(docname)))
    ]


def _is_other(app: Sphinx, docname: str, digest: str | None) -> bool:
    """Return whether the document got a catalog since it was read, or its inputs have another *digest*."""
    path = _catalog(app, docname)
    is_new = path.is_file() and str(path) not in map(str, app.env.dependencies[docname])
    return is_new or digest not in (None, _digest(app, docname))


def _digests(env: BuildEnvironment) -> dict[str, str]:
    """Return the digests of the inputs of each document. Parts that ran in parallel may lack some."""
    # Sphinx stores this attribute of Octavo with its own.
    digests: dict[str, str] = vars(env).setdefault("octavo_digests", {})
    return digests


def _digest(app: Sphinx, docname: str) -> str:
    files = (Path(app.env.doc2path(docname)), _catalog(app, docname))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files if path.is_file())).hexdigest()


def _catalog(app: Sphinx, docname: str) -> Path:
    project = project_of(app)
    return project.compiled_catalogs(language_of(app)).resolve() / f"{project.domain_of(docname)}.mo"
