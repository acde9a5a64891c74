"""``octavo compile``: makes the catalogs that Sphinx reads, as ``octavo build`` does first."""

from __future__ import annotations

import json

import click

from octavo.cli.console.terminal import err, languages_option, locked_project, out
from octavo.compiler import compilation
from octavo.findings import in_order, text


@click.command()
@languages_option
@click.option("--strict", is_flag=True, help="A message that is refused is an error; nothing is written then.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(locales: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Compile the catalogs: what is safe to publish, typeset; the rest stays in English and is reported."""
    with locked_project("compile") as project:
        languages = [project.language(locale) for locale in locales] or list(project.translations)
        done = {item.locale: compilation.compile_catalogs(project, item, strict=strict) for item in languages}
    findings = in_order(finding for result in done.values() for finding in result.findings)
    if findings:
        err.print(text.render(findings, project.root), end="", markup=False)
    if as_json:
        counts = {
            locale: {"messages": item.written, "refused": len(item.blocked), "changed": len(item.changed)}
            for locale, item in done.items()
        }
        out.print(json.dumps(counts), markup=False)
    else:
        for locale, item in done.items():
            out.print(f"{locale}: {item.written} messages, {len(item.blocked)} refused, {len(item.changed)} files new")
    return 0
