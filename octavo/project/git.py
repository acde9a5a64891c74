"""Read commits, their changes and old files from git; without git, return nothing.

The git command is called, because it reads any repository fast. The history follows first parents: a change on a branch
counts on the day of its merge, when readers could see it.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.errors import OctavoError

#: The earliest and the latest time that ZIP can store: the start of 1980, the end of 2099. ZIP ends soon after.
EARLIEST, LATEST = 315532800, 4102444799


@dataclass(frozen=True, slots=True)
class FileChange:
    """Represent the change of a file by a commit.

    :ivar letter: git's status letter: ``A`` added, ``M`` modified, ``D`` deleted
    :ivar blob: the hash of the new content; empty for a deleted file
    :ivar path: path relative to the requested folder
    """

    letter: str
    blob: str
    path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """Represent a commit with its changes.

    :ivar name: its hash
    :ivar time: its time in seconds since 1970, from :data:`EARLIEST` to :data:`LATEST`
    :ivar author: the author's name, without the address
    """

    name: str
    time: int
    author: str
    changes: tuple[FileChange, ...]


def head(root: Path) -> str:
    """Return the hash of the last commit, or an empty text without git."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()


def prefix(root: Path) -> str:
    """Return the path of *root* in its repository, ``docs/``; empty at the top, or without git."""
    return _git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").removesuffix("\n")


def folders(root: Path) -> list[Path]:
    """Return the top folder of the repository of *root* and the folder of its data; nothing without git."""
    output = _git(root, "rev-parse", "--path-format=absolute", "--show-toplevel", "--git-common-dir")
    return [Path(os.fsdecode(line)) for line in output.splitlines()]


def commit_of(root: Path, name: str) -> str:
    """Return the hash of the commit with the tag, branch or abbreviated hash *name*, or an empty text."""
    output = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return output.decode().strip()


def last_before(root: Path, day: datetime.date) -> str:
    """Return the hash of the last commit before *day*, or an empty text."""
    output = _git(root, "rev-list", "-1", "--first-parent", f"--before={day.isoformat()}T00:00:00", "HEAD")
    return output.decode().strip()


def tags(root: Path) -> list[str]:
    """Return the tags of the repository, the newest first."""
    return _git(root, "tag", "--sort=-creatordate", "--merged", "HEAD").decode("utf-8", "replace").split()


def files_at(root: Path, commit: str, folder: str) -> dict[str, str]:
    """Return the blobs of the files below *folder* of *root* in *commit*, by path."""
    output = _git(root, "ls-tree", "-r", "-z", commit, "--", f"{folder}/")
    lines = (line.split("\t", 1) for line in output.decode("utf-8", "replace").split("\0") if line)
    return {path: about.split()[2] for about, path in lines}


def is_shallow(root: Path) -> bool:
    """Return whether the clone is shallow."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def time_of_head(root: Path) -> int | None:
    """Return the time of the last commit in seconds since 1970, or ``None`` without git."""
    output = _git(root, "log", "-1", "--format=%ct").strip()
    return _time(output.decode()) if output else None


def was_known(root: Path, paths: Iterable[str]) -> bool:
    """Return whether any of the files *paths* of *root* was ever committed."""
    return bool(_git(root, "log", "--all", "-1", "--format=%h", "--", *paths).strip())


def commits(root: Path, paths: Iterable[str], *, end: str = "HEAD") -> list[Commit]:
    """Return the commits up to *end* that changed files below *paths* in *root*, oldest first."""
    output = _git(
        root, "-c", "core.quotePath=false", "log", "--reverse", "--first-parent", "--diff-merges=first-parent",
        "--no-renames", "--raw", "--no-abbrev", "--relative", "--format=%x00%H%x09%ct%x09%an",
        end, "--", *paths,
    )  # fmt: skip
    return [_commit(record) for record in output.decode("utf-8", "replace").split("\0")[1:]]


def authors(root: Path, path: str) -> list[tuple[str, int]]:
    """Return the author and the time of every commit that changed files below *path*, newest first.

    Include commits of branches, but not merges. Names are mapped by ``.mailmap`` and have no addresses.
    """
    output = _git(root, "log", "--no-merges", "--use-mailmap", "--format=%aN%x09%ct", "--", path)
    pairs = (line.rpartition("\t") for line in output.decode("utf-8", "replace").splitlines())
    return [(name, _time(time)) for name, _, time in pairs]


def _time(text: str) -> int:
    """Return the time of a commit. Anybody can choose it, so one that no edition can store becomes the nearest."""
    return min(max(int(text or 0), EARLIEST), LATEST)


def _commit(record: str) -> Commit:
    first, *lines = record.splitlines()
    name, time, author = first.split("\t", 2)
    return Commit(name, _time(time), author, tuple(_change(line) for line in lines if line.startswith(":")))


def _change(line: str) -> FileChange:
    """Parse a line of git's raw format: two modes, two blobs, the letter, and the path."""
    about, _, path = line.partition("\t")
    blob, letter = about.split()[3:5]
    return FileChange(letter[0], "" if letter[0] == "D" else blob, path)


def contents(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each of *blobs* with its content; skip blobs that this clone lacks."""
    request = "".join(f"{blob}\n" for blob in blobs).encode()
    output = _git(root, "cat-file", "--batch", data=request) if request else b""
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        name, *about = output[position:end].decode().split()
        position = end + 1
        if len(about) == 2:
            size = int(about[1])
            yield name, output[position : position + size]
            position += size + 1


def export(root: Path, commit: str, paths: Iterable[str], target: Path) -> None:
    """Export those of *paths* that exist in *commit* to the folder *target*.

    :raises OctavoError: this clone lacks the commit or its files
    """
    target.mkdir(parents=True, exist_ok=True)
    existing = [path for path in paths if _git(root, "ls-tree", "--name-only", commit, path)]
    archive = _git(root, "archive", "--format=tar", commit, *existing)
    unpacked = subprocess.run(["tar", "-x", "-C", str(target)], input=archive, capture_output=True, check=False)
    if not archive or unpacked.returncode:
        raise OctavoError(
            "git-export", f"git cannot read the files of commit {commit[:12]}",
            remedy="Fetch the whole history: “git fetch --unshallow”", path=root,
        )  # fmt: skip


def _git(root: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """Return the output of git; nothing without git or a repository, or after an error."""
    try:
        result = subprocess.run(["git", "-C", str(root), *arguments], input=data, capture_output=True, check=False)
    except OSError:
        return b""
    return result.stdout if result.returncode == 0 else b""
