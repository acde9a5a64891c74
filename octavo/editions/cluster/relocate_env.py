"""Doctrees that were read in another folder, by another clock → those of this one, which need not be read again.

Sphinx reads everything anew when the folder of the text has another name, and it takes a document for unchanged when
its files are older than the moment of reading. Neither survives the way from one machine to another by itself.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME

from octavo.catalogs.extract import sphinx_run
from octavo.project import Language, Project


def relocate(project: Project, language: Language) -> None:
    """Make the doctrees of *language*, wherever they were read, those of the text of *project*."""
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
        {name: {_moved(path, old, project.root) for path in paths} for name, paths in env.dependencies.items()},
    )
    _write(file, env)


def date(project: Project, language: Language) -> None:
    """Let every document have been read when the newest of its files was written: no clock decides what is stale.

    To be called right after the reading, while the files are those that were read.
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
    """Return the file of Sphinx's environment and what it holds, or ``None`` for what cannot be used."""
    file = sphinx_run.doctree_folder(project, language) / ENV_PICKLE_FILENAME
    try:
        with file.open("rb") as stream:
            return file, pickle.load(stream)  # noqa: S301  # made by Octavo, as everything in build/
    except Exception:  # Sphinx too makes a new one of what it cannot load, whatever the reason
        return file, None


def _moved(path: Any, old: Path, new: Path) -> Any:
    for start in (old, old.resolve()):
        if Path(path).is_relative_to(start):
            return type(path)(new / Path(path).relative_to(start))
    return path


def _write(file: Path, env: Any) -> None:
    written = file.with_name(f".{file.name}.new")
    with written.open("wb") as stream:
        pickle.dump(env, stream, pickle.HIGHEST_PROTOCOL)
    written.replace(file)
