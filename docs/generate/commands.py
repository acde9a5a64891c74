"""Write ``docs/reference/commands.md`` and the man page ``docs/octavo.1`` from the help of the commands.

``make reference`` writes both. A test compares them with the help.
"""

from __future__ import annotations

import datetime
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from octavo import __version__
from octavo.cli.commands import octavo

COMMANDS = Path("docs/reference/commands.md")
MANUAL = Path("docs/octavo.1")
#: Columns of the help in the reference, so that it does not depend on the terminal.
_WIDTH = 96

_HEAD = """# Commands

`make reference` writes this page from the help of the commands.

Exit status: 0 for success, 1 if the content has findings, 2 if the call or the environment is wrong.
"""
_ENVIRONMENT = {
    "CI": "If it is set, --strict is the default.",
    "NO_COLOR": "If it is set, the output has no colours.",
    "SOURCE_DATE_EPOCH": "The date of the editions, in seconds since 1970; the default is the date of the last commit.",
}
_FILES = {
    "pyproject.toml": "The table [tool.octavo]: languages, books, formats, gate.",
    "locales/": "The catalogs, with a folder for each language.",
    "build/editions/": "The built editions.",
    "build/site/": "The publication.",
}
_STATUS = {
    "0": "Success.",
    "1": "The content has findings.",
    "2": "The call or the environment is wrong.",
    "130": "Interrupted; the last publication is unchanged.",
}


def all_commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield each command with its name and the context in which Click shows its help."""
    top = click.Context(octavo, info_name="octavo", max_content_width=_WIDTH, terminal_width=_WIDTH)
    for name in octavo.list_commands(top):
        command = octavo.get_command(top, name)
        assert command is not None
        context = click.Context(
            command, info_name=name, parent=top, max_content_width=_WIDTH, terminal_width=_WIDTH,
            help_option_names=["-h", "--help"],
        )  # fmt: skip
        yield name, command, context


def commands() -> str:
    """Return the page of the reference: the help of every command, as in the terminal."""
    parts = [_HEAD]
    for name, command, context in all_commands():
        parts.append(f"## octavo {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def manual(day: str) -> str:
    """Return the man page for man(7), with the date *day* (``2026-11-25``)."""
    lines = [
        f'.TH OCTAVO 1 {day} "Octavo {__version__}" "User commands"',
        ".SH NAME",
        "octavo \\- publish one master text in every language and for every reading device",
        ".SH SYNOPSIS",
        ".B octavo",
        ".I command",
        "[\\fIoption\\fR ...] [\\fIargument\\fR ...]",
        ".SH DESCRIPTION",
        *_paragraphs(octavo.help or ""),
        ".SH COMMANDS",
    ]
    for name, command, context in all_commands():
        usage = " ".join(command.collect_usage_pieces(context))
        lines += [f".SS octavo {_roff(name)}", f".B octavo {_roff(name)}", _line(usage), ".PP"]
        lines += _paragraphs(command.help or "")
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            if record and record[1]:
                lines += [".TP", f".B {_roff(record[0])}", _line(record[1])]
    for title, entries in (("EXIT STATUS", _STATUS), ("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES)):
        lines.append(f".SH {title}")
        for term, text in entries.items():
            lines += [".TP", f".B {_roff(term)}", _line(text)]
    lines += [".SH SEE ALSO", ".BR sphinx\\-build (1),", ".BR msgfmt (1),", ".BR poedit (1)"]
    return "\n".join(lines) + "\n"


def day_of(text: str) -> str:
    """Return the date of a man page."""
    found = re.match(r"\.TH OCTAVO 1 (\S+)", text)
    return found[1] if found else ""


def _paragraphs(text: str) -> list[str]:
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]
    return [line for number, part in enumerate(paragraphs) for line in ([".PP"] if number else []) + [_line(part)]]


def _line(text: str) -> str:
    """Return *text* in short lines; none of them begins like a request of roff."""
    shown = textwrap.wrap(_roff(text), 76, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in shown)


def _roff(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-")


def write() -> None:
    """Write both files; the date of the man page changes only with its text."""
    COMMANDS.parent.mkdir(parents=True, exist_ok=True)
    COMMANDS.write_text(commands(), encoding="utf-8")
    old = MANUAL.read_text(encoding="utf-8") if MANUAL.exists() else ""
    if old != manual(day_of(old)):
        MANUAL.write_text(manual(datetime.datetime.now(datetime.UTC).date().isoformat()), encoding="utf-8")


if __name__ == "__main__":
    write()
