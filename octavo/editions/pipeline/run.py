"""Plan → editions, on an executor: a process a task, what waits starts as soon as it can.

One failing edition does not stop the others; what depends on it is not tried. Every task keeps a log.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

from octavo.catalogs.extract import sphinx_run
from octavo.editions.formats.html import search_index
from octavo.editions.formats.pdf import accessible, checklists, latex
from octavo.editions.pipeline import plan, scheduling
from octavo.editions.pipeline.plan import LATEX, Plan, Task
from octavo.errors import OctavoError
from octavo.project import Book, Edition, Format, Language, Project

_T = TypeVar("_T")
#: Builder of ``octavo.sphinxext`` by task.
BUILDERS = {Format.HTML.value: "html", Format.EPUB.value: "octavo-epub", LATEX: "octavo-latex"}
#: New objects after which a task looks for garbage; Python's own figure is 700. It costs 15 MB, however many the pages.
GC_THRESHOLD = 100_000


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """One edition after a run.

    :ivar seconds: time of the task that made it, 0 for one that was current
    :ivar warnings: what Sphinx and LaTeX complained of
    :ivar error: the sentence that says why it was not made, or empty
    """

    edition: Edition
    path: Path
    seconds: float = 0.0
    pages: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What one task did."""

    task: Task
    seconds: float
    warnings: tuple[str, ...] = ()
    pages: int = 0
    error: str = ""


def log_path(project: Project, task: Task) -> Path:
    """Return where *task*'s log is kept."""
    return project.of(task.language).logs / f"{task.name}.log"


def run_task(project: Project, task: Task) -> TaskResult:
    """Do *task* in this process. Faults become the outcome's error: they cross processes as a sentence."""
    start = time.perf_counter()
    log = log_path(project, task)
    warnings: tuple[str, ...] = ()
    pages = 0
    error = ""
    try:
        if task.kind == Format.PDF.value:
            assert task.book is not None
            source = plan.latex_source(project, task.language, task.book)
            target = plan.output_path(project, Edition(task.language, task.book, Format.PDF))
            result = latex.typeset(project.of(task.language), source, target, log)
            warnings, pages = result.complaints, result.pages
        elif task.kind == Format.ACCESSIBLE.value:
            for book in project.books:
                source, target = (
                    plan.output_path(project, Edition(task.language, book, kind))
                    for kind in (Format.EPUB, Format.ACCESSIBLE)
                )
                if source.is_file():
                    accessible.write(source, target, task.language)
        else:
            folder = _folder(project, task)
            # The catalogs are compiled before there is a plan.
            compiled = {"octavo_compile": "0"}
            builder = BUILDERS[task.kind]
            warnings = sphinx_run.run_sphinx(
                project, task.language, builder, folder, log=log, settings=compiled
            ).warnings
            if task.kind == Format.HTML.value:
                checklists.write(project, task.language, folder)
                search_index.build_search_index(folder, log)
    except OctavoError as fault:
        error = fault.sentence
    return TaskResult(task, time.perf_counter() - start, warnings, pages, error)


def _folder(project: Project, task: Task) -> Path:
    if task.kind == LATEX:
        return plan.latex_folder(project, task.language)
    folder = plan.editions_folder(project, task.language)
    return folder / "html" if task.kind == Format.HTML.value else folder


def start_forkserver() -> None:
    """Start the process from which those of a pool are forked: it imports Sphinx while this one does something else."""
    # By name, since this room is before that one; the last one closes the list.
    forkserver.set_forkserver_preload(
        ["octavo.editions.pipeline.run", "octavo.sphinxext", "furo", "octavo.sphinxext.preload"]
    )
    forkserver.ensure_running()


@contextmanager
def local_executor(workers: int | None = None) -> Iterator[ProcessPoolExecutor]:
    """Give a pool on this machine: a fresh process a task, because Sphinx keeps a language's state (sphinx#13448).

    The processes are forked from one that has Sphinx imported already, so a fresh one costs next to nothing.
    Whatever interrupts the run ends all of them, and the LaTeX that they started.
    """
    start_forkserver()
    context = multiprocessing.get_context("forkserver")
    with _pool(workers or os.cpu_count() or 1, context, max_tasks_per_child=1) as pool:
        yield pool


@contextmanager
def forked_executor(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that have imported what this one has; before there are threads, and not for Sphinx."""
    with _pool(workers, multiprocessing.get_context("fork")) as pool:
        yield pool


@contextmanager
def _pool(workers: int, context: BaseContext, max_tasks_per_child: int | None = None) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, max_tasks_per_child=max_tasks_per_child)
    try:
        yield pool
    except BaseException:
        # The pool's own thread would print that its processes are gone: they are, and on purpose.
        threading.excepthook = lambda arguments: None
        pool.shutdown(wait=False, cancel_futures=True)
        # The pool may just be replacing a process that ended: ask until none is left.
        while children := multiprocessing.active_children():
            for child in children:
                child.terminate()
            time.sleep(0.05)
        raise
    pool.shutdown()


class _Here(Executor):
    """Does each task at once, in this process."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Return the future of what is done already."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:
            future.set_exception(fault)
        return future


@contextmanager
def in_process_executor() -> Iterator[Executor]:
    """Give an executor that is this process, for one task of Sphinx's: a second one would find traces of the first."""
    # What is imported stays, and the process ends soon: looking through it all again and again only takes time.
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 1, 1)
    yield _Here()


def _begin() -> None:
    """Make SIGTERM and SIGINT an exception, on which ``subprocess.run`` kills the program that it waits for.

    Python looks for garbage so often as suits a process that ends after one task: a third of its time went there.
    """
    gc.set_threshold(GC_THRESHOLD, 1, 1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def run_plan(
    project: Project,
    todo: Plan,
    executor: Executor,
    *,
    slots: int | None = None,
    progress: Callable[[TaskResult], None] = lambda outcome: None,
) -> list[BuiltEdition]:
    """Carry out *todo* and return every edition that was asked for, made or not.

    :param slots: how many tasks are given to *executor* at a time, so that the one that most waits for is the next;
        all that can be done where it is not said
    """
    digests = {task.language: plan.input_hash(project, task.language) for task in todo.tasks}
    outcomes: dict[str, TaskResult] = {}
    waiting = scheduling.longest_first(todo.tasks, scheduling.load_durations(project))
    running: dict[Future[TaskResult], Task] = {}
    while waiting or running:
        for task in [task for task in waiting if all(name in outcomes for name in task.needs)]:
            if slots and len(running) >= slots:
                break
            waiting.remove(task)
            failed = next((name for name in task.needs if outcomes[name].error), None)
            if failed:
                outcomes[task.name] = TaskResult(task, 0.0, error=outcomes[failed].error)
                progress(outcomes[task.name])
            else:
                running[executor.submit(run_task, project, task)] = task
        if not running:
            continue
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            task = running.pop(future)
            outcome = _result(future, task)
            outcomes[task.name] = outcome
            finished = [m.edition for m in _editions(project, outcome) if not m.error]
            plan.write_record(project, task.language, digests[task.language], finished)
            progress(outcome)
    if outcomes:
        scheduling.save_durations(project, {name: item.seconds for name, item in outcomes.items() if not item.error})
    made = [m for outcome in outcomes.values() for m in _editions(project, outcome)]
    made += [BuiltEdition(edition, plan.output_path(project, edition)) for edition in todo.current]
    return sorted(made, key=lambda m: _rank(project, m.edition))


def _result(future: Future[TaskResult], task: Task) -> TaskResult:
    try:
        return future.result()
    except Exception as fault:  # a worker that was killed, or a fault of ours: the others go on
        return TaskResult(
            task, 0.0, error=f"the process of {task.name} stopped: {fault!r}. Run it again. [worker-lost]"
        )


def _editions(project: Project, outcome: TaskResult) -> Iterator[BuiltEdition]:
    task = outcome.task
    if task.kind == LATEX:
        return
    kind = Format(task.kind)
    whole = project.set_book or project.books[0]
    books: Iterable[Book] = (task.book,) if task.book else (whole,) if kind is Format.HTML else project.books
    for book in books:
        edition = Edition(task.language, book, kind)
        made = BuiltEdition(
            edition, plan.output_path(project, edition), outcome.seconds, outcome.pages, outcome.warnings
        )
        yield replace(made, error=outcome.error, log=log_path(project, task))


def _rank(project: Project, edition: Edition) -> tuple[int, int, int]:
    return (
        project.languages.index(edition.language) if edition.language in project.languages else -1,
        list(Format).index(edition.format),
        project.books.index(edition.book),
    )


def select_editions(
    project: Project, languages: Iterable[Language] = (), formats: Iterable[Format] = (), books: Iterable[Book] = ()
) -> list[Edition]:
    """Return the editions of the project that match what is asked for; nothing asked means all."""
    languages, formats, books = list(languages), list(formats), list(books)
    if Format.ACCESSIBLE in formats:
        formats.append(Format.EPUB)  # it is made of the EPUB
    extra = [language for language in languages if language not in project.languages]
    everything = replace(project, languages=(*project.languages, *extra)).editions()
    return [
        edition
        for edition in everything
        if (not languages or edition.language in languages)
        and (not formats or edition.format in formats)
        and (not books or edition.book in books or edition.format is Format.HTML)
    ]
