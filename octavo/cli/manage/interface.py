"""``octavo interface``: write the catalog of the words around the text."""

from __future__ import annotations

import click

from octavo.cli.console.terminal import err, locked_project, out
from octavo.errors import escaped
from octavo.ui import interface_file


@click.command()
@click.argument("locale", metavar="LANG")
def command(locale: str) -> int:
    """Create or update the catalog of words around the text.

    The file is locales/LANG/interface.po. It has the words of Octavo and of themes: menus, notices, covers.
    Translations that are there stay; new words begin with those that Octavo knows. The exit status is 1 if a
    translation is refused, because it changes a {place} or a <mark>.
    """
    with locked_project("interface") as project:
        written = interface_file.update(project, project.language(locale))
    path = written.path.relative_to(project.root)
    out.print(f"{path}: {written.translated} of {written.total} words are translated.")
    for text in written.refused:
        err.print(f"refused, because a place or a mark differs: “{escaped(text)}”")
    return 1 if written.refused else 0
