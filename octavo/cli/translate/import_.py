"""``octavo import``: read translations from the files of other translation tools."""

from __future__ import annotations

import json
from pathlib import Path

import click

from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import err, locked_project, out, translation
from octavo.findings import in_order, text
from octavo.workflow import exchange


@click.command()
@click.argument("language", metavar="LANG", shell_complete=shell_completion.translations)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite translations that changed here since the export.")
@click.option("--dry-run", "dry", is_flag=True, help="Show the changes, but write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(language: str, file: Path, force: bool, dry: bool, as_json: bool) -> int:
    """Read translations from a file of another tool.

    FILE is XLIFF, TMX, CSV or XLSX. Skips and reports unknown texts, unsafe translations, and messages translated here
    since the export.
    """
    with locked_project("import") as project:
        wanted = translation(project, language)
        units = exchange.read(project, file, wanted)
        result = exchange.import_units(project, wanted, units, file, force=force, dry=dry)
    if result.findings:
        err.print(text.render(in_order(result.findings), project.root))
    counts = {
        "filled": result.filled, "replaced": result.replaced, "same": result.same, "refused": len(result.findings),
        "written": [str(path.relative_to(project.root)) for path in result.written],
    }  # fmt: skip
    if as_json:
        out.print(json.dumps(counts, ensure_ascii=False))
    else:
        files = f"{len(result.written)} catalogs {'would change' if dry else 'written'}"
        out.print(
            f"{result.filled} filled, {result.replaced} replaced, {result.same} unchanged, "
            f"{len(result.findings)} refused; {files}"
        )
    return 1 if result.findings else 0
