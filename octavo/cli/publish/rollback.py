"""``octavo rollback``: shows the publication before the present one again."""

from __future__ import annotations

import click

from octavo import publication
from octavo.cli.console.terminal import err, locked_project


@click.command()
def command() -> int:
    """Put the publication before the present one back into place, in one rename; again, and this one is back."""
    with locked_project("rollback") as project:
        previous = publication.rollback(project)
        err.print(f"{project.site} shows {previous.name} again", markup=False)
    return 0
