"""``octavo weblate``: describe the catalogs to a Weblate server."""

from __future__ import annotations

import json

import click

from octavo.cli.console.terminal import current_project, out
from octavo.workflow.exchange import weblate


@click.command()
@click.argument("repository")
@click.option("--project", "name", default="octavo", show_default=True, help="Name of the project on the server.")
@click.option("--branch", default="main", show_default=True, help="Branch that translators work on.")
def command(repository: str, name: str, branch: str) -> int:
    """Print the catalogs as components for Weblate.

    Weblate's import_json reads them. REPOSITORY is the address that Weblate clones.
    """
    rows = weblate.components(current_project(), name, repository, branch)
    out.print(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0
