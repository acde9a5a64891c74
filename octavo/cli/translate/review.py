"""``octavo review``: who read a translation and agreed."""

from __future__ import annotations

import datetime
import json

import click

from octavo.catalogs.po import reviews
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import err, locked_project, out


@click.command()
@click.argument("language", shell_complete=shell_completion.translations)
@click.argument("places", nargs=-1, required=True, shell_complete=shell_completion.pages)
@click.option("--by", "name", required=True, metavar="NAME", help="The reviewer's name, written into the catalog.")
@click.option("--json", "as_json", is_flag=True, help="Print what was recorded as JSON.")
def command(language: str, places: tuple[str, ...], name: str, as_json: bool) -> int:
    """Record in the catalogs of LANGUAGE that NAME reviewed the messages at PLACES.

    A place is a page (students/index), its catalog, a folder, page:LINE, or page#CODE with the code that stands beside
    the message in a proof. A review counts until the English or the translation changes.
    """
    today = datetime.datetime.now(datetime.UTC).date()
    with locked_project("review") as project:
        done = reviews.record(project, project.language(language), places, name, today)
    if as_json:
        written = [path.relative_to(project.root).as_posix() for path in done.written]
        row = {"reviewed": done.messages, "not_translated": done.left, "written": written}
        out.print(json.dumps(row, ensure_ascii=False, indent=1), markup=False)
        return 0
    err.print(f"{done.messages:,} reviewed, {done.left:,} not translated yet", markup=False)
    return 0
