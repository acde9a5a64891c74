"""What ``build`` and ``publish`` share: options, progress, and the table at the end."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from octavo.cache import command_cache
from octavo.cache.command_cache import CachedResult, Fingerprint, Sources
from octavo.catalogs.extract import pot, pseudo_locale
from octavo.cli.console.terminal import err, out
from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline import plan, prepare
from octavo.editions.pipeline import run as building
from octavo.editions.pipeline.run import BuiltEdition, TaskResult
from octavo.editions.snapshots import choose
from octavo.findings import Finding, Severity, in_order, text, worst
from octavo.project import Edition, Format, Language, Project, file_of

formats_option = click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice([kind.value for kind in Format]),
    help="Only this format; may be repeated.",
)  # fmt: skip
strict_option = click.option(
    "--strict/--no-strict", default=None, show_default="on where CI is set, but not in an adopted project",
    help="What would be left out, a PDF without TeX or a message the compiler refuses, is an error.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
scheduler_option = click.option(
    "--scheduler", metavar="ADDRESS", default="", envvar="OCTAVO_SCHEDULER", show_envvar=True,
    help="Make the editions on the Dask cluster of this scheduler, tcp://host:8786, instead of this machine.",
)  # fmt: skip


def is_strict(project: Project, given: bool | None) -> bool:
    """Whether what would be left out is an error: as it is *given*, else where CI is set.

    An adopted project has to ask for it: its catalogs were written before anybody knew of the guard.
    """
    return given if given is not None else project.house_style and bool(os.environ.get("CI"))


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did.

    :ivar project: as it was given, with the earlier texts that some languages publish
    :ivar left_out: a sentence for what this machine cannot make, or empty
    """

    project: Project
    made: tuple[BuiltEdition, ...]
    findings: tuple[Finding, ...]
    left_out: str
    strict: bool

    @property
    def status(self) -> int:
        """The exit status: 1 if something failed or, under strict, was refused; 2 if something had to be left out."""
        if self.strict and self.left_out:
            return 2
        failed = any(item.error for item in self.made)
        refused = self.strict and worst(self.findings) is Severity.ERROR
        return 1 if failed or refused else 0


def build(
    project: Project, locales: Sequence[str], formats: Sequence[str], slugs: Sequence[str], *, strict: bool,
    scheduler: str = "",
) -> Result:  # fmt: skip
    """Compile the catalogs and make what is stale of what is asked for, here or on the cluster of *scheduler*."""
    settled = choose.choose_snapshots(project)
    project = settled.project
    languages = [project.language(locale) for locale in locales]
    books = [project.book(slug) for slug in slugs]
    wanted = building.select_editions(project, languages, [project.format(name) for name in formats], books)
    # A cluster says itself what its workers lack.
    wanted, left_out = (wanted, "") if scheduler else _possible(wanted)
    if strict and left_out:
        return Result(project, (), (), left_out, strict)
    translations = [item for item in dict.fromkeys(edition.language for edition in wanted) if item != project.master]
    if any(pseudo_locale.is_pseudo(language) for language in translations):
        pot.write_pot_files(project)
        pseudo_locale.write_catalogs(project)
    findings = [*settled.findings, *_prepare(project, translations)]
    made = _run(project, plan.make_plan(project, wanted), scheduler)
    return Result(project, tuple(made), tuple(in_order(findings)), left_out, strict)


def _possible(wanted: list[Edition]) -> tuple[list[Edition], str]:
    """Return those of *wanted* that this machine can make, and a sentence for the others, or nothing."""
    unprintable = {edition.language for edition in wanted if edition.format is Format.PDF}
    which, missing = "PDFs", latex.missing_programs()
    if not missing:
        unprintable = {language for language in unprintable if language.is_right_to_left}
        which = f"PDFs in {', '.join(sorted(language.name for language in unprintable))}"
        missing = ["TeX's bidi"] if unprintable and latex.lacks_bidi() else []
    if not (unprintable and missing):
        return wanted, ""
    possible = [item for item in wanted if item.format is not Format.PDF or item.language not in unprintable]
    return possible, f"{which} were left out: {', '.join(missing)} is not installed. “make system-packages” adds it."


def _prepare(project: Project, translations: list[Language]) -> list[Finding]:
    """Compile the catalogs of *translations* and return what is wrong with them."""
    if not prepare.never_compiled(project, translations):
        return prepare.prepare_catalogs(project, translations)
    building.start_forkserver()
    with building.forked_executor(min(len(translations), os.cpu_count() or 1)) as pool:
        return prepare.prepare_catalogs(project, translations, pool)


def _run(project: Project, todo: plan.Plan, scheduler: str) -> list[BuiltEdition]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("building", total=len(todo.tasks))

        def advance(outcome: TaskResult) -> None:
            progress.console.print(told(outcome), markup=False)
            progress.advance(bar)

        if not todo.tasks:
            return building.run_plan(project, todo, executor=None)  # type: ignore[arg-type]  # nothing is submitted
        if scheduler:
            from octavo.editions import cluster  # few publish on one, and it imports Sphinx

            with cluster.executor(scheduler, project, todo) as workers:
                made = building.run_plan(project, todo, workers, progress=advance)
                progress.console.print(f"cluster: {workers.traffic.sentence}", markup=False)
                return made
        with building.in_process_executor() if _fits_here(todo) else building.local_executor() as executor:
            return building.run_plan(project, todo, executor, slots=os.cpu_count(), progress=advance)


def _fits_here(todo: plan.Plan) -> bool:
    """Whether this process, which ends then, can do all: starting others takes longer than one changed page."""
    call = click.get_current_context().find_root().obj
    return call is not None and call.is_alone and len(todo.tasks) == 1 and todo.tasks[0].kind == Format.HTML.value


def sources(project: Project, *more: str) -> Sources:
    """Return the files that say whether there is anything to do: those that people edit, and those that were made.

    :param more: further files below the folder of what is made
    """
    inputs = (file_of(project), project.configuration, project.source, project.locales)
    outputs = (project.build / name for name in ("editions", "catalogs", "past", *more))
    return Sources(str(project.root), tuple(map(str, inputs)), tuple(map(str, outputs)))


def keep(result: Result, found: Sources, was: Fingerprint, *, as_json: bool, last: str = "") -> None:
    """Remember what the same call will print if nothing changes until then: all of *result* is up to date.

    :param was: the state of the inputs before they were read
    :param last: what the verb itself says at the end
    """
    call = click.get_current_context().find_root().obj
    if result.status or result.left_out or call is None:
        return
    made = tuple(replace(item, seconds=0.0, pages=0, warnings=(), log=None) for item in result.made)
    consoles = [Console(file=io.StringIO(), highlight=False, soft_wrap=True, width=80) for _ in range(2)]
    render(result.project, replace(result, made=made), *consoles, as_json=as_json)
    printed = [console.file.getvalue() for console in consoles]  # type: ignore[attr-defined]  # StringIO's, as just made
    answer = CachedResult(printed[0], f"{printed[1]}{last}", result.status)
    command_cache.store(call.question, answer, found, was, result.project.build / command_cache.FILE)


def report(project: Project, result: Result, *, as_json: bool) -> int:
    """Show what *result* holds and return its exit status."""
    render(project, result, out, err, as_json=as_json)
    return result.status


def told(outcome: TaskResult) -> str:
    """Return the line that says what a task did."""
    state = "failed" if outcome.error else f"{outcome.seconds:.1f} s"
    return f"{outcome.task.name}: {state} ({outcome.task.reason})"


def places(project: Project, made: Iterable[BuiltEdition]) -> str:
    """Return the sentence that says where the editions are, or nothing if there is none."""
    folders = {item.path.parent.relative_to(project.root).as_posix(): None for item in made if not item.error}
    return f"They are in {', '.join(folders)}." if folders else ""


def render(project: Project, result: Result, out: Console, err: Console, *, as_json: bool) -> None:
    """Write what *result* holds to the terminals *out* and *err*."""
    if result.findings:
        err.print(text.render(result.findings, project.root), markup=False)
    if as_json:
        out.print(json.dumps([_row(project, item) for item in result.made], ensure_ascii=False), markup=False)
    elif result.made:
        out.print(_table(project, result.made))
    for error in dict.fromkeys(item.error for item in result.made if item.error):
        names = [item.edition.name for item in result.made if item.error == error]
        err.print(f"{', '.join(names)}: {error}", markup=False)
    if result.left_out:
        err.print(result.left_out, markup=False)


def _row(project: Project, item: BuiltEdition) -> dict[str, object]:
    return {
        "language": item.edition.language.locale,
        "format": item.edition.format.value,
        "book": item.edition.book.slug,
        "path": str(item.path.relative_to(project.root)),
        "pages": item.pages,
        "bytes": item.path.stat().st_size if item.path.is_file() else 0,
        "seconds": round(item.seconds, 2),
        "warnings": list(item.warnings),
        "error": item.error,
        "log": str(item.log.relative_to(project.root)) if item.log else None,
    }


def _table(project: Project, made: Sequence[BuiltEdition]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("language")
    table.add_column("format")
    table.add_column("book")
    for name in ("pages", "size", "seconds", "warnings"):
        table.add_column(name, justify="right")
    table.add_column("")
    for item in made:
        row = _row(project, item)
        size = f"{row['bytes'] / 1e6:.1f} MB" if row["bytes"] else ""  # type: ignore[operator]  # a whole number
        note = f"failed, see {row['log']}" if item.error else "" if item.seconds else "up to date"
        seconds = f"{item.seconds:.1f}" if item.seconds else ""
        table.add_row(
            item.edition.language.locale, item.edition.format.value, item.edition.book.slug,
            str(item.pages or ""), size, seconds, str(len(item.warnings) or ""), note,
        )  # fmt: skip
    return table
