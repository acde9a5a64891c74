"""``octavo todo``: what to translate next."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.text import Text

from octavo.catalogs.po import Message
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, out
from octavo.workflow import coverage
from octavo.workflow.coverage import Kind, Open

_SHOWN = 20
#: Marks as wdiff writes them, so that the changes can be read without colours too.
_STYLES = {Kind.KEPT: ("{}", ""), Kind.REMOVED: ("[-{}-]", "red strike"), Kind.ADDED: ("{{+{}+}}", "green")}


@click.command()
@click.argument("language", shell_complete=shell_completion.translations)
@click.option("-n", "--number", type=click.IntRange(1), help=f"Show so many messages ({_SHOWN}; all with --open).")
@click.option("--open", "as_places", is_flag=True, help="Print file:line only, for editors.")
@click.option("--json", "as_json", is_flag=True, help="Print all as JSON.")
def command(language: str, number: int | None, as_places: bool, as_json: bool) -> int:
    """Show what to work on next in LANGUAGE, in the readers' order, with words and an estimate.

    Of a text that changed since it was translated, the changes are shown: [-gone-] {+new+}.
    """
    project = current_project()
    items = coverage.todo(project, project.language(language))
    if as_json:
        out.print(json.dumps([_row(project.root, item) for item in items], ensure_ascii=False, indent=1), markup=False)
        return 0
    if as_places:
        for item in items[:number]:
            out.print(_place(project.root, item), markup=False)
        return 0
    for item in items[: number or _SHOWN]:
        out.print(f"{_place(project.root, item)}  {item.words} words, {item.message.state.value}", markup=False)
        out.print(_text(item.message))
    hours = coverage.estimate(items).total_seconds() / 3600
    words = sum(item.words for item in items)
    noun = "message" if len(items) == 1 else "messages"
    out.print(f"{len(items):,} {noun}, {words:,} words, about {hours:.1f} hours", markup=False)
    return 0


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
    return f"{item.path.relative_to(root)}:{item.message.msgstr_line}"


def _text(message: Message) -> Text:
    """Return the English; of a fuzzy message what changed in it, word by word."""
    if not (message.is_fuzzy and message.previous_msgid):
        return Text(f"  {message.msgid}")
    shown = Text(" ")
    for change in coverage.changes(message.previous_msgid, message.msgid):
        mark, style = _STYLES[change.kind]
        shown.append(" ")
        shown.append(mark.format(change.text), style=style)
    return shown
