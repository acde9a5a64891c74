"""``octavo update``: bring the catalogs up to date with the master."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from octavo import publication
from octavo.catalogs import merge
from octavo.catalogs.extract import pot
from octavo.cli.console.tables import whole_table
from octavo.cli.console.terminal import current_project, err, languages_argument, out, translations
from octavo.project import Language, Project
from octavo.workflow import coverage


@click.command()
@languages_argument
@click.option(
    "--tm", "memories", multiple=True, type=click.Path(path_type=Path), metavar="FILE.tmx",
    help="Also fill from this translation memory; may be repeated.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(locales: tuple[str, ...], memories: tuple[Path, ...], as_json: bool) -> int:
    """Bring the catalogs up to date with the master.

    Moved text keeps its translation, and changed text becomes fuzzy. No translation is lost.
    """
    project = current_project()
    languages = translations(project, locales)
    with publication.lock(project):
        pot.write_pot_files(project)
        wanted = merge.read_templates(project)
        merged = {language.locale: merge.merge_all(project, language, wanted, tmx=memories) for language in languages}
    if as_json:
        rows = {
            locale: asdict(result.total) | {"written": [str(path.relative_to(project.root)) for path in result.written]}
            for locale, result in merged.items()
        }
        out.print(json.dumps(rows, indent=1), markup=False)
        return 0
    if not languages:
        return 0
    names = ("same", "new", "changed", "moved", "restored", "filled", "obsolete")
    table = []
    for locale, result in merged.items():
        counts = asdict(result.total)
        table.append((locale, *(str(counts[name] or "") for name in names), str(len(result.written) or "")))
    out.print(whole_table(("language", *names, "files written"), table, ("language",)))
    for sentence in _next(project, languages):
        err.print(sentence, markup=False)
    return 0


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
