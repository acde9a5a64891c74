"""The verbs and their help → ``docs/reference/commands.md`` and the man page ``docs/octavo.1``.

``python -m octavo.cli.reference`` (``make reference``) writes both; a test holds them to the help.
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
#: Columns of the help in the reference; the terminal that made it must not show.
_WIDTH = 96

_HEAD = """# Commands

Made from what `octavo --help` says, by `make reference`.

Exit status: 0 done, 1 the content has findings, 2 the call or the environment is wrong.
"""
_ENVIRONMENT = {
    "CI": "Where it is set, what would be left out is an error (--strict).",
    "NO_COLOR": "Where it is set, nothing is coloured.",
    "SOURCE_DATE_EPOCH": "The moment that editions are dated by, in seconds; otherwise that of the last commit.",
}
_FILES = {
    "pyproject.toml": "The table [tool.octavo]: languages, books, formats, gate.",
    "locales/": "The catalogs, one folder a language.",
    "build/editions/": "What octavo build makes.",
    "build/site/": "The publication.",
}
_STATUS = {
    "0": "Done.",
    "1": "The content has findings.",
    "2": "The call or the environment is wrong.",
    "130": "Interrupted; the last publication stands.",
}


def verbs() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield each verb with its command and the context in which Click would show its help."""
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
    """Return the page of the reference: the help of every verb, as the terminal shows it."""
    parts = [_HEAD]
    for name, command, context in verbs():
        parts.append(f"## octavo {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def manual(day: str) -> str:
    """Return the man page as man(7) wants it, dated *day* (``2026-11-25``)."""
    lines = [
        f'.TH OCTAVO 1 {day} "Octavo {__version__}" "User commands"',
        ".SH NAME",
        "octavo \\- publish one master text in every language and for every reading device",
        ".SH SYNOPSIS",
        ".B octavo",
        ".I verb",
        "[\\fIoption\\fR ...] [\\fIargument\\fR ...]",
        ".SH DESCRIPTION",
        *_paragraphs(octavo.help or ""),
        ".SH COMMANDS",
    ]
    for name, command, context in verbs():
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
    """Return the day that a man page is dated by."""
    found = re.match(r"\.TH OCTAVO 1 (\S+)", text)
    return found[1] if found else ""


def _paragraphs(text: str) -> list[str]:
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]
    return [line for number, part in enumerate(paragraphs) for line in ([".PP"] if number else []) + [_line(part)]]


def _line(text: str) -> str:
    """Return *text* in short lines, none of which roff takes for a request."""
    shown = textwrap.wrap(_roff(text), 76, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in shown)


def _roff(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-")


def write() -> None:
    """Write both files; the day of the man page changes only with its text."""
    COMMANDS.parent.mkdir(parents=True, exist_ok=True)
    COMMANDS.write_text(commands(), encoding="utf-8")
    old = MANUAL.read_text(encoding="utf-8") if MANUAL.exists() else ""
    if old != manual(day_of(old)):
        MANUAL.write_text(manual(datetime.datetime.now(datetime.UTC).date().isoformat()), encoding="utf-8")


if __name__ == "__main__":
    write()
