"""A folder under git → its commits, what they changed, and files as they were; without git there is nothing to tell.

git's own commands are called, once each: they read any repository, and fast. The line of first parents is the history
that readers saw: what was on a branch counts on the day on which it was merged.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.errors import OctavoError


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to a file.

    :ivar letter: git's letter for it: ``A`` it came, ``M`` its content changed, ``D`` it went
    :ivar blob: git's name for the new content; empty for a file that went
    :ivar path: relative to the folder that was asked about
    """

    letter: str
    blob: str
    path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit.

    :ivar time: seconds since 1970
    :ivar author: the author's name, without the address
    """

    name: str
    time: int
    author: str
    changes: tuple[Change, ...]


def head(root: Path) -> str:
    """Return the name of the last commit; empty without git."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()


def is_shallow(root: Path) -> bool:
    """Whether only a part of the history was fetched."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def time_of_head(root: Path) -> int | None:
    """Return the time of the last commit in seconds since 1970; ``None`` without git."""
    answer = _git(root, "log", "-1", "--format=%ct").strip()
    return int(answer) if answer else None


def was_known(root: Path, paths: Iterable[str]) -> bool:
    """Whether any of the files *paths* of *root* was ever committed."""
    return bool(_git(root, "log", "--all", "-1", "--format=%h", "--", *paths).strip())


def commits(root: Path, paths: Iterable[str], *, end: str = "HEAD") -> list[Commit]:
    """Return the commits up to *end* that changed something below *paths* of *root*, the oldest first."""
    answer = _git(
        root, "-c", "core.quotePath=false", "log", "--reverse", "--first-parent", "--diff-merges=first-parent",
        "--no-renames", "--raw", "--no-abbrev", "--relative", "--format=%x00%H%x09%ct%x09%an",
        end, "--", *paths,
    )  # fmt: skip
    return [_commit(record) for record in answer.decode("utf-8", "replace").split("\0")[1:]]


def authors(root: Path, path: str) -> list[tuple[str, int]]:
    """Return the author and the time of every commit that changed something below *path*, the newest first.

    Commits of branches count, merges do not; names are those of ``.mailmap``, without addresses.
    """
    answer = _git(root, "log", "--no-merges", "--use-mailmap", "--format=%aN%x09%ct", "--", path)
    pairs = (line.rpartition("\t") for line in answer.decode("utf-8", "replace").splitlines())
    return [(name, int(time)) for name, _, time in pairs]


def _commit(record: str) -> Commit:
    first, *lines = record.splitlines()
    name, time, author = first.split("\t", 2)
    return Commit(name, int(time), author, tuple(_change(line) for line in lines if line.startswith(":")))


def _change(line: str) -> Change:
    """Read a line of git's raw format: two modes, two blobs and the letter, then the path."""
    about, _, path = line.partition("\t")
    blob, letter = about.split()[3:5]
    return Change(letter[0], "" if letter[0] == "D" else blob, path)


def contents(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each of *blobs* with its content; one that this copy of the repository lacks is left out."""
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    answer = _git(root, "cat-file", "--batch", given=asked) if asked else b""
    place = 0
    while place < len(answer):
        end = answer.index(b"\n", place)
        name, *about = answer[place:end].decode().split()
        place = end + 1
        if len(about) == 2:
            size = int(about[1])
            yield name, answer[place : place + size]
            place += size + 1


def export(root: Path, commit: str, paths: Iterable[str], target: Path) -> None:
    """Write those of *paths* that *commit* has into the folder *target*, as they were then.

    :raises OctavoError: git cannot give them
    """
    target.mkdir(parents=True, exist_ok=True)
    held = [path for path in paths if _git(root, "ls-tree", "--name-only", commit, path)]
    archive = _git(root, "archive", "--format=tar", commit, *held)
    unpacked = subprocess.run(["tar", "-x", "-C", str(target)], input=archive, capture_output=True, check=False)
    if not archive or unpacked.returncode:
        raise OctavoError(
            "git-export", f"git cannot give the text of commit {commit[:12]}",
            remedy="Fetch the whole history: “git fetch --unshallow”", path=root,
        )  # fmt: skip


def _git(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Return what git says; nothing where there is no git, or no repository."""
    try:
        result = subprocess.run(["git", "-C", str(root), *arguments], input=given, capture_output=True, check=False)
    except OSError:
        return b""
    return result.stdout if result.returncode == 0 else b""
