"""``octavo update``: bring the catalogs up to date with the master."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from octavo.catalogs import merge
from octavo.catalogs.extract import pot
from octavo.catalogs.memory.retired import retired_path
from octavo.cli.console.sandbox_option import sandbox_option
from octavo.cli.console.tables import whole_table
from octavo.cli.console.terminal import err, languages_argument, locked_project, out, translations
from octavo.findings import Finding, Location, Severity
from octavo.findings.text import render
from octavo.project import Language, Project
from octavo.workflow import coverage


@click.command()
@languages_argument
@click.option(
    "--tm", "memories", multiple=True, type=click.Path(path_type=Path), metavar="FILE.tmx",
    help="Also fill from this translation memory; may be repeated.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@sandbox_option(writes_catalogs=True)
def command(locales: tuple[str, ...], memories: tuple[Path, ...], as_json: bool) -> int:
    """Bring the catalogs up to date with the master.

    Moved text keeps its translation, and changed text becomes fuzzy. No translation is lost.
    """
    with locked_project("update") as project:
        languages = translations(project, locales)
        pot.write_pot_files(project)
        wanted = merge.read_templates(project)
        merged = {language.locale: merge.merge_all(project, language, wanted, tmx=memories) for language in languages}
        status = 1 if any(result.broken for result in merged.values()) else 0
        # With the lock: counting stores results, and only the next command with the lock removes what a kill left.
        steps = [] if status or as_json else list(_next(project, languages))
    if as_json:
        rows = {
            locale: asdict(result.total)
            | {
                "written": [str(path.relative_to(project.root)) for path in result.written],
                "removed": [str(path.relative_to(project.root)) for path in result.removed],
                "unknown": [str(path.relative_to(project.root)) for path in result.unknown],
                "broken": [error.sentence for error in result.broken],
                "slips": [slip.sentence for slip in result.slips],
            }
            for locale, result in merged.items()
        }
        out.print(json.dumps(rows, indent=1), markup=False)
        return status
    if not languages:
        return status
    names = ("same", "new", "changed", "moved", "restored", "filled", "obsolete")
    table = []
    for locale, result in merged.items():
        counts = asdict(result.total)
        table.append((locale, *(str(counts[name] or "") for name in names), str(len(result.written) or "")))
    out.print(whole_table(("language", *names, "files written"), table, ("language",)))
    unknown = [_unknown(path) for result in merged.values() for path in result.unknown]
    if findings := [*pot.unfollowed(project), *unknown]:
        err.print(render(findings, project.root), markup=False, highlight=False, soft_wrap=True, end="")
    for locale, result in merged.items():
        retired = retired_path(project, project.language(locale)).relative_to(project.root)
        for path in result.removed:
            gone = path.relative_to(project.root)
            text = f"removed {gone}: its page is gone; its translations are where the text is now, or in {retired}"
            err.print(text, markup=False, highlight=False, soft_wrap=True)
        for slip in result.slips:
            kept = (
                f", where the first is kept, and the other is in {retired}" if slip.code == "catalog-duplicate" else ""
            )
            err.print(f"read all the same{kept}: {slip.sentence}", markup=False, highlight=False, soft_wrap=True)
        for error in result.broken:
            err.print(f"left as it is: {error.sentence}", markup=False, highlight=False, soft_wrap=True)
    for sentence in steps:
        err.print(sentence, markup=False)
    return status


def _unknown(path: Path) -> Finding:
    what = "this catalog belongs to no document of the master; it is left as it is, and not published"
    remedy = "Nothing, if another program uses it; else delete it, or name it after its document"
    return Finding("catalog-unknown", Severity.NOTE, Location(path), what, remedy)


def _next(project: Project, languages: Sequence[Language]) -> Iterator[str]:
    """Yield the next step for each language that is not complete, or one for all."""
    is_complete = True
    for language in languages:
        cover = coverage.total(coverage.of_language(project, language).values())
        left = cover.messages - cover.translated
        if left:
            is_complete = False
            noun = "message" if left == 1 else "messages"
            yield f"Next: “octavo todo {language.locale}” lists {left:,} {noun} to translate or review."
    if is_complete:
        yield "Everything is translated. Next: “octavo check”, then “octavo publish”."
