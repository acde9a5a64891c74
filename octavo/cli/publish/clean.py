"""``octavo clean``: removes what was made, but not what was published."""

from __future__ import annotations

import click

from octavo.cli.console.terminal import err, locked_project
from octavo.publication import clean


@click.command()
@click.option("--all", "everything", is_flag=True, help="Remove the publication too.")
def command(everything: bool) -> int:
    """Remove what Octavo made in the build folder, except the publication.

    Files that Octavo did not make, and the files of a preview that runs, stay and are named.
    """
    with locked_project("clean") as project:
        kept = clean.clean(project, everything=everything)
        err.print(f"cleaned {project.build}", markup=False)
        for name, reason in kept.items():
            err.print(f"not removed: {name} ({reason})", markup=False)
    return 0
