"""The index of the search that is written again is the command's own, and is whole when it is said to be."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from octavo.editions import html, indexing
from octavo.editions.indexing import Held
from octavo.errors import OctavoError

PAGE = '<!DOCTYPE html><html lang="en"><body><div data-pagefind-body><h1>{}</h1><p>{}</p></div></body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.html").write_text(PAGE.format(name, f"All of {name} " * 30), encoding="utf-8")
    html.index(folder, tmp_path / "log")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in (folder / html.FOLDER).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def change(held: Held, site: Path, text: str) -> None:
    page = PAGE.format("one", text)
    (site / "one.html").write_text(page, encoding="utf-8")
    held.begin({"one.html": page})


@pytest.mark.slow
def test_it_is_what_the_command_writes(site: Path, tmp_path: Path) -> None:
    held = Held(site)
    for number in range(5):
        change(held, site, f"another word{number} and so on")
        held.finish()
        again = files(site)
        html.index(site, tmp_path / "log")
        assert files(site) == again
    held.close()


LATE: dict[str, Callable[[Path], Path]] = {
    "the entry": lambda folder: folder / "pagefind-entry.json",
    "a new piece": lambda folder: max((folder / "fragment").iterdir(), key=lambda path: path.stat().st_mtime_ns),
    "a piece as before": lambda folder: min((folder / "fragment").iterdir()),
    "a program": lambda folder: folder / "pagefind.js",
}


@pytest.mark.slow
@pytest.mark.parametrize("late", LATE)
@pytest.mark.parametrize("share", [0, 2])
def test_files_that_come_after_the_answer_are_waited_for(
    site: Path, late: str, share: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = Held(site)
    hear = held._hear

    def answer_early() -> Any:
        said = hear()
        time.sleep(0.1)  # Pagefind itself has ended by then
        path = LATE[late](site / html.FOLDER)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // share] if share else b"")
        threading.Timer(0.2, path.write_bytes, [data]).start()
        return said

    change(held, site, "another word")
    monkeypatch.setattr(held, "_hear", answer_early)
    held.finish()
    held.close()
    made = files(site)
    html.index(site, tmp_path / "log")
    assert files(site) == made


def test_what_never_comes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / html.FOLDER
    folder.mkdir()
    piece = folder / "en_1.pf_fragment"
    piece.write_bytes(gzip.compress(b"text")[:-1])
    held = object.__new__(Held)
    held.folder, held._sizes = tmp_path, {}
    monkeypatch.setattr(indexing, "_PATIENCE", 0.01)
    with pytest.raises(OctavoError, match=r"en_1\.pf_fragment: Pagefind left a file in pieces"):
        held._settle()
    piece.write_bytes(gzip.compress(b"text"))
    held._settle()
