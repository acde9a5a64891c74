"""``octavo build``: build editions."""

from __future__ import annotations

import click

from octavo.cli.console import build_table, shell_completion
from octavo.cli.console.sandbox_option import sandbox_option
from octavo.cli.console.terminal import ONE_LANGUAGE, Call, err, languages_argument, locked_project
from octavo.editions import pipeline


@click.command()
@languages_argument
@build_table.formats_option
@click.option(
    "-b", "--book", "slugs", multiple=True, metavar="BOOK", shell_complete=shell_completion.books,
    help="Build only this book; may be repeated.",
)  # fmt: skip
@build_table.strict_option
@build_table.scheduler_option
@build_table.json_option
@sandbox_option()
@click.pass_obj
def command(
    call: Call,
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    slugs: tuple[str, ...],
    strict: bool | None,
    scheduler: str,
    as_json: bool,
) -> int:
    """Build the editions that are out of date.

    LANG, --format and --book limit the build: octavo build fr -f epub.
    """
    with locked_project("build") as project:
        repeated = build_table.RepeatedCall(project, call.arguments)
        with build_table.watch(scheduler, in_process=call.is_alone) as watching:
            is_strict = build_table.is_strict(project, strict)
            result = pipeline.build(project, locales, formats, slugs, strict=is_strict, **watching)
        status = build_table.report(project, result, as_json=as_json)
        last = build_table.places(project, result.made)
        if last and not project.translations:
            last = f"{last}\n{ONE_LANGUAGE}"
        if last:
            err.print(last)
        repeated.store(result, as_json=as_json, last=f"{last}\n" if last else "")
    return status
