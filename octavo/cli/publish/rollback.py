"""``octavo rollback``: restore the previous publication."""

from __future__ import annotations

import datetime

import click

from octavo import publication
from octavo.cli.console.terminal import current_project, err, locked_project, out
from octavo.publication import Kept


@click.command()
@click.option("--list", "is_list", is_flag=True, help="List the publications that are kept; change nothing.")
def command(is_list: bool) -> int:
    """Restore the previous publication.

    Run it again to undo it. “octavo publish” keeps the present publication and the one before it.
    """
    if is_list:
        project = current_project()
        kept = publication.kept(project)
        if not kept:
            err.print("Nothing is published yet. Run “octavo publish”.")
        for item in kept:
            note = "  (shown)" if item.is_shown else ""
            out.print(f"{_date(item)}  {item.path.relative_to(project.root)}{note}")
        return 0
    with locked_project("rollback") as project:
        restored = publication.rollback(project)
    site = project.site.relative_to(project.root)
    err.print(f"{site} now shows the publication of {_date(restored)}. Run it again to undo.")
    return 0


def _date(item: Kept) -> str:
    try:
        return datetime.datetime.fromtimestamp(item.published).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return "????-??-?? ??:??"  # a program gave the folder a time that no calendar has
