"""``octavo import``: translations from the tools of other translators."""

from __future__ import annotations

import json
from pathlib import Path

import click

from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import err, locked_project, out
from octavo.findings import in_order, text
from octavo.workflow import exchange


@click.command()
@click.argument("language", shell_complete=shell_completion.translations)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Take the file's text also where the catalog's changed since the export.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(language: str, file: Path, force: bool, dry: bool, as_json: bool) -> int:
    """Put the translations of FILE (XLIFF, TMX, CSV or XLSX) into the catalogs of LANGUAGE.

    What no catalog has, what the compiler would refuse, and what was translated here meanwhile is not taken, and said.
    """
    with locked_project("import") as project:
        wanted = project.language(language)
        units = exchange.read(project, file, wanted)
        taken = exchange.import_units(project, wanted, units, file, force=force, dry=dry)
    if taken.findings:
        err.print(text.render(in_order(taken.findings), project.root), markup=False)
    counts = {
        "filled": taken.filled, "replaced": taken.replaced, "same": taken.same, "refused": len(taken.findings),
        "written": [str(path.relative_to(project.root)) for path in taken.written],
    }  # fmt: skip
    if as_json:
        out.print(json.dumps(counts, ensure_ascii=False), markup=False)
    else:
        files = f"{len(taken.written)} catalogs {'would change' if dry else 'written'}"
        out.print(
            f"{taken.filled} filled, {taken.replaced} replaced, {taken.same} unchanged, "
            f"{len(taken.findings)} refused; {files}",
            markup=False,
        )
    return 1 if taken.findings else 0
