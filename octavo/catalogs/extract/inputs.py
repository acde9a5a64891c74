"""Decide whether the templates must be written again: whether a file that was read for them has changed.

Sphinx says on which files its documents depend. Whatever else ``conf.py`` and extensions open or list, such as a file
with the version, Python says. Only what comes from the network or the environment is not seen.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from octavo.cache import command_cache, fingerprint, package, store
from octavo.project import Project, file_of, source_files

#: What the builder of messages writes, beside the record.
EXTRACTED = "messages.json"
#: What Python tells of (sys.addaudithook): files that are opened, folders that are listed, programs that are run.
_OPENED = frozenset({"open", "os.listdir", "os.scandir"})
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})
#: Folders whose content follows from the installed packages, or from nothing that stays.
_ASIDE = ("/proc/", "/dev/", "/sys/", "/tmp/")  # noqa: S108  # nothing is written there
_PARTS = ("/__pycache__/", "/.git/", "/.cache/")
#: The module of Octavo that runs git. What it says follows from the commit, which counts.
_GIT = "octavo.project.git"


class Reads:
    """Note what is read.

    :ivar paths: files and folders
    :ivar has_programs: whether a program was run, which may have read anything
    """

    def __init__(self) -> None:
        self.start = fingerprint.clock()
        self.paths: set[str] = set()
        self.has_programs = False

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an audit event of Python."""
        if event in _OPENED:
            # A file that is written is no input.
            is_written = event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
            if isinstance(arguments[0], str | os.PathLike) and not is_written:
                path = os.path.abspath(arguments[0])  # noqa: PTH100  # called for every file
                self.paths.add(path if event == "open" else f"{path}/.")
        elif event in _PROGRAMS and not _is_ours():
            self.has_programs = True


_listening: list[Reads] = []
_hooks: list[object] = []


@contextmanager
def reads() -> Iterator[Reads]:
    """Give what is read in the block."""
    if not _hooks:  # a hook cannot be taken away again
        _hooks.append(_hear)
        sys.addaudithook(_hear)
    noted = Reads()
    _listening.append(noted)
    try:
        yield noted
    finally:
        _listening.remove(noted)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    for noted in _listening:
        noted.note(event, arguments)


def _is_ours() -> bool:
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]  # the last one has none
        if frame.f_globals.get("__name__") == _GIT:
            return True
    return False


def is_unchanged(project: Project) -> bool:
    """Return whether all that was read for the templates is as it was, and the templates are."""
    record = store.load(_file(project))
    return isinstance(record, dict) and record.get("state") == _state(project, record["paths"], None)


def places(project: Project) -> list[str]:
    """Return the files and folders outside the master's folder that were read for the templates."""
    record = store.load(_file(project))
    return list(record["paths"]) if isinstance(record, dict) and record.get("state") else []


def record(project: Project, noted: Reads, dependencies: Iterable[str]) -> None:
    """Record what was read for the templates: what is in *noted*, the *dependencies* of documents, and before.

    Nothing is recorded if a program was run, or if a file may have changed since the reading began.
    """
    file = _file(project)
    # Sphinx reads again only what changed: what it read before counts too.
    before = store.load(file)
    paths = set(before["paths"]) if isinstance(before, dict) else set()
    read = map(_source, (*noted.paths, *map(os.path.normpath, dependencies)))
    aside = _aside(project)
    paths.update(path for path in read if _counts(path, aside))
    listed = sorted(paths)
    is_whole = not noted.has_programs and (state := _state(project, listed, noted.start))
    store.save(file, {"paths": listed, "state": state if is_whole else ""})


def _file(project: Project) -> Path:
    return project.build / "messages" / "inputs.json"


def _source(path: str) -> str:
    if path.endswith(".pyc"):
        with suppress(ValueError, NotImplementedError):
            return source_from_cache(path)
    return path


def _aside(project: Project) -> tuple[str, ...]:
    """Return the folders whose files no people change, without those around *project*."""
    paths = sysconfig.get_paths()
    packages = (paths[name] + "/" for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    around = (folder for folder in (*packages, *_ASIDE) if not f"{project.root}/".startswith(folder))
    return f"{project.build}/", *around


def _counts(path: str, aside: tuple[str, ...]) -> bool:
    """Return whether the file or folder at *path* is one that people change."""
    place = f"{path}/"
    return not place.startswith(aside) and not any(part in place for part in _PARTS)


def _state(project: Project, paths: list[str], start: int | None) -> str:
    """Return a digest of all inputs and of the templates; nothing if one may have changed since *start*."""
    own = [str(path) for path in (file_of(project), *source_files.files(project))]
    made = [path for path, _ in fingerprint.below(str(project.templates))]
    made.append(str(_file(project).with_name(EXTRACTED)))
    whole = sha256(f"{package.package_hash()} {command_cache.environment_fingerprint(project.root)}".encode())
    for path in [*own, *paths, *sorted(made)]:
        mark = next((mark for _, mark in fingerprint.below(path)), None)
        if start is not None and mark and path not in made and not mark.is_settled(start):
            return ""
        whole.update(f"{path}\0{tuple(mark or ())}\0".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
