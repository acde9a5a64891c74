"""Build editions: choose their text, compile the catalogs, plan, run.

This is what ``octavo build`` does, for any Python program. Nothing here prints or knows a command line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass

from octavo.catalogs.extract import pot, pseudo_locale
from octavo.editions import executors
from octavo.editions.pipeline import plan, prepare, run
from octavo.editions.pipeline.plan import Plan
from octavo.editions.pipeline.run import BuiltEdition, TaskResult
from octavo.editions.snapshots import choose
from octavo.findings import Finding, Severity, in_order, worst
from octavo.project import PRINTED, Edition, Format, Project
from octavo.workflow.language_build import LanguageBuilds, resolve

#: Returns an executor for the tasks of a plan.
ExecutorFor = Callable[[LanguageBuilds, Plan], AbstractContextManager[Executor]]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """Store the result of a build.

    :ivar builds: what the run knows of each language; empty if it stopped before that
    :ivar made: the editions that were asked for, whether or not they had to be built
    :ivar left_out: why this machine cannot make some editions, or empty
    :ivar strict: whether left-out editions and refused messages are errors
    :ivar is_named: whether formats were named: then one that this machine cannot make is an error
    """

    builds: LanguageBuilds
    made: tuple[BuiltEdition, ...]
    findings: tuple[Finding, ...]
    left_out: str
    strict: bool
    is_named: bool = False

    @property
    def project(self) -> Project:
        """Return the current project."""
        return self.builds.project

    @property
    def status(self) -> int:
        """Return the exit status.

        It is 2 if an edition that must be made was left out. If one failed, it is that of the error. A refused message
        is 1, if strict.
        """
        if self.left_out and (self.strict or self.is_named):
            return 2
        refused = self.strict and worst(self.findings) is Severity.ERROR
        return max([int(refused), *(item.status for item in self.made)])


def build(
    project: Project,
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
    books: Sequence[str] = (),
    *,
    strict: bool = False,
    executor: ExecutorFor | None = None,
    in_process: bool = False,
    on_plan: Callable[[Plan], None] = lambda todo: None,
    progress: Callable[[TaskResult], None] = lambda outcome: None,
) -> BuildResult:
    """Build the editions of *project* that are not up to date: all, or those of some languages, formats or books.

    :param languages: locales such as ``fr``; none means all, as for *formats* and *books*
    :param formats: values of :class:`~octavo.project.Format`, such as ``epub``; one that this machine cannot make is an
        error if it is named here
    :param books: slugs of books
    :param strict: whether editions that this machine cannot make, and messages that are refused, are errors
    :param executor: returns the executor of the tasks; by default, each task gets a process on this machine
    :param in_process: whether this process may do a single task itself, because it ends afterwards
    :param on_plan: called with the plan before it is run
    :param progress: called with the result of each task
    :raises OctavoError: a name is unknown, or a catalog cannot be read
    """
    choice = choose.choose_snapshots(project)
    wanted = run.select_editions(
        project,
        [project.language(locale) for locale in languages],
        [project.format(name) for name in formats],
        [project.book(slug) for slug in books],
        choice.snapshots,
    )
    # Another executor says itself what its machines lack.
    wanted, left_out = (wanted, "") if executor else possible_editions(wanted)
    if strict and left_out:
        return BuildResult(LanguageBuilds(project), (), (), left_out, strict, bool(formats))
    chosen = list(dict.fromkeys(edition.language for edition in wanted))
    texts = {item: choice.snapshots.get(item.locale, project) for item in chosen if item != project.master}
    if any(pseudo_locale.is_pseudo(language) for language in texts):
        pot.write_pot_files(project)
        pseudo_locale.write_catalogs(project)
    elif texts and not project.house_style and not pot.is_known(project):
        # Which texts are code, and which folders of catalogs conf.py names, only Sphinx knows.
        pot.write_pot_files(project)
    prepared = _prepare(texts)
    builds = resolve(project, choice.snapshots, chosen, prepared.coverage)
    findings = in_order([*choice.findings, *prepared.findings])
    todo = plan.make_plan(builds, wanted)
    on_plan(todo)
    made = _run(builds, todo, executor, in_process=in_process, progress=progress)
    return BuildResult(builds, tuple(made), tuple(findings), left_out, strict, bool(formats))


def possible_editions(wanted: list[Edition]) -> tuple[list[Edition], str]:
    """Return the editions of *wanted* that this machine can make, and why it cannot make the others, or nothing."""
    wanted, without_covers = _without_covers(wanted)
    wanted, without_zim = _without(Format.ZIM, wanted)
    wanted, without_accessible = _without(Format.ACCESSIBLE, wanted)
    left_out = " ".join(filter(None, (without_covers, without_accessible, without_zim)))
    unprintable = {edition.language for edition in wanted if edition.format in PRINTED}
    if not unprintable:
        return wanted, left_out
    from octavo.editions.formats.pdf import latex  # few builds print

    which, missing, packages = "PDFs", latex.missing_programs(), latex.DEBIAN_PACKAGES
    missing = missing or latex.missing_fonts(unprintable)
    if not missing:
        unprintable = {language for language in unprintable if language.is_right_to_left}
        which = f"PDFs in {', '.join(sorted(language.name for language in unprintable))}"
        missing, packages = ["TeX's bidi"] if unprintable and latex.lacks_bidi() else [], latex.BIDI_PACKAGES
    if not (unprintable and missing):
        return wanted, left_out
    possible = [item for item in wanted if item.format not in PRINTED or item.language not in unprintable]
    be = "is" if len(missing) == 1 else "are"
    said = f"{which} were left out: {', '.join(missing)} {be} not installed."
    return possible, f"{said} On Debian: apt-get install {' '.join(packages)}. {left_out}".rstrip()


def _without_covers(wanted: list[Edition]) -> tuple[list[Edition], str]:
    """Return *wanted* without the editions that have a cover if this machine cannot draw one, and why, or nothing."""
    covered = {edition.format for edition in wanted} & {Format.EPUB, Format.ACCESSIBLE, Format.ZIM}
    if not covered:
        return wanted, ""
    from octavo.editions.formats.html import covers  # a site alone needs none

    if covers.can_draw():
        return wanted, ""
    which = ", ".join(sorted(str(kind.value) for kind in covered))
    possible = [edition for edition in wanted if edition.format not in covered]
    said = f"Formats with a cover ({which}) were left out: rsvg-convert is not installed."
    return possible, f"{said} On Debian: apt-get install librsvg2-bin."


def _without(kind: Format, wanted: list[Edition]) -> tuple[list[Edition], str]:
    """Return *wanted* without the editions of *kind* if this machine cannot make them, and why, or nothing."""
    possible = [item for item in wanted if item.format is not kind]
    if len(possible) == len(wanted):
        return wanted, ""
    if kind is Format.ZIM:
        from octavo.editions.formats.offline import zim  # few builds pack a ZIM

        which = "ZIMs"
        lacking = "" if zim.is_installed() else "libzim is not installed. Run: pip install 'octavo[zim]'."
    else:
        from octavo.editions.formats.pdf import html_printer

        which, lacking = "Accessible PDFs and checklists to print", html_printer.lacking()
    return (possible, f"{which} were left out: {lacking}") if lacking else (wanted, "")


def _prepare(texts: prepare.Texts) -> prepare.PreparedCatalogs:
    if not prepare.never_compiled(texts):
        return prepare.prepare_catalogs(texts)
    if len(texts) > 1:
        executors.start_forkserver()
    # Even a single language: what the compiler needs of memory, Sphinx would need in addition.
    with executors.forked_executor(min(len(texts), os.cpu_count() or 1)) as pool:
        return prepare.prepare_catalogs(texts, pool)


def _run(
    builds: LanguageBuilds,
    todo: Plan,
    executor: ExecutorFor | None,
    *,
    in_process: bool,
    progress: Callable[[TaskResult], None],
) -> list[BuiltEdition]:
    if not todo.tasks:
        return run.run_plan(builds, todo, executor=None)  # type: ignore[arg-type]  # nothing is submitted
    if executor:
        with executor(builds, todo) as workers:
            return run.run_plan(builds, todo, workers, progress=progress)
    # Starting other processes takes longer than writing one changed page.
    here = in_process and len(todo.tasks) == 1 and todo.tasks[0].kind == Format.HTML.value
    with executors.in_process_executor() if here else executors.local_executor() as workers:
        return run.run_plan(builds, todo, workers, slots=os.cpu_count(), progress=progress)
