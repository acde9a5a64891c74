"""``octavo update``: bring the catalogs up to date with the master."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from octavo.cache import command_cache
from octavo.cache.command_cache import CachedResult, Sources
from octavo.catalogs import merge
from octavo.catalogs.extract import pot
from octavo.catalogs.extract.inputs import places as read_for_templates
from octavo.catalogs.memory.retired import retired_path
from octavo.cli.console.sandbox_option import sandbox_option
from octavo.cli.console.tables import whole_table
from octavo.cli.console.terminal import Call, err, languages_argument, locked_project, out, terminal, translations
from octavo.findings import Finding, Location, Severity
from octavo.findings.text import render
from octavo.project import Language, Project, file_of
from octavo.workflow import coverage


@click.command()
@languages_argument
@click.option(
    "--tm", "memories", multiple=True, type=click.Path(path_type=Path), metavar="FILE.tmx",
    help="Also fill from this translation memory; may be repeated.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@sandbox_option(writes_catalogs=True)
@click.pass_obj
def command(call: Call, locales: tuple[str, ...], memories: tuple[Path, ...], as_json: bool) -> int:
    """Bring the catalogs up to date with the master.

    Moved text keeps its translation, and changed text becomes fuzzy. No translation is lost.
    """
    with locked_project("update") as project:
        languages = translations(project, locales)
        sources = _sources(project)
        before = command_cache.fingerprint(sources)
        pot.write_pot_files(project)
        wanted = merge.read_templates(project)
        merged = {language.locale: merge.merge_all(project, language, wanted, tmx=memories) for language in languages}
        status = 1 if any(result.broken for result in merged.values()) else 0
        # With the lock: counting stores results, and only the next command with the lock removes what a kill left.
        steps = [] if status or as_json else list(_next(project, languages))
    printed = [terminal(file=io.StringIO(), width=80) for _ in range(2)]
    for consoles in ((out, err), printed):
        _print(project, merged, steps, *consoles, as_json=as_json)
    if not (status or memories or any(result.written or result.removed for result in merged.values())):
        texts = [console.file.getvalue() for console in printed]  # type: ignore[attr-defined]  # StringIO's
        # What is read for the templates is known only now: the next call finds no more than that.
        if _sources(project) == sources:
            file = project.build / command_cache.FILE
            command_cache.store(call.arguments, CachedResult(texts[0], texts[1], status), sources, before, file)
    return status


def _sources(project: Project) -> Sources:
    """Return the files on which the output depends, as far as is known."""
    others = [str(folder) for folder in pot.other_catalogs(project)]
    inputs = (file_of(project), project.configuration, project.source, project.locales)
    outputs = (project.templates, project.build / "messages" / pot.EXTRACTED)
    read = read_for_templates(project)
    return Sources(str(project.root), (*map(str, inputs), *others, *read), tuple(map(str, outputs)))


def _print(
    project: Project,
    merged: Mapping[str, merge.Merge],
    steps: Sequence[str],
    out: Console,
    err: Console,
    *,
    as_json: bool,
) -> None:
    if as_json:
        rows = {
            locale: asdict(result.total)
            | {
                "written": [str(path.relative_to(project.root)) for path in result.written],
                "removed": [str(path.relative_to(project.root)) for path in result.removed],
                "unknown": [str(path.relative_to(project.root)) for path in result.unknown],
                "broken": [error.sentence for error in result.broken],
                "slips": [error.sentence for error in result.tolerated],
            }
            for locale, result in merged.items()
        }
        out.print(json.dumps(rows, indent=1))
        return
    if not merged:
        return
    names = ("same", "new", "changed", "moved", "restored", "filled", "obsolete")
    table = []
    for locale, result in merged.items():
        counts = asdict(result.total)
        table.append((locale, *(str(counts[name] or "") for name in names), str(len(result.written) or "")))
    out.print(whole_table(("language", *names, "files written"), table, ("language",)))
    unknown = [_unknown(path) for result in merged.values() for path in result.unknown]
    if findings := [*pot.unfollowed(project), *unknown]:
        err.print(render(findings, project.root), end="")
    for locale, result in merged.items():
        retired = retired_path(project, project.language(locale)).relative_to(project.root)
        for path in result.removed:
            gone = path.relative_to(project.root)
            text = f"removed {gone}: its page is gone; its translations are where the text is now, or in {retired}"
            err.print(text)
        for error in result.tolerated:
            kept = (
                f", where the first is kept, and the other is in {retired}" if error.code == "catalog-duplicate" else ""
            )
            err.print(f"read all the same{kept}: {error.sentence}")
        for error in result.broken:
            err.print(f"left as it is: {error.sentence}")
    for sentence in steps:
        err.print(sentence)


def _unknown(path: Path) -> Finding:
    what = "this catalog belongs to no document of the master; it is left as it is, and not published"
    remedy = "Leave it if another program uses it; else delete it, or name it after its document"
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
