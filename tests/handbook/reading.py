"""A page of the handbook → its commands, what is prepared between them, and which exit status each has."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

DOCS = ROOT / "docs"
_PIECE = re.compile(
    r"^<!-- (?P<word>prepare|elsewhere): (?P<said>.+?) -->$|^```(?P<name>[^\n`]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"\s+# exit (\d+)$")


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page, or what the test does in a reader's place.

    :ivar elsewhere: why the command is not run here, or empty
    :ivar shown: what the page says that the command prints
    """

    command: str
    status: int = 0
    elsewhere: str = ""
    is_preparation: bool = False
    shown: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return shlex.split(re.sub(r"\s#\s.*$", "", self.command))


def pages() -> list[Path]:
    return sorted(path for path in DOCS.rglob("*.md") if "build" not in path.relative_to(DOCS).parts)


def steps(path: Path) -> Iterator[Step]:
    """Yield the steps of a page in order."""
    elsewhere = ""
    for piece in _PIECE.finditer(path.read_text(encoding="utf-8")):
        if piece["word"] == "prepare":
            yield Step(piece["said"], is_preparation=True)
        elif piece["word"] == "elsewhere":
            elsewhere = piece["said"]
        elif piece["name"] == "console":
            yield from _commands(piece["text"].splitlines(), elsewhere)
            elsewhere = ""


def _commands(lines: list[str], elsewhere: str) -> Iterator[Step]:
    assert lines[0].startswith("$ ")
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        status = _EXIT.search(lines[start])
        command = _EXIT.sub("", lines[start].removeprefix("$ "))
        yield Step(command, int(status[1]) if status else 0, elsewhere, shown=tuple(lines[start + 1 : end]))


def fences(path: Path) -> list[str]:
    """Return the languages of the blocks of a page."""
    return [piece["name"] for piece in _PIECE.finditer(path.read_text(encoding="utf-8")) if not piece["word"]]
