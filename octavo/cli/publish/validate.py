"""``octavo validate``: run checkers on the built editions."""

from __future__ import annotations

import json

import click

from octavo.cli.console.build_table import is_strict
from octavo.cli.console.tables import WholeTable, whole_table
from octavo.cli.console.terminal import current_project, err, out
from octavo.findings import Severity, text
from octavo.publication import validation

_SHOWN = 3  # names of editions that are not built


@click.command()
@click.argument("checkers", metavar="[CHECKER]...", nargs=-1, type=click.Choice(list(validation.CHECKERS)))
@click.option(
    "--strict/--no-strict", default=None, show_default="on where CI is set, but not in an adopted project",
    help="Fail if a checker cannot run, because its program is missing or nothing is built.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(checkers: tuple[str, ...], strict: bool | None, as_json: bool) -> int:
    """Check the built editions with public checkers.

    Runs all checkers, or those that you name:
    epubcheck, ace, nu, axe, links, opds, latex, fonts, pdfua, gates, agreement, zimcheck. Their findings are not
    filtered. A checker that cannot run is listed; with --strict that is an error. The exit status is 1 if there are
    findings, and 2 if nothing was checked.
    """
    project = current_project()
    reports = []
    for report in validation.validate(project, checkers):
        reports.append(report)
        err.print(f"{report.checker}: {_result(report)}")
    findings = [finding for report in reports for finding in report.findings]
    if as_json:
        rows = [
            {
                "checker": report.checker, "left_out": report.left_out, "not_built": report.not_built,
                "findings": [
                    {"code": f.code, "severity": f.severity.label, "place": str(f.location), "message": f.message}
                    for f in report.findings
                ],
            }
            for report in reports
        ]  # fmt: skip
        out.print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        if findings:
            out.print(text.render(findings, project.root))
        out.print(_table(reports))
    if all(report.left_out for report in reports):
        err.print("Nothing was checked.")
        return 2
    if is_strict(project, strict) and any(report.is_missing for report in reports):
        return 2
    return 1 if findings else 0


def _table(reports: list[validation.Report]) -> WholeTable:
    severities = list(reversed(Severity))
    rows = []
    for report in reports:
        counts = [str(sum(f.severity is severity for f in report.findings)) for severity in severities]
        note = "not checked" if report.left_out else ""
        rows.append((report.checker, *("" if report.left_out else count for count in counts), note))
    return whole_table(("checker", *(f"{severity.label}s" for severity in severities), ""), rows, ("checker", ""))


def _result(report: validation.Report) -> str:
    """Return the line about a finished checker, with everything that it did not check."""
    if report.left_out:
        return f"not checked: {report.left_out}"
    missing = report.not_built
    names = ", ".join([*missing[:_SHOWN], *(["…"] if len(missing) > _SHOWN else [])])
    noun = "edition is" if len(missing) == 1 else "editions are"
    note = f"; {len(missing)} {noun} not built, so not checked ({names})" if missing else ""
    return f"{len(report.findings)} {'finding' if len(report.findings) == 1 else 'findings'}{note}"
