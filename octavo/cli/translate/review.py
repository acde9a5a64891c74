"""``octavo review``: record who reviewed a translation."""

from __future__ import annotations

import datetime
import json

import click

from octavo.catalogs.po import reviews
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import err, locked_project, out, translation


@click.command()
@click.argument("language", metavar="LANG", shell_complete=shell_completion.translations)
@click.argument("places", metavar="PLACES...", nargs=-1, required=True, shell_complete=shell_completion.pages)
@click.option("--by", "name", required=True, metavar="NAME", help="The reviewer's name, written into the catalog.")
@click.option("--json", "as_json", is_flag=True, help="Print what was recorded as JSON.")
def command(language: str, places: tuple[str, ...], name: str, as_json: bool) -> int:
    """Record that somebody reviewed translations.

    PLACES are pages (students/index), catalogs, folders, or single messages: PAGE:LINE, or PAGE#CODE with the code that
    the proof shows. The reviewer's NAME is written into the catalogs. A review is valid until the master's text or the
    translation changes.
    """
    today = datetime.datetime.now(datetime.UTC).date()
    with locked_project("review") as project:
        recorded = reviews.record(project, translation(project, language), places, name, today)
    if as_json:
        written = [path.relative_to(project.root).as_posix() for path in recorded.written]
        row = {"reviewed": recorded.messages, "not_translated": recorded.left, "written": written}
        out.print(json.dumps(row, ensure_ascii=False, indent=1))
        return 0
    err.print(f"{recorded.messages:,} reviewed, {recorded.left:,} not translated yet")
    return 0
