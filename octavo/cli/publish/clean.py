"""``octavo clean``: remove the built files, but not the publication."""

from __future__ import annotations

import click

from octavo.cli.console.terminal import err, locked_project
from octavo.publication import clean


@click.command()
@click.option("--all", "everything", is_flag=True, help="Remove the publication too.")
def command(everything: bool) -> int:
    """Remove the built files, except the publication.

    Files that Octavo did not make, and those of a running preview, are not removed; the command names them.
    """
    with locked_project("clean") as project:
        kept = clean.clean(project, everything=everything)
        err.print(f"Removed the built files in {project.build}.")
        for name, reason in kept.items():
            err.print(f"not removed: {name} ({reason})")
    return 0
