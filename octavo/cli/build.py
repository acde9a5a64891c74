"""``octavo build``: makes editions."""

from __future__ import annotations

import click

from octavo import answers
from octavo.cli import _building, _completing
from octavo.cli._console import current_project, err, languages_option


@click.command()
@languages_option
@_building.formats_option
@click.option(
    "-b", "--book", "slugs", multiple=True, metavar="BOOK", shell_complete=_completing.books,
    help="Only this book; may be repeated.",
)  # fmt: skip
@_building.strict_option
@_building.scheduler_option
@_building.json_option
def command(
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    slugs: tuple[str, ...],
    strict: bool,
    scheduler: str,
    as_json: bool,
) -> int:
    """Make the editions that are not up to date: all, or those of a language, format or book."""
    project = current_project()
    sources = _building.sources(project)
    was = answers.sign(sources)
    result = _building.build(project, locales, formats, slugs, strict=strict, scheduler=scheduler)
    status = _building.report(project, result, as_json=as_json)
    if last := _building.places(project, result.made):
        err.print(last, markup=False)
    _building.keep(result, sources, was, as_json=as_json, last=f"{last}\n" if last else "")
    return status
