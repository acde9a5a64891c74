"""``octavo check``: what translators should look at again."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from octavo.catalogs.extract import pot
from octavo.cli.console.terminal import current_project, err, locked_project
from octavo.compiler import checks
from octavo.findings import Severity, baseline, worst

FORMATS = ("text", "json", "sarif", "junit", "github")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Make the corrections that are beyond doubt, then check.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Form of the findings."
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--baseline", "known", type=click.Path(path_type=Path), help="Leave out the findings that this file records."
)
@click.option("--write-baseline", "record", type=click.Path(path_type=Path), help="Record all findings in this file.")
def command(paths: tuple[Path, ...], fix: bool, form: str, known: Path | None, record: Path | None) -> int:
    """Check catalogs: all, or those at or below PATHS.

    Exit status 1 if there is a warning or an error; notes are only shown.
    """
    if fix:
        with locked_project("check --fix") as project:
            for path in checks.fix(project, paths):
                err.print(f"fixed {path.relative_to(project.root)}", markup=False)
    project = current_project()
    findings = [*([] if paths else pot.unfollowed(project)), *checks.check(project, paths)]
    if record:
        baseline.save(record, findings, project.root)
        return 0
    if known:
        findings = baseline.apply(findings, baseline.load(known), known, project.root)
    # Machines read this: nothing may be wrapped or coloured.
    click.echo(import_module(f"octavo.findings.{form}").render(findings, project.root), nl=False)
    return 1 if (worst(findings) or Severity.NOTE) > Severity.NOTE else 0
