"""Run the plan on an executor. A task starts when the tasks it depends on are done.

One failing edition does not stop the others; tasks that depend on it are skipped. Every task writes a log.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.catalogs.extract import sphinx_run
from octavo.editions.pipeline import plan, scheduling
from octavo.editions.pipeline.plan import LATEX, Plan, Task
from octavo.errors import OctavoError, of_system
from octavo.files import remove
from octavo.project import PRINTED, SITE_COPIES, Book, Edition, Format, Language, Project
from octavo.ui import tokens
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds

#: Tasks that pack a site.
SITES = frozenset(kind.value for kind in SITE_COPIES)
#: Builder of ``octavo.sphinxext`` by task.
BUILDERS = {Format.HTML.value: "html", Format.EPUB.value: "octavo-epub", LATEX: "octavo-latex"}


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """Represent an edition after a run.

    :ivar seconds: time of the task that made it, 0 for one whose files are as they were
    :ivar warnings: what Sphinx and LaTeX complained of
    :ivar error: the sentence that says why it was not made, or empty
    :ivar status: the exit status of this error, or 0
    """

    edition: Edition
    path: Path
    seconds: float = 0.0
    pages: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    status: int = 0
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class TaskResult:
    """Store the result of one task.

    :ivar status: the exit status of its error, or 0
    :ivar is_unchanged: whether all files that it makes are as they were
    """

    task: Task
    seconds: float
    warnings: tuple[str, ...] = ()
    pages: int = 0
    error: str = ""
    status: int = 0
    is_unchanged: bool = False


def log_path(project: Project, task: Task) -> Path:
    """Return where *task*'s log is kept."""
    return project.logs / f"{task.name}.log"


def run_task(build: LanguageBuild, task: Task) -> TaskResult:
    """Run *task* in this process. An error becomes a sentence of the result, which can cross processes."""
    start = time.perf_counter()
    project = build.project
    log = log_path(project, task)
    warnings: tuple[str, ...] = ()
    pages = 0
    error, status = "", 0
    try:
        if task.kind in {kind.value for kind in PRINTED}:
            from octavo.editions.formats.pdf import latex

            assert task.book is not None
            kind = Format(task.kind)
            source = plan.latex_source(project, task.language, task.book, kind)
            target = plan.output_path(project, Edition(task.language, task.book, kind))
            result = latex.typeset(project, source, target, log)
            warnings, pages = result.complaints, result.pages
        elif task.kind == Format.ACCESSIBLE.value:
            from octavo.editions.formats.pdf import accessible

            assert task.book is not None
            source, target = (
                plan.output_path(project, Edition(task.language, task.book, kind))
                for kind in (Format.EPUB, Format.ACCESSIBLE)
            )
            guides = project.guides if task.book.is_set else []
            colours = {guide.folder: tokens.colour(project, guide) for guide in guides}
            accessible.write(source, target, task.language, {**colours, "": tokens.colour(project, task.book)})
        elif task.kind in SITES:
            _pack(project, task)
        else:
            folder = _folder(project, task)
            # The catalogs are compiled before there is a plan.
            settings = {"octavo_compile": "0", "octavo_build": build}
            builder = BUILDERS[task.kind]
            warnings = sphinx_run.run_sphinx(
                project, task.language, builder, folder, log=log, settings=settings
            ).warnings
            if task.kind == Format.HTML.value:
                from octavo.editions.formats.html import covers, search_index, service_worker
                from octavo.editions.formats.pdf import checklists

                if covers.are_shown(project):
                    covers.write(project, task.language, folder)
                checklists.write(project, task.language, folder)
                search_index.build_search_index(build, folder)
                service_worker.write(project, task.language, folder)
    except OctavoError as fault:
        error, status = fault.sentence, fault.exit_status
    except OSError as fault:
        error, status = of_system(fault), OctavoError.exit_status
    return TaskResult(task, time.perf_counter() - start, warnings, pages, error, status)


def _pack(project: Project, task: Task) -> None:
    from octavo.editions.formats.offline import archive, zim

    main = project.main_book
    folder, target = (
        plan.output_path(project, Edition(task.language, main, kind)) for kind in (Format.HTML, Format(task.kind))
    )
    write = zim.write if task.kind == Format.ZIM.value else archive.write
    write(project, task.language, folder, target)


def _folder(project: Project, task: Task) -> Path:
    if task.kind == LATEX:
        return plan.latex_folder(project, task.language)
    folder = plan.editions_folder(project, task.language)
    return folder / "html" if task.kind == Format.HTML.value else folder


def run_plan(
    builds: LanguageBuilds,
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
    project = builds.project
    outcomes: dict[str, TaskResult] = {}
    made: list[BuiltEdition] = []

    def finish(outcome: TaskResult) -> None:
        build = builds[outcome.task.language]
        editions = list(_editions(build.project, outcome))
        same = plan.write_record(build, [item.edition for item in editions if not item.error])
        if outcome.task.reason != plan.CHANGED:
            same = set()  # files that were missing or damaged are made, even if they are as before
        made.extend(replace(item, seconds=0.0) if item.edition in same else item for item in editions)
        outcome = replace(outcome, is_unchanged=bool(editions) and len(same) == len(editions))
        outcomes[outcome.task.name] = outcome
        progress(outcome)

    waiting = scheduling.longest_first(todo.tasks, scheduling.load_durations(project))
    running: dict[Future[TaskResult], Task] = {}
    while waiting or running:
        for task in [task for task in waiting if all(name in outcomes for name in task.needs)]:
            if slots and len(running) >= slots:
                break
            waiting.remove(task)
            stopped = next((name for name in task.needs if outcomes[name].error), None)
            if stopped:
                finish(replace(outcomes[stopped], task=task, seconds=0.0, warnings=(), pages=0))
            elif plan.is_made_of_same(builds[task.language], task):
                finish(TaskResult(task, 0.0))
            else:
                if task.kind == Format.HTML.value and task.reason == plan.DAMAGED:
                    # Sphinx writes only the pages that changed: from an empty folder, it writes all.
                    text = builds[task.language].project
                    remove(plan.editions_folder(text, task.language) / Format.HTML.value)
                running[_submit(executor, builds[task.language], task)] = task
        if not running:
            continue
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            finish(_result(future, running.pop(future)))
    # A task that changed nothing says little of how long it takes.
    done_work = {name: item.seconds for name, item in outcomes.items() if not (item.error or item.is_unchanged)}
    if done_work:
        scheduling.save_durations(project, done_work)
    made += [BuiltEdition(item, plan.output_path(builds[item.language].project, item)) for item in todo.current]
    return sorted(made, key=lambda m: _rank(project, m.edition))


def _submit(executor: Executor, build: LanguageBuild, task: Task) -> Future[TaskResult]:
    try:
        return executor.submit(run_task, build, task)
    except Exception as fault:  # the pool takes no more tasks, because one of its processes was killed
        future: Future[TaskResult] = Future()
        future.set_exception(fault)
        return future


def _result(future: Future[TaskResult], task: Task) -> TaskResult:
    try:
        return future.result()
    except Exception as fault:  # a worker that was killed, or a fault of ours: the others go on
        error = OctavoError("worker-lost", f"the process of {task.name} stopped: {fault!r}", remedy="Run it again")
        return failed(task, error)


def failed(task: Task, error: OctavoError) -> TaskResult:
    """Return the result of *task*, which stopped with *error* before it did anything."""
    return TaskResult(task, 0.0, error=error.sentence, status=error.exit_status)


def _editions(project: Project, outcome: TaskResult) -> Iterator[BuiltEdition]:
    task = outcome.task
    if task.kind == LATEX:
        return
    kind = Format(task.kind)
    whole = project.main_book
    books: Iterable[Book] = (task.book,) if task.book else (whole,) if kind.is_site else project.books
    for book in books:
        edition = Edition(task.language, book, kind)
        made = BuiltEdition(
            edition, plan.output_path(project, edition), outcome.seconds, outcome.pages, outcome.warnings
        )
        yield replace(made, error=outcome.error, status=outcome.status, log=log_path(project, task))


def _rank(project: Project, edition: Edition) -> tuple[int, int, int]:
    return (
        project.languages.index(edition.language) if edition.language in project.languages else -1,
        list(Format).index(edition.format),
        project.books.index(edition.book),
    )


def select_editions(
    project: Project,
    languages: Iterable[Language] = (),
    formats: Iterable[Format] = (),
    books: Iterable[Book] = (),
    snapshots: Mapping[str, Project] | None = None,
) -> list[Edition]:
    """Return the editions of *languages*, *formats* and *books*; none given means all.

    :param snapshots: by locale, the project as it was: only its books can be built
    """
    languages, formats, books = list(languages), list(formats), list(books)
    if Format.ACCESSIBLE in formats:
        formats.append(Format.EPUB)  # it is made of the EPUB
    if any(kind in SITE_COPIES for kind in formats):
        formats.append(Format.HTML)
    extra = [language for language in languages if language not in project.languages]
    texts = snapshots or {}
    return [
        edition
        for language in (*project.languages, *extra)
        for edition in replace(texts.get(language.locale, project), languages=(language,)).editions()
        if (not languages or edition.language in languages)
        and (not formats or edition.format in formats)
        and (not books or edition.book in books or edition.format.is_site)
    ]
