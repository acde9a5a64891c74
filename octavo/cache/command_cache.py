"""Print the output of the last identical command again if none of its files changed since.

Reading the configuration, compiling and hashing take long, even if there is nothing to do. This module only calls
``stat`` for every file, which takes a thousandth of that time. It imports only the standard library, and not
:mod:`dataclasses`, whose import would be a quarter of the time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import octavo
from octavo.cache import store as results
from octavo.cache.fingerprint import InputState, input_state
from octavo.files import text_or_empty

#: Where results are stored, in the build folder.
FILE = "answers.json"
#: Environment variables that change the results.
_VARIABLES = ("SOURCE_DATE_EPOCH", "CI", "LANG", "LC_ALL")
#: The number of results that are stored.
_KEPT = 20
#: A fixed version: the package's own files are among the inputs, and hashing them would take longer than all the rest.
_VERSION = octavo.__version__


class CachedResult(NamedTuple):
    """Store the output and the exit status of a command."""

    out: str
    err: str
    status: int


class Sources(NamedTuple):
    """List the files that a result depends on.

    :ivar inputs: files and folders that people edit
    :ivar outputs: files and folders that the command writes
    """

    root: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def lookup(question: Sequence[str], folder: Path) -> CachedResult | None:
    """Return the result of the command *question* in *folder*, if nothing changed since it was stored."""
    root = find_project_root(folder)
    if root is None:
        return None
    try:
        entry = _load(build_folder(root) / FILE)[_key(question)]
        sources = Sources(entry["root"], tuple(entry["inputs"]), tuple(entry["outputs"]))
        if sources.root != str(root) or entry["before"] != fingerprint(sources).digest:
            return None
        return CachedResult(**entry["result"]) if entry["after"] == input_state(sources.outputs).digest else None
    except (KeyError, TypeError, AttributeError):
        return None


def fingerprint(sources: Sources) -> InputState:
    """Return the state of the inputs of *sources*. Call it before you read them."""
    root = Path(sources.root)
    places = (str(Path(octavo.__file__).parent), *sources.inputs)
    # The master may be in the folder of the project, around what is built.
    return input_state(places, environment_fingerprint(root), aside=str(build_folder(root)))


def store(question: Sequence[str], result: CachedResult, sources: Sources, before: InputState, file: Path) -> None:
    """Store *result* in *file*, unless the inputs changed since *before* or had not settled by then."""
    if not before.is_settled or fingerprint(sources).digest != before.digest:
        return
    after = input_state(sources.outputs).digest
    entry = {**sources._asdict(), "before": before.digest, "after": after, "result": result._asdict()}
    entries = _load(file)
    entries.pop(_key(question), None)
    # Store a list, with the oldest result first: JSON with sorted keys would lose the order.
    with suppress(OSError):  # in a folder that cannot be written, the next run does the work again
        results.save(file, [*entries.items(), (_key(question), entry)][-_KEPT:], _VERSION)


def _key(question: Sequence[str]) -> str:
    return json.dumps([*question, *(os.environ.get(name, "") for name in _VARIABLES)])


def _load(file: Path) -> dict[str, dict[str, Any]]:
    with suppress(ValueError, TypeError):
        return dict(results.load(file, _VERSION) or ())
    return {}


def find_project_root(folder: Path) -> Path | None:
    """Return the folder of the project that contains *folder*, found in the same way as by the configuration."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            if "tool.octavo" in (place / "pyproject.toml").read_text(encoding="utf-8", errors="replace"):
                return place
    return None


def build_folder(root: Path) -> Path:
    """Return the build folder. If its setting has an unusual form, the folder is wrong and contains no result."""
    text = text_or_empty(root / "pyproject.toml")
    setting = re.search(r'^\s*build\s*=\s*"([^"]*)"', text, re.MULTILINE)
    return root / (setting[1] if setting else "build")


def environment_fingerprint(root: Path) -> str:
    """Return a digest of the environment of *root*: Python, its packages, git's commit."""
    return hashlib.sha256(repr((sys.version, _head(root), _packages())).encode()).hexdigest()


def _packages() -> list[tuple[str, int]]:
    """Return the folders of installed packages, and when a package was last added or removed in each."""
    folders = [path for path in sys.path if path.endswith("site-packages")]
    return [(path, Path(path).stat().st_mtime_ns) for path in folders if Path(path).is_dir()]


def _head(root: Path) -> tuple[str, ...]:
    """Return the contents of the files that name git's last commit; nothing without git (gitrepository-layout(5))."""
    for place in (root, *root.parents):
        folder = place / ".git"
        if folder.exists():
            if folder.is_file():  # in a worktree
                folder = place / text_or_empty(folder).removeprefix("gitdir:").strip()
            head = text_or_empty(folder / "HEAD")
            common = folder / (text_or_empty(folder / "commondir").strip() or ".")
            branch = text_or_empty(common / head.removeprefix("ref:").strip()) if head.startswith("ref:") else ""
            packed = "" if branch else text_or_empty(common / "packed-refs")
            return head, branch, packed, text_or_empty(common / "shallow")
    return ()
