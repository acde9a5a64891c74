"""``octavo proof``: master and translation side by side, for reviewers."""

from __future__ import annotations

import datetime
import json

import click

from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, err, lock_project
from octavo.publication.proof import sheets


@click.command()
@click.argument("language", shell_complete=shell_completion.translations)
@click.argument("names", nargs=-1, shell_complete=shell_completion.pages)
@click.option(
    "-f", "--format", "forms", type=click.Choice(sheets.FORMS), multiple=True, help="Only this form; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Write nothing; print all messages as JSON.")
def command(language: str, names: tuple[str, ...], forms: tuple[str, ...], as_json: bool) -> int:
    """Make the bilingual proof of LANGUAGE: of all, or of NAMES (books, pages, folders: students, students/index).

    Every message stands beside its translation, with its findings, its terms and room for remarks, as web pages and as
    PDFs, in build/proofs/. “octavo review” records who read what.
    """
    project = current_project()
    wanted = project.language(language)
    made = sheets.sheets(project, wanted, sheets.select_rows(project, wanted, names))
    if as_json:
        # Machines read this: nothing may be wrapped or coloured.
        click.echo(json.dumps(list(sheets.as_rows(made)), ensure_ascii=False, indent=1))
        return 0
    today = datetime.datetime.now(datetime.UTC).date()
    name = "+".join(name.strip("/").replace("/", "-") for name in names)
    with lock_project(project, "proof"):
        for path in sheets.write(project, wanted, made, name=name, forms=forms or sheets.FORMS, today=today):
            err.print(path.relative_to(project.root).as_posix(), markup=False)
    return 0
