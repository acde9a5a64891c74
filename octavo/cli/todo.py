"""``octavo todo``: what to translate next."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
from rich.text import Text

from octavo import coverage
from octavo.catalog import Message
from octavo.cli._console import current_project, out
from octavo.coverage import Open


@click.command()
@click.argument("language")
@click.option("-n", "--number", type=click.IntRange(1), default=20, show_default=True, help="Show so many messages.")
@click.option("--open", "as_places", is_flag=True, help="Print file:line only, for editors.")
@click.option("--json", "as_json", is_flag=True, help="Print all as JSON.")
def command(language: str, number: int, as_places: bool, as_json: bool) -> int:
    """Show what to work on next in LANGUAGE, in the readers' order, with words and an estimate."""
    project = current_project()
    items = coverage.todo(project, project.language(language))
    if as_json:
        rows = [
            {"place": _place(project.root, item), "state": item.message.state.value, "words": item.words,
             "msgid": item.message.msgid}
            for item in items
        ]  # fmt: skip
        out.print(json.dumps(rows, ensure_ascii=False, indent=1), markup=False)
        return 0
    for item in items[:number]:
        out.print(_place(project.root, item), markup=False)
        if not as_places:
            out.print(_shown(item.message))
    if not as_places:
        words = sum(item.words for item in items)
        hours = words / coverage.WORDS_AN_HOUR
        out.print(f"{len(items)} messages, {words:,} words, about {hours:.1f} hours", markup=False)
    return 0


def _place(root: Path, item: Open) -> str:
    return f"{item.path.relative_to(root)}:{item.message.msgstr_line}"


def _shown(message: Message) -> Text:
    """Return the English; of a fuzzy message what changed in it, word by word."""
    if not (message.is_fuzzy and message.previous_msgid):
        return Text(f"  {message.msgid}")
    shown = Text("  ")
    for kind, words in _changes(message.previous_msgid, message.msgid):
        style, mark = {"-": ("red strike", "[-{}-]"), "+": ("green", "{{+{}+}}"), " ": ("", "{}")}[kind]
        shown.append(mark.format(words), style=style)
    return shown


def _changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield runs of words that went (-), came (+) or stayed, with their spaces."""
    before, after = (re.findall(r"\S+\s*", text) for text in (old, new))
    for kind, a, b, c, d in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield " ", "".join(before[a:b])
            continue
        if a < b:
            yield "-", "".join(before[a:b])
        if c < d:
            yield "+", "".join(after[c:d])
