"""``octavo update``: brings templates and catalogs up to date with the master."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from octavo.catalogs import merge
from octavo.catalogs.extract import pot
from octavo.catalogs.memory.retired import retired_path
from octavo.cli.console.terminal import err, languages_option, locked_project, out
from octavo.findings import Finding, Location, Severity
from octavo.findings.text import render


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
    status = 1 if any(done.broken for done in merged.values()) else 0
    if as_json:
        rows = {
            locale: asdict(done.total)
            | {
                "written": [str(path.relative_to(project.root)) for path in done.written],
                "removed": [str(path.relative_to(project.root)) for path in done.removed],
                "unknown": [str(path.relative_to(project.root)) for path in done.unknown],
                "broken": [error.sentence for error in done.broken],
            }
            for locale, done in merged.items()
        }
        out.print(json.dumps(rows, indent=1), markup=False)
        return status
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("language")
    names = ("same", "new", "changed", "moved", "restored", "filled", "obsolete")
    for name in (*names, "files written"):
        table.add_column(name, justify="right")
    for locale, done in merged.items():
        counts = asdict(done.total)
        table.add_row(locale, *(str(counts[name] or "") for name in names), str(len(done.written) or ""))
    out.print(table)
    unknown = [_unknown(path) for done in merged.values() for path in done.unknown]
    if found := [*pot.unfollowed(project), *unknown]:
        err.print(render(found, project.root), markup=False, highlight=False, soft_wrap=True, end="")
    for locale, done in merged.items():
        retired = retired_path(project, project.language(locale)).relative_to(project.root)
        for path in done.removed:
            gone = path.relative_to(project.root)
            text = f"removed {gone}: its page is gone; its translations are where the text is now, or in {retired}"
            err.print(text, markup=False, highlight=False, soft_wrap=True)
        for error in done.broken:
            err.print(f"left as it is: {error.sentence}", markup=False, highlight=False, soft_wrap=True)
    return status


def _unknown(path: Path) -> Finding:
    what = "this catalog belongs to no document of the master; it is left as it is, and not published"
    remedy = "Nothing, if another program uses it; else delete it, or name it after its document"
    return Finding("catalog-unknown", Severity.NOTE, Location(path), what, remedy)
