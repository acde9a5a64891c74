"""``octavo export``: write catalogs to a file for other translation tools."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.catalogs.po import State
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, err, translation
from octavo.files import name_below
from octavo.workflow import coverage, exchange


@click.command()
@click.argument("language", metavar="LANG", shell_complete=shell_completion.translations)
@click.argument("pages", nargs=-1, shell_complete=shell_completion.pages)
@click.option(
    "-f", "--format", "suffix", type=click.Choice([suffix[1:] for suffix in exchange.FORMATS]), default="xlf",
    show_default=True, help="xlf is XLIFF 1.2, for OmegaT, memoQ and Trados.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The file to write. Default: build/exchange/LANG.FORMAT."
)
@click.option("--open", "only_open", is_flag=True, help="Export only untranslated and fuzzy messages.")
def command(language: str, pages: tuple[str, ...], suffix: str, output: Path | None, only_open: bool) -> int:
    """Write catalogs to one file for other tools.

    Exports the whole language, or only PAGES: books, pages or folders (students, teachers/first-week). “octavo import”
    reads the translated file.
    """
    project = current_project()
    wanted = translation(project, language)
    folder = project.catalogs(wanted)
    domains = [name_below(folder, path) for path in folder.rglob("*.po")]
    paths = [folder / f"{domain}.po" for domain in coverage.select_domains(project, wanted, domains, pages)]
    units = list(exchange.units(folder, paths, only_open=only_open))
    target = output or project.build / "exchange" / f"{wanted.locale}.{suffix}"
    exchange.write(target, project.master, wanted, units)
    left = sum(unit.state is not State.TRANSLATED for unit in units)
    err.print(f"{target}: {len(units):,} texts, {left:,} of them to translate or review")
    return 0
