"""``octavo clean``: remove the built files, but not the publication."""

from __future__ import annotations

import shutil

import click

from octavo.cli.console.terminal import current_project, err

_PUBLISHED = ("site", "publications")


@click.command()
@click.option("--all", "everything", is_flag=True, help="Remove the publication too.")
def command(everything: bool) -> int:
    """Remove the built files, except the publication."""
    project = current_project()
    for path in project.build.iterdir() if project.build.is_dir() else ():
        if everything or path.name not in _PUBLISHED:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    err.print(f"Removed the built files in {project.build}.", markup=False)
    return 0
