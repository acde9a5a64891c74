"""``octavo weblate``: describes the catalogs to a Weblate server."""

from __future__ import annotations

import json

import click

from octavo.cli.console.terminal import current_project, out
from octavo.workflow.exchange import weblate


@click.command()
@click.argument("repository")
@click.option("--project", "name", default="octavo", show_default=True, help="The project's name on the server.")
@click.option("--branch", default="main", show_default=True, help="The branch that translators work on.")
def command(repository: str, name: str, branch: str) -> int:
    """Print the components of the catalogs in REPOSITORY (an address that Weblate clones) for Weblate's import_json."""
    rows = weblate.components(current_project(), name, repository, branch)
    out.print(json.dumps(rows, ensure_ascii=False, indent=1), markup=False)
    return 0
