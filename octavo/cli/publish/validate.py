"""``octavo validate``: what the checkers say of the editions."""

from __future__ import annotations

import json

import click
from rich.table import Table

from octavo.cli.console.build_table import is_strict, strict_option
from octavo.cli.console.terminal import current_project, err, out
from octavo.findings import Severity, text
from octavo.publication import validation


@click.command()
@click.argument("checkers", nargs=-1, type=click.Choice(list(validation.CHECKERS)))
@strict_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(checkers: tuple[str, ...], strict: bool | None, as_json: bool) -> int:
    """Run the checkers of the editions: all of them, or those named.

    Nothing that they say is filtered out. One that is not installed is left out; with --strict that is an error.
    """
    project = current_project()
    reports = []
    for report in validation.validate(project, checkers):
        reports.append(report)
        err.print(f"{report.checker}: {report.left_out or f'{len(report.findings)} findings'}", markup=False)
    findings = [finding for report in reports for finding in report.findings]
    if as_json:
        rows = [
            {
                "checker": report.checker, "left_out": report.left_out,
                "findings": [
                    {"code": f.code, "severity": f.severity.label, "place": str(f.location), "message": f.message}
                    for f in report.findings
                ],
            }
            for report in reports
        ]  # fmt: skip
        out.print(json.dumps(rows, ensure_ascii=False, indent=1), markup=False)
    else:
        if findings:
            out.print(text.render(findings, project.root), markup=False)
        out.print(_table(reports))
    if is_strict(project, strict) and any(report.left_out for report in reports):
        return 2
    return 1 if findings else 0


def _table(reports: list[validation.Report]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("checker")
    for severity in reversed(Severity):
        table.add_column(f"{severity.label}s", justify="right")
    table.add_column("")
    for report in reports:
        counts = [str(sum(f.severity is severity for f in report.findings)) for severity in reversed(Severity)]
        table.add_row(report.checker, *("" if report.left_out else count for count in counts), report.left_out)
    return table
