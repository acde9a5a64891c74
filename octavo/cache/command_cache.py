"""A question, and the files that its answer comes from → the answer of last time, if none of them changed since.

What takes long is to find out that nothing is to be done: reading the configuration, compiling, hashing. Here the file
system is asked about every file, which takes a thousandth of that. A file is taken as unchanged while its size, its
time in nanoseconds and its inode are the same; git trusts the same signs. Only the standard library is imported,
and of it not :mod:`dataclasses`, which would be a quarter of the time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import octavo

#: Where answers are kept, in the folder of what is made.
FILE = "answers.json"
#: Nanoseconds: a file changed again within a step of the file system's clock may look the same.
_STEP = 50_000_000
#: What the answers depend on besides files.
_VARIABLES = ("SOURCE_DATE_EPOCH", "CI", "LANG", "LC_ALL")
#: Answers that are kept.
_KEPT = 20


class CachedResult(NamedTuple):
    """What a command printed, and its exit status."""

    out: str
    err: str
    status: int


class Sources(NamedTuple):
    """What an answer comes from.

    :ivar inputs: files and folders that people edit
    :ivar outputs: files and folders that the command makes
    """

    root: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Fingerprint(NamedTuple):
    """The state of the inputs when it was taken, and when that was, in nanoseconds."""

    digest: str
    newest: int
    taken: int


def lookup(question: Sequence[str], folder: Path) -> CachedResult | None:
    """Return the answer to *question*, asked in *folder*, if nothing changed since it was remembered."""
    root = find_project_root(folder)
    if root is None:
        return None
    try:
        entry = _read(build_folder(root) / FILE)[_key(question)]
        sources = Sources(entry["root"], tuple(entry["inputs"]), tuple(entry["outputs"]))
        if sources.root != str(root) or entry["was"] != fingerprint(sources).digest or entry["made"] != _made(sources):
            return None
        return CachedResult(**entry["answer"])
    except (KeyError, TypeError, AttributeError):
        return None


def fingerprint(sources: Sources) -> Fingerprint:
    """Return the state of the inputs of *sources*: take it before they are read."""
    taken = time.time_ns()
    whole = hashlib.sha256(environment_fingerprint(Path(sources.root)).encode())
    newest = _add(whole, (str(Path(octavo.__file__).parent), *sources.inputs))
    return Fingerprint(whole.hexdigest(), newest, taken)


def store(question: Sequence[str], answer: CachedResult, sources: Sources, was: Fingerprint, file: Path) -> None:
    """Keep *answer* in *file*, unless the inputs are not what they *were* or changed a moment before."""
    if was.newest > was.taken - _STEP or fingerprint(sources).digest != was.digest:
        return
    entry = {**sources._asdict(), "was": was.digest, "made": _made(sources), "answer": answer._asdict()}
    entries = _read(file)
    entries.pop(_key(question), None)
    kept = dict([*entries.items(), (_key(question), entry)][-_KEPT:])
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(json.dumps(kept), encoding="utf-8")
    draft.replace(file)


def _key(question: Sequence[str]) -> str:
    return json.dumps([*question, *(os.environ.get(name, "") for name in _VARIABLES)])


def _read(file: Path) -> dict[str, dict[str, Any]]:
    with suppress(OSError, ValueError):
        found = json.loads(file.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def find_project_root(folder: Path) -> Path | None:
    """Return the folder of the project around *folder*, as the configuration finds it."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            if "tool.octavo" in (place / "pyproject.toml").read_text(encoding="utf-8", errors="replace"):
                return place
    return None


def build_folder(root: Path) -> Path:
    """Return the folder of what is made; wrong only for one that is written unusually: then nothing is found there."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
    found = re.search(r'^\s*build\s*=\s*"([^"]*)"', text, re.MULTILINE)
    return root / (found[1] if found else "build")


def environment_fingerprint(root: Path) -> str:
    """Return a digest of what work in *root* depends on besides files: Python, its packages, git's commit."""
    return hashlib.sha256(repr((sys.version, _head(root), _packages())).encode()).hexdigest()


def _made(sources: Sources) -> str:
    whole = hashlib.sha256()
    _add(whole, sources.outputs)
    return whole.hexdigest()


def _add(whole: hashlib._Hash, places: Iterable[str]) -> int:
    """Add the signs of all files at and below *places* to *whole*, and return the time of the newest."""
    newest = 0
    for place in places:
        for path, time_ns, size, inode in sorted(stat_files(place)):
            whole.update(f"{path}\0{time_ns} {size} {inode}\0".encode("utf-8", "surrogateescape"))
            newest = max(newest, time_ns)
    return newest


def stat_files(place: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield the files at and below *place*, each with what tells whether it is the same: time, size and inode."""
    waiting = [place]
    try:
        if not os.path.isdir(place) or os.path.islink(place):  # noqa: PTH112, PTH114  # os.path is what makes it fast
            found = os.lstat(place)
            target = os.readlink(place) if os.path.islink(place) else ""  # noqa: PTH114, PTH115
            yield f"{place}\0{target}", found.st_mtime_ns, found.st_size, found.st_ino
            return
    except OSError:
        yield place, 0, 0, 0
        return
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    found = entry.stat()
                    yield entry.path, found.st_mtime_ns, found.st_size, found.st_ino


def _packages() -> list[tuple[str, int]]:
    """Return the folders of installed packages and when one came or went last."""
    folders = [path for path in sys.path if path.endswith("site-packages")]
    return [(path, Path(path).stat().st_mtime_ns) for path in folders if Path(path).is_dir()]


def _head(root: Path) -> tuple[str, ...]:
    """Return what says which commit is the last one around *root*; nothing without git (gitrepository-layout(5))."""
    for place in (root, *root.parents):
        folder = place / ".git"
        if folder.exists():
            if folder.is_file():  # of a worktree
                folder = place / _text(folder).removeprefix("gitdir:").strip()
            head = _text(folder / "HEAD")
            common = folder / (_text(folder / "commondir").strip() or ".")
            branch = _text(common / head.removeprefix("ref:").strip()) if head.startswith("ref:") else ""
            return head, branch, "" if branch else _text(common / "packed-refs"), _text(common / "shallow")
    return ()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
