"""``octavo check``: find mistakes in the catalogs."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from octavo.catalogs.extract import pot
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, echo, err, locked_project
from octavo.compiler import checks
from octavo.findings import Severity, baseline, worst
from octavo.project import Project

FORMATS = ("text", "json", "sarif", "junit", "github")


@click.command()
@click.argument("names", metavar="[LANG|PATH]...", nargs=-1, shell_complete=shell_completion.translations)
@click.option("--fix", is_flag=True, help="Fix the safe findings before the check.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the findings."
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.option(
    "--baseline", "ignored", type=click.Path(path_type=Path), help="Report only findings that this file does not list."
)
@click.option(
    "--write-baseline", "record", type=click.Path(path_type=Path), help="List all present findings in this file."
)
def command(names: tuple[str, ...], fix: bool, form: str, ignored: Path | None, record: Path | None) -> int:
    """Find mistakes in the catalogs.

    Checks all catalogs, or those of a language (fr), a file or a folder. The exit status is 1 if there is a warning or
    an error; notes are only shown.
    """
    project = current_project()
    paths = [_path(project, name) for name in names]
    if fix:
        with locked_project("check --fix") as project:
            for path in checks.fix(project, paths):
                err.print(f"fixed {path.relative_to(project.root)}", markup=False)
    project = current_project()
    findings = [*([] if paths else pot.unfollowed(project)), *checks.check(project, paths)]
    if record:
        baseline.save(record, findings, project.root)
        return 0
    if ignored:
        findings = baseline.apply(findings, baseline.load(ignored), ignored, project.root)
    echo(import_module(f"octavo.findings.{form}").render(findings, project.root))
    return 1 if (worst(findings) or Severity.NOTE) > Severity.NOTE else 0


def _path(project: Project, name: str) -> Path:
    """Return the folder of catalogs of the language *name*, or else *name* as a path."""
    for language in project.translations:
        if name in (language.locale, language.tag) and not Path(name).exists():
            return project.catalogs(language)
    return Path(name)
