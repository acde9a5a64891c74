"""No text of a catalog, a file or a file name controls the terminal, whatever command prints it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.cli import main
from octavo.cli.console.terminal import terminal
from octavo.errors import OctavoError, escaped
from octavo.project import Project

#: Clear the screen, set the title of the window (also with one byte each), overwrite the line, reorder the line.
EVIL = "\x1b[2J\x1b]0;owned\x07 \x9b2J \x08\x7f\r \u202eabc\u2066 :warning: [red] [/]"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
BOLD = "This is **bold**, isn't it?"


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with a fuzzy, a translated and a wrong message with control characters, and a file name with them."""
    monkeypatch.chdir(small.root)
    folder = small.catalogs(small.language("fr"))
    content = po.read(folder / "one/index.po")
    messages = [
        message.edited(
            msgid=f"{message.msgid} {EVIL}", msgstrs=(f"=un {EVIL}",),
            flags=("fuzzy",) if message.msgid == BOLD else (),
            previous=(None, f"gone {EVIL}", None) if message.msgid == BOLD else (None, None, None),
        )
        if not message.is_header and not message.obsolete else message
        for message in content.messages
    ]  # fmt: skip
    messages.append(po.Message(f"**a** {EVIL}", (f"a {EVIL} :ref:`{EVIL}`",)))
    messages.append(po.Message(f"=1+1 {EVIL}", ("",)))
    po.write(replace(content, messages=tuple(messages)))
    po.write(replace(content, path=folder / f"one/{EVIL.replace('/', '')}.po"))
    return small


def printed(capfd: pytest.CaptureFixture[str]) -> str:
    return "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "call",
    [
        "todo fr", "todo fr --json", "todo fr --open", "status --messages", "status --messages --csv",
        "status --messages --json", "status --pages", "status --trouble", "compile fr",
        *(f"check fr --format {form}" for form in ("text", "json", "sarif", "junit", "github")),
    ],
)  # fmt: skip
def test_no_command_prints_control_characters(here: Project, capfd: pytest.CaptureFixture[str], call: str) -> None:
    main(call.split())
    text = printed(capfd)
    assert text
    assert not CONTROL.search(text)
    if "json" in call or "sarif" in call:
        assert json.loads(text)


def test_a_line_break_in_a_text_adds_no_line(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    """Otherwise a text could look like another message or translation, in a place that it names."""
    path = here.catalogs(here.language("fr")) / "one/index.po"
    content = po.read(path)
    lie = "one\nlocales/fr/a.po:1  1 word, fuzzy\n  fr: lie"
    messages = [m.edited(msgid=lie, msgstrs=(lie,), previous=(None, f"old {lie}", None)) if m.is_fuzzy else m
                for m in content.messages]  # fmt: skip
    fresh = [po.Message(f"{lie} {number}", ("",)) for number in range(2)]
    po.write(replace(content, messages=tuple(messages + fresh)))
    for call in ("todo fr", "status --messages", "todo fr --open"):
        main(call.split())
        assert not [
            line
            for line in capfd.readouterr().out.splitlines()
            if line.startswith("locales/fr/a.po:1 ") or line == "  fr: lie"
        ]


def test_a_text_is_printed_as_it_is(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    """The names of emoji and Rich's own markup are texts of a catalog like any other."""
    main(["todo", "fr"])
    assert ":warning: [red] [/]" in printed(capfd)


@pytest.mark.parametrize("text", [f'msgid "a\nmsgstr {EVIL}\n', f'{EVIL} "a"\n', f'msgid "{EVIL}\n'])
def test_no_syntax_error_prints_control_characters(here: Project, capfd: pytest.CaptureFixture[str], text: str) -> None:
    (here.catalogs(here.language("fr")) / "two/index.po").write_text(text, encoding="utf-8", newline="")
    for call in (["todo", "fr"], ["check"], ["status"], ["compile", "fr"], ["export", "fr", "-f", "csv"]):
        main(call)
        shown = printed(capfd)
        assert shown, call
        assert not CONTROL.search(shown), call


def test_no_file_from_another_tool_prints_control_characters(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("a.csv", f"{EVIL.replace('/', '')}.csv"):
        for rows in ([["page", "source (en)", "translation (fr)", "id"], [EVIL, EVIL, EVIL, EVIL]], [[EVIL]]):
            stream = io.StringIO()
            csv.writer(stream).writerows(rows)
            Path(name).write_text(stream.getvalue(), encoding="utf-8", newline="")
            assert main(["import", "fr", name]) > 0
            assert not CONTROL.search(printed(capfd))
    for name in (EVIL, f"{EVIL}.csv"):
        for call in (["import", "fr", name], ["import", name, "a"], [name], ["check", name], ["check", f"--{name}"]):
            assert main(call) == 2, call
            assert not CONTROL.search(printed(capfd)), call


def test_no_cell_of_a_table_is_a_formula(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    main(["status", "--messages", "--csv"])
    cells = [cell for row in csv.reader(io.StringIO(capfd.readouterr().out)) for cell in row]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n")]


def test_a_line_break_adds_no_line_to_a_sentence() -> None:
    error = OctavoError("a-code", "one\ntwo", remedy="three", path=Path("a\nb"))
    assert error.sentence == "a\\nb: one\\ntwo. three. [a-code]"


def test_colours_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = io.StringIO()
    terminal(file=stream, force_terminal=True, color_system="standard").print("a\x1b[2J", style="green")
    assert stream.getvalue() == "\x1b[32ma\\u001b[2J\x1b[0m\n"


def test_letters_of_every_script_stay() -> None:
    text = "é 中文 العربية \u200f\u200e می\u200cخواهم 👩\u200d🔬\ta\n"
    assert escaped(text) == text
