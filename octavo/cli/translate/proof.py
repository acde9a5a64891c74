"""``octavo proof``: print master and translation side by side, for reviewers."""

from __future__ import annotations

import datetime
import json

import click

from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, echo, err, lock_project, translation
from octavo.publication.proof import sheets
from octavo.workflow import coverage


@click.command()
@click.argument("language", metavar="LANG", shell_complete=shell_completion.translations)
@click.argument("names", metavar="[PAGES]...", nargs=-1, shell_complete=shell_completion.pages)
@click.option(
    "-f",
    "--format",
    "forms",
    type=click.Choice(sheets.FORMS),
    multiple=True,
    help="Make only this format; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all messages as JSON; write no files.")
def command(language: str, names: tuple[str, ...], forms: tuple[str, ...], as_json: bool) -> int:
    """Make proofs: master and translation side by side.

    Covers the whole language, or only PAGES: books, pages or folders (students, students/index). A proof shows each
    message with its translation, findings and terms, and has space for remarks. The web pages and PDFs are in
    build/proofs/. Record what you have read with “octavo review”.
    """
    project = current_project()
    wanted = translation(project, language)
    domains = coverage.select_domains(project, wanted, coverage.catalogs(project, wanted), names)
    proofs = sheets.sheets(project, wanted, domains)
    if as_json:
        # Machines read this: no line may be wrapped or coloured.
        echo(json.dumps(list(sheets.as_rows(proofs)), ensure_ascii=False, indent=1) + "\n")
        return 0
    today = datetime.datetime.now(datetime.UTC).date()
    name = "+".join(name.strip("/").replace("/", "-") for name in names)
    with lock_project(project, "proof"):
        for path in sheets.write(project, wanted, proofs, name=name, forms=forms or sheets.FORMS, today=today):
            err.print(path.relative_to(project.root).as_posix())
    return 0
