"""``octavo suggest``: fill untranslated messages with suggestions of a translation engine."""

from __future__ import annotations

import json

import click
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import err, locked_project, out, translation
from octavo.workflow import suggestions


@click.command()
@click.argument("language", metavar="LANG", shell_complete=shell_completion.translations)
@click.argument("names", metavar="[PAGES]...", nargs=-1, shell_complete=shell_completion.pages)
@click.option(
    "--engine", required=True, envvar="OCTAVO_ENGINE", show_envvar=True,
    help="Ask this command, or this server: http://localhost:5000/translate.",
)  # fmt: skip
@click.option("-n", "--number", type=click.IntRange(1), help="Ask for this many messages (default: all).")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(language: str, names: tuple[str, ...], engine: str, number: int | None, as_json: bool) -> int:
    """Fill untranslated messages with machine suggestions.

    Limits the request to PAGES: books, pages or folders (students, students/index). A suggestion is fuzzy, so it is not
    published until a translator accepts it. Suggestions that lose markup or are unsafe are not stored.
    """
    with (
        locked_project("suggest") as project,
        Progress(
            TextColumn("suggesting"), MofNCompleteColumn(), console=err, transient=True, disable=not err.is_terminal
        ) as progress,
    ):
        bar = progress.add_task("", total=None)
        result = suggestions.suggest(
            project, translation(project, language), suggestions.engine_of(engine), names, most=number,
            report=lambda done, total: progress.update(bar, completed=done, total=total),
        )  # fmt: skip
    refused = sum(result.refused.values())
    if as_json:
        counts = {
            "filled": result.filled, "lost-markup": result.lost, "refused": result.refused, "skipped": result.skipped,
            "written": [str(path.relative_to(project.root)) for path in result.written],
        }  # fmt: skip
        out.print(json.dumps(counts, ensure_ascii=False))
        return 0
    out.print(
        f"{result.filled} suggested, {result.lost} without their markup, {refused} refused, "
        f"{result.skipped} formulas and code blocks skipped"
    )
    if result.filled:
        out.print(f"Next: octavo todo {language}, or octavo preview {language}")
    return 0
