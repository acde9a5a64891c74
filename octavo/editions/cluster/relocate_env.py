"""Rewrite paths and times in a pickled environment from another machine so that Sphinx accepts it.

Sphinx reads all documents again if the source folder has another path, and it treats a document as unchanged if its
files are older than the time of reading. Both differ from machine to machine.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME

from octavo.catalogs.extract import sphinx_run
from octavo.project import Language, Project


def relocate(project: Project, language: Language) -> None:
    """Rewrite the paths in the environment of *language* to those of *project*."""
    file, env = _environment(project, language)
    if env is None or Path(env.srcdir) == project.source:
        return
    old = Path(env.srcdir)
    for _ in project.source.relative_to(project.root).parts:
        old = old.parent
    env.srcdir = project.source
    env.doctreedir = file.parent
    env.dependencies = type(env.dependencies)(
        env.dependencies.default_factory,
        {name: {_relocated(path, old, project.root) for path in paths} for name, paths in env.dependencies.items()},
    )
    _write(file, env)


def date(project: Project, language: Language) -> None:
    """Set the reading time of every document to the modification time of its newest file.

    Call this right after reading, before a file can change. Then the clocks of the machines do not matter.
    """
    file, env = _environment(project, language)
    if env is None:
        return
    source = project.source
    for name in env.all_docs:
        paths = [source / env.doc2path(name, base=False), *map(Path, env.dependencies.get(name, ()))]
        written = max((path.stat().st_mtime_ns for path in paths if path.is_file()), default=0)
        env.all_docs[name] = -(written // -1000)  # microseconds, rounded up as Sphinx does
    _write(file, env)


def _environment(project: Project, language: Language) -> tuple[Path, Any]:
    """Return the path of Sphinx's environment and the environment, or ``None`` if it cannot be loaded."""
    file = sphinx_run.doctree_folder(project, language) / ENV_PICKLE_FILENAME
    try:
        with file.open("rb") as stream:
            return file, pickle.load(stream)  # noqa: S301  # written by Octavo, like everything in build/
    except Exception:  # Sphinx also replaces an environment that it cannot load
        return file, None


def _relocated(path: Any, old: Path, new: Path) -> Any:
    for start in (old, old.resolve()):
        if Path(path).is_relative_to(start):
            return type(path)(new / Path(path).relative_to(start))
    return path


def _write(file: Path, env: Any) -> None:
    draft = file.with_name(f".{file.name}.new")
    with draft.open("wb") as stream:
        pickle.dump(env, stream, pickle.HIGHEST_PROTOCOL)
    draft.replace(file)
