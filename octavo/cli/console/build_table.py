"""Show a build: the options, the progress bar and the table that ``build`` and ``publish`` share."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from octavo.cache import command_cache
from octavo.cache.command_cache import CachedResult, Sources
from octavo.cli.console.tables import WholeTable, whole_table
from octavo.cli.console.terminal import err, out, terminal
from octavo.editions.pipeline import BuildResult
from octavo.editions.pipeline.plan import Plan
from octavo.editions.pipeline.run import BuiltEdition, TaskResult
from octavo.findings import text
from octavo.project import Format, Project, file_of
from octavo.workflow.language_build import LanguageBuilds

formats_option = click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice([kind.value for kind in Format]),
    help="Build only this format; may be repeated.",
)  # fmt: skip
strict_option = click.option(
    "--strict/--no-strict", default=None, show_default="on where CI is set, but not in an adopted project",
    help="Fail if a PDF cannot be made because TeX is missing, or if a translation is refused.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
scheduler_option = click.option(
    "--scheduler", metavar="ADDRESS", default="", envvar="OCTAVO_SCHEDULER", show_envvar=True,
    help="Build on the Dask cluster of this scheduler, such as tcp://host:8786.",
)  # fmt: skip

#: Warnings of a task that are printed; the log has all.
_SHOWN = 3


def is_strict(project: Project, given: bool | None) -> bool:
    """Return whether what would be left out is an error: as it is *given*, else where CI is set.

    An adopted project has to ask for it: its catalogs were written before anybody knew of the guard.
    """
    return given if given is not None else project.house_style and bool(os.environ.get("CI"))


@contextmanager
def watch(scheduler: str, *, in_process: bool) -> Iterator[dict[str, Any]]:
    """Show the progress; yield the arguments with which :func:`octavo.editions.pipeline.build` reports it.

    :param scheduler: the address of a Dask scheduler, or empty for this machine
    :param in_process: whether this process ends after the command
    """
    # Without colours, Rich draws the rest of a bar as blanks.
    bars = () if err.no_color else (BarColumn(),)
    columns = (TextColumn("{task.description}"), *bars, MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("building", total=None, visible=False)

        def advance(outcome: TaskResult) -> None:
            progress.console.print(task_line(outcome))
            progress.advance(bar)

        @contextmanager
        def workers(builds: LanguageBuilds, todo: Plan) -> Iterator[Executor]:
            from octavo.editions import cluster  # it imports Sphinx, and few builds use it

            with cluster.executor(scheduler, builds, todo) as pool:
                yield pool
                progress.console.print(f"cluster: {pool.traffic.sentence}")

        yield {
            "executor": workers if scheduler else None,
            "in_process": in_process,
            "on_plan": lambda todo: progress.update(bar, total=len(todo.tasks), visible=True),
            "progress": advance,
        }


class RepeatedCall:
    """Store the output of a command, so that the same call prints it again while no file has changed.

    :param arguments: the arguments of the call
    :param more: files below the build folder that the command makes besides editions
    """

    def __init__(self, project: Project, arguments: tuple[str, ...], *more: str) -> None:
        inputs = (file_of(project), project.configuration, project.source, project.locales)
        outputs = (project.build / name for name in ("editions", "catalogs", "past", *more))
        self.arguments = arguments
        self.sources = Sources(str(project.root), tuple(map(str, inputs)), tuple(map(str, outputs)))
        # Taken before the inputs are read.
        self.before = command_cache.fingerprint(self.sources)

    def store(self, result: BuildResult, *, as_json: bool, last: str = "") -> None:
        """Store the output of the next call, for which everything in *result* is up to date.

        :param last: the last lines that the command prints to standard error
        """
        if result.status or result.left_out:
            return
        made = tuple(replace(item, seconds=0.0, pages=0, warnings=(), log=None) for item in result.made)
        consoles = [terminal(file=io.StringIO(), width=80) for _ in range(2)]
        render(result.project, replace(result, made=made), *consoles, as_json=as_json)
        printed = [console.file.getvalue() for console in consoles]  # type: ignore[attr-defined]  # StringIO's
        answer = CachedResult(printed[0], f"{printed[1]}{last}", result.status)
        file = result.project.build / command_cache.FILE
        # The site is a link, which counts as one file: the files that it leads to count too.
        leads_to = (str(Path(path).resolve()) for path in self.sources.outputs if Path(path).is_symlink())
        sources = self.sources._replace(outputs=(*self.sources.outputs, *leads_to))
        command_cache.store(self.arguments, answer, sources, self.before, file)


def report(project: Project, result: BuildResult, *, as_json: bool) -> int:
    """Print *result* and return its exit status."""
    render(project, result, out, err, as_json=as_json)
    return result.status


def task_line(outcome: TaskResult) -> str:
    """Return the line about a finished task."""
    state = "failed" if outcome.error else "unchanged" if outcome.is_unchanged else f"{outcome.seconds:.1f} s"
    return f"{outcome.task.name}: {state} ({outcome.task.reason})"


def places(project: Project, made: Iterable[BuiltEdition]) -> str:
    """Return the sentence that names the folders of the editions; empty if there are none."""
    folders = {item.path.parent.relative_to(project.root).as_posix(): None for item in made if not item.error}
    return f"The editions are in {', '.join(folders)}." if folders else ""


def render(project: Project, result: BuildResult, out: Console, err: Console, *, as_json: bool) -> None:
    """Print *result*, its errors and its warnings on the terminals *out* and *err*."""
    if result.findings:
        err.print(text.render(result.findings, project.root))
    if as_json:
        out.print(json.dumps([_row(project, item) for item in result.made], ensure_ascii=False))
    elif result.made:
        out.print(_table(project, result.made))
        for line in _warnings(project, result.made):
            err.print(line)
    for error in dict.fromkeys(item.error for item in result.made if item.error):
        names = [item.edition.name for item in result.made if item.error == error]
        err.print(f"{', '.join(names)}: {error}")
    if result.left_out:
        err.print(result.left_out)


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


def _table(project: Project, made: Sequence[BuiltEdition]) -> WholeTable:
    """Return the table of the editions, without empty columns."""
    titles = ("language", "format", "book", "pages", "size", "seconds", "warnings", "")
    rows = []
    for item in made:
        row = _row(project, item)
        size = _size(item.path.stat().st_size) if item.path.is_file() else ""
        note = f"failed, see {row['log']}" if item.error else "" if item.seconds else "up to date"
        seconds = f"{item.seconds:.1f}" if item.seconds else ""
        edition = item.edition
        names = (edition.language.locale, edition.format.value, edition.book.slug)
        rows.append((*names, str(item.pages or ""), size, seconds, str(len(item.warnings) or ""), note))
    used = [number for number in range(len(titles)) if any(row[number] for row in rows)]
    shown = [[row[number] for number in used] for row in rows]
    return whole_table([titles[number] for number in used], shown, ("language", "format", "book", ""))


def _size(count: int) -> str:
    """Return *count* bytes in the largest unit that leaves a digit: ``37 kB``, ``1.2 MB``."""
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{max(1, round(count / 1000))} kB"


def _warnings(project: Project, made: Sequence[BuiltEdition]) -> Iterator[str]:
    """Yield the first different warnings of each task and its log; several editions can have one task."""
    for item in {item.log: item for item in made if item.warnings}.values():
        different = list(dict.fromkeys(text.strip().splitlines()[0] for text in item.warnings if text.strip()))
        log = f", see {item.log.relative_to(project.root)}" if item.log else ""
        noun = "warning" if len(item.warnings) == 1 else "warnings"
        yield f"{item.edition.language.locale} {item.edition.format.value}: {len(item.warnings)} {noun}{log}"
        yield from (f"  {text}" for text in different[:_SHOWN])
        if len(different) > _SHOWN:
            yield f"  … and {len(different) - _SHOWN} more in the log"
