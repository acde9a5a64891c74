"""Tables: a narrow terminal or a pipe cuts no name and no number; warnings of a build are named."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.console import Console

from octavo.catalogs import po
from octavo.cli import main
from octavo.cli.console import build_table, tables
from octavo.editions.pipeline import BuildResult
from octavo.editions.pipeline.run import BuiltEdition
from octavo.project import Edition, Format, Project
from octavo.workflow.language_build import LanguageBuilds


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Console:
    """A console that reads its width from COLUMNS for each table, as a new process does."""
    console = Console(highlight=False, soft_wrap=True)
    monkeypatch.setattr(tables, "out", console)
    monkeypatch.setattr(tables, "err", Console(stderr=True, highlight=False, soft_wrap=True))
    monkeypatch.delenv("COLUMNS", raising=False)
    return console


def columns() -> dict[str, list[str]]:
    return {
        "name": ["technologies/video-conferences", "one"], tables.DECORATION: ["█" * 12, "░" * 12],
        "done": ["100.0 %", "0.0 %"], "left": ["", "12,345"], "messages": ["1,000", "20"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("width", "titles", "hidden"),
    [
        (100, ["name", "done", "left", "messages"], ""),
        (60, ["name", "done", "left", "messages"], ""),
        (50, ["name", "done", "left"], "Hidden column: messages. Use a wider terminal, or --csv.\n"),
        (20, ["name", "done", "left"], "Hidden column: messages. Use a wider terminal, or --csv.\n"),
    ],
)
def test_a_narrow_terminal_loses_decoration_first_and_cuts_nothing(
    terminal: Console,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    width: int,
    titles: list[str],
    hidden: str,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    terminal.width = width
    tables.show_columns(columns(), ("name", tables.DECORATION), (tables.DECORATION, "messages"))
    captured = capsys.readouterr()
    assert captured.out.split("\n")[0].split() == titles
    assert ("█" in captured.out) == (width == 100)
    assert "technologies/video-conferences" in captured.out
    assert "100.0 %" in captured.out and "12,345" in captured.out
    assert "…" not in captured.out
    assert captured.err == hidden


def test_a_pipe_gets_every_column(terminal: Console, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.width = 40
    tables.show_columns(columns(), ("name", tables.DECORATION), (tables.DECORATION, "messages"))
    captured = capsys.readouterr()
    assert captured.out.split("\n")[0].split() == ["name", "done", "left", "messages"]
    assert captured.err == ""


@pytest.mark.parametrize("call", [["status", "--pages"], ["status"], ["validate", "latex"], ["status", "--history"]])
def test_no_table_is_cut(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], call: list[str]
) -> None:
    monkeypatch.chdir(small.root)
    monkeypatch.setitem(os.environ, "COLUMNS", "12")
    main(call)
    assert "…" not in capsys.readouterr().out


def test_without_colours_there_is_no_blank_bar(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for no_color in (True, False):
        console = Console(force_terminal=True, no_color=no_color, width=80)
        monkeypatch.setattr(build_table, "err", console)
        with console.capture() as capture, build_table.watch("", in_process=True) as reports:
            reports["on_plan"](type("Plan", (), {"tasks": [1, 2, 3]}))
        lines = [line for line in capture.get().splitlines() if "0/3" in line]
        assert lines
        assert all(("━" in line) == (not no_color) for line in lines)
        assert all(bool(re.search(r" {20}", line)) is False for line in lines)


def test_warnings_of_a_build_are_named(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    language = small.language("fr")
    log = small.logs / "fr-epub.log"
    warnings = tuple(f"index.rst:{line}: WARNING: undefined label\nmore" for line in (1, 1, 2, 3, 4, 5))
    made = tuple(
        BuiltEdition(Edition(language, book, Format.EPUB), Path(small.build, book.slug), 1.0, 0, warnings, log=log)
        for book in small.books
    )
    result = BuildResult(LanguageBuilds(small), made, (), "", strict=False)
    console = Console(highlight=False, soft_wrap=True)
    build_table.render(small, result, console, console, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["language", "format", "book", "seconds", "warnings"], "empty columns are hidden"
    assert lines[-5:] == [
        "fr epub: 6 warnings, see build/logs/fr-epub.log",
        "  index.rst:1: WARNING: undefined label",
        "  index.rst:2: WARNING: undefined label",
        "  index.rst:3: WARNING: undefined label",
        "  … and 2 more in the log",
    ]


def test_status_of_a_narrow_terminal_keeps_the_percentage(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small.catalogs(small.language("fr")) / "one/chapter.po"
    assert po.read(path)
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("COLUMNS", "30")
    # Rich reads COLUMNS when the console is made, which may have been in another test.
    monkeypatch.setattr(tables.out, "_width", 30)
    assert main(["status", "--pages", "fr"]) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.split()[-2:] for row in rows] == [["100.0", "%"]] * len(rows)


@pytest.mark.parametrize(
    ("count", "text"), [(12, "1 kB"), (37_339, "37 kB"), (240_000, "0.2 MB"), (5_300_000, "5.3 MB")]
)
def test_a_small_file_has_a_size(count: int, text: str) -> None:
    assert build_table._size(count) == text
