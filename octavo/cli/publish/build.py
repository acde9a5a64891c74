"""``octavo build``: makes editions."""

from __future__ import annotations

import click

from octavo.cache import command_cache
from octavo.cli.console import build_table, shell_completion
from octavo.cli.console.terminal import current_project, err, languages_option


@click.command()
@languages_option
@build_table.formats_option
@click.option(
    "-b", "--book", "slugs", multiple=True, metavar="BOOK", shell_complete=shell_completion.books,
    help="Only this book; may be repeated.",
)  # fmt: skip
@build_table.strict_option
@build_table.scheduler_option
@build_table.json_option
def command(
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    slugs: tuple[str, ...],
    strict: bool | None,
    scheduler: str,
    as_json: bool,
) -> int:
    """Make the editions that are not up to date: all, or those of a language, format or book."""
    project = current_project()
    sources = build_table.sources(project)
    was = command_cache.fingerprint(sources)
    result = build_table.build(
        project, locales, formats, slugs, strict=build_table.is_strict(project, strict), scheduler=scheduler
    )
    status = build_table.report(project, result, as_json=as_json)
    if last := build_table.places(project, result.made):
        err.print(last, markup=False)
    build_table.keep(result, sources, was, as_json=as_json, last=f"{last}\n" if last else "")
    return status
