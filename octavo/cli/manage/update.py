"""``octavo update``: brings templates and catalogs up to date with the master."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from octavo.catalogs import merge
from octavo.catalogs.extract import pot
from octavo.cli.console.terminal import languages_option, locked_project, out


@click.command()
@languages_option
@click.option(
    "--tm", "memories", multiple=True, type=click.Path(path_type=Path), metavar="FILE.tmx",
    help="Fill from this translation memory too; may be repeated.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(locales: tuple[str, ...], memories: tuple[Path, ...], as_json: bool) -> int:
    """Write the templates from the master and merge them into the catalogs; nothing translated is lost."""
    with locked_project("update") as project:
        languages = [project.language(locale) for locale in locales] or project.translations
        pot.write_pot_files(project)
        wanted = merge.read_templates(project)
        merged = {language.locale: merge.merge_all(project, language, wanted, tmx=memories) for language in languages}
    if as_json:
        rows = {
            locale: asdict(done.total) | {"written": [str(path.relative_to(project.root)) for path in done.written]}
            for locale, done in merged.items()
        }
        out.print(json.dumps(rows, indent=1), markup=False)
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("language")
    names = ("same", "new", "changed", "moved", "restored", "filled", "obsolete")
    for name in (*names, "files written"):
        table.add_column(name, justify="right")
    for locale, done in merged.items():
        counts = asdict(done.total)
        table.add_row(locale, *(str(counts[name] or "") for name in names), str(len(done.written) or ""))
    out.print(table)
    return 0
