"""``octavo compare``: compare the pages with those of Sphinx without Octavo."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from octavo.cli.console.tables import whole_table
from octavo.cli.console.terminal import err, languages_argument, locked_project, out, translations
from octavo.publication import comparison
from octavo.publication.comparison import Comparison

#: Differences of a kind that are printed; --json has all.
_SHOWN = 20


@click.command()
@languages_argument
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(locales: tuple[str, ...], as_json: bool) -> int:
    """Compare the web pages with those of Sphinx without Octavo.

    Builds each language twice and lists the translated messages, pages and links that only plain Sphinx shows, with the
    finding that refused them. The exit status is 1 if no finding explains one of them.
    """
    with locked_project("compare") as project:
        found = [comparison.compare(project, language) for language in translations(project, locales)]
    if as_json:
        rows = [asdict(item) | {"language": item.language.locale, "unexplained": item.unexplained} for item in found]
        out.print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        out.print(_table(found))
        for item in found:
            for line in _differences(item):
                err.print(line)
    return 1 if any(item.unexplained for item in found) else 0


def _table(found: list[Comparison]) -> object:
    columns = ("language", "built by", "pages", "messages", "warnings", "links", "seconds", "not shown", "unexplained")
    rows = []
    for item in found:
        for name, side in (("sphinx", item.plain), ("octavo", item.octavo)):
            counts = (side.pages, side.messages, side.warnings, side.links)
            lost = (len(item.missing), item.unexplained) if name == "octavo" else ("", "")
            rows.append((item.language.locale, name, *map(str, counts), f"{side.seconds:.1f}", *map(str, lost)))
    return whole_table(columns, rows, ("language", "built by"))


def _differences(item: Comparison) -> list[str]:
    """Return the lines about the differences of a language, those that nothing explains first."""
    messages = sorted(item.missing, key=lambda one: one.reason != comparison.UNKNOWN)
    lines = [f"{item.language.locale} {one.page}: “{_short(one.text)}” is not shown: {one.reason}" for one in messages]
    shown = [*lines[:_SHOWN], *([f"… and {len(lines) - _SHOWN} more messages"] if len(lines) > _SHOWN else [])]
    pages = [f"{item.language.locale}: Octavo has no page {name}" for name in item.pages]
    links = [
        f"{item.language.locale}: the page {one.page} does not link to {one.text}: {one.reason}" for one in item.links
    ]
    for others, noun in ((pages, "pages"), (links, "links")):
        shown += [*others[:_SHOWN], *([f"… and {len(others) - _SHOWN} more {noun}"] if len(others) > _SHOWN else [])]
    return shown


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
