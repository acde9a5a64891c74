"""``octavo compile``: make the catalogs that Sphinx reads, as each build does first."""

from __future__ import annotations

import json

import click

from octavo.cli.console.terminal import err, languages_argument, locked_project, out, translations
from octavo.compiler import compilation
from octavo.findings import in_order, text


@click.command()
@languages_argument
@click.option("--strict", is_flag=True, help="Write nothing and fail if a translation is refused.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(locales: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Compile the catalogs and report refused translations.

    A build does this by itself. Safe translations get their typography; refused ones stay in the master's language.
    """
    with locked_project("compile") as project:
        compiled = {
            language.locale: compilation.compile_catalogs(project, language, strict=strict)
            for language in translations(project, locales)
        }
    findings = in_order(finding for result in compiled.values() for finding in result.findings)
    if findings:
        err.print(text.render(findings, project.root), end="")
    if as_json:
        counts = {
            locale: {"messages": item.written, "refused": item.refused, "changed": len(item.changed)}
            for locale, item in compiled.items()
        }
        out.print(json.dumps(counts))
    else:
        for locale, item in compiled.items():
            out.print(f"{locale}: {item.written} messages, {item.refused} refused, {len(item.changed)} files new")
    return 0
