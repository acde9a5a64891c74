"""``octavo todo``: list the messages to translate next."""

from __future__ import annotations

import json
import math
from pathlib import Path

import click
from rich.text import Text

from octavo.catalogs.po import Message
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, out, translation
from octavo.errors import one_line
from octavo.workflow import coverage
from octavo.workflow.coverage import Kind, Open

_SHOWN = 20
#: Marks as wdiff writes them, so that the changes can be read without colours too.
_STYLES = {Kind.KEPT: ("{}", ""), Kind.REMOVED: ("[-{}-]", "red strike"), Kind.ADDED: ("{{+{}+}}", "green")}


@click.command()
@click.argument("language", metavar="LANG", shell_complete=shell_completion.translations)
@click.argument("names", metavar="[PAGES]...", nargs=-1, shell_complete=shell_completion.pages)
@click.option(
    "-n", "--number", type=click.IntRange(1), help=f"Show this many messages (default: {_SHOWN}; all with --open)."
)
@click.option("--open", "as_places", is_flag=True, help="Print only file:line, for editors.")
@click.option("--json", "as_json", is_flag=True, help="Print all messages as JSON.")
def command(language: str, names: tuple[str, ...], number: int | None, as_places: bool, as_json: bool) -> int:
    """List the messages to translate next.

    Lists the whole language, or only PAGES: books, pages or folders (students, students/index). Messages are in
    reading order, with their words and the estimated time. If the master's text changed, deleted words are shown as
    [-gone-] and new words as {+new+}, with the present translation.
    """
    project = current_project()
    items = coverage.todo(project, translation(project, language), names)
    if as_json:
        out.print(json.dumps([_row(project.root, item) for item in items], ensure_ascii=False, indent=1))
        return 0
    if as_places:
        for item in items[:number]:
            out.print(_place(project.root, item))
        return 0
    for item in items[: number or _SHOWN]:
        facts = f"{_words(item.words)}, {item.message.state.value}, about {_duration([item])}"
        out.print(f"{_place(project.root, item)}  {facts}")
        out.print(_text(item.message))
        for translated in filter(None, item.message.msgstrs):
            out.print(f"  {language}: {one_line(translated)}")
    noun = "message" if len(items) == 1 else "messages"
    words = sum(item.words for item in items)
    total = (
        f"{len(items):,} {noun}, {_words(words)}, about {_duration(items)}" if items else "Everything is translated."
    )
    out.print(total)
    return 0


def _words(number: int) -> str:
    return f"{number:,} {'word' if number == 1 else 'words'}"


def _duration(items: list[Open]) -> str:
    """Return the estimated time for *items*: ``5 min``, ``3 h 20 min``."""
    minutes = math.ceil(coverage.estimate(items).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours:,} h {rest} min" if hours else f"{rest} min"


def _row(root: Path, item: Open) -> dict[str, object]:
    message = item.message
    return {
        "place": _place(root, item),
        "state": message.state.value,
        "words": item.words,
        "msgid": message.msgid,
        "previous": message.previous_msgid,
        "msgstr": message.msgstr,
    }


def _place(root: Path, item: Open) -> str:
    return one_line(f"{item.path.relative_to(root)}:{item.message.msgstr_line}")


def _text(message: Message) -> Text:
    """Return the master's text on one line, so that no text looks like another place or translation.

    A fuzzy message has its changes word by word.
    """
    if not (message.is_fuzzy and message.previous_msgid):
        return Text(f"  {one_line(message.msgid)}")
    shown = Text(" ")
    for change in coverage.changes(message.previous_msgid, message.msgid):
        mark, style = _STYLES[change.kind]
        shown.append(" ")
        shown.append(mark.format(one_line(change.text)), style=style)
    return shown
