"""Provide the terminal that commands write to. Rich itself respects NO_COLOR, pipes and CI logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.segment import Segment

from octavo.cli.console import shell_completion
from octavo.errors import OctavoError, escaped
from octavo.files import lock, remove_leftovers
from octavo.project import Language, Project, load


@dataclass(frozen=True, slots=True)
class _Escaped:
    """Let Rich print *content* with the control characters of its texts escaped. Its colours stay."""

    content: ConsoleRenderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.content, options):
            yield segment if segment.control else Segment(escaped(segment.text), segment.style)


class _Escape(RenderHook):
    def process_renderables(self, renderables: Iterable[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Escaped(item) for item in renderables]


def terminal(**options: Any) -> Console:
    """Return a terminal that prints texts of catalogs as they are, except that control characters are escaped."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, **options)
    console.push_render_hook(_Escape())
    return console


def echo(text: str) -> None:
    """Print *text* for machines: no line is wrapped or coloured, and control characters are escaped."""
    click.echo(escaped(text), nl=False)


#: Results go to standard output, everything else (progress, notices) to standard error.
out = terminal()
err = terminal(stderr=True)

#: What to do next in a project without translations.
ONE_LANGUAGE = (
    "This project has one language. To add a translation, run “octavo add-language LANG”, for example with fr."
)


@dataclass(frozen=True, slots=True)
class Call:
    """Represent a call of the command line, which Click hands to the command.

    :ivar arguments: the arguments, under which the output is cached
    :ivar is_alone: whether the process ends after the command, so that the command may change global state
    """

    arguments: tuple[str, ...]
    is_alone: bool


def current_project() -> Project:
    """Return the project of the working folder."""
    return load(Path.cwd())


#: The argument LANG of a command, which gives it *locales*, each once.
languages_argument = click.argument(
    "locales", nargs=-1, metavar="[LANG]...", shell_complete=shell_completion.languages,
    callback=lambda _ctx, _argument, locales: tuple(dict.fromkeys(locales)),
)  # fmt: skip


def translation(project: Project, locale: str) -> Language:
    """Return the language called *locale*; an unknown one, or the master's, is an error."""
    language = project.language(locale)
    if language == project.master:
        known = ", ".join(item.locale for item in project.translations)
        raise OctavoError(
            "master-language", f"“{locale}” is the language of the master, which has no catalogs",
            remedy=f"Use one of: {known}" if known else "Add a translation with “octavo add-language LANG”",
        )  # fmt: skip
    return language


def translations(project: Project, locales: Sequence[str]) -> list[Language]:
    """Return the translations called *locales*, or all; print what to do if the project has none."""
    if not project.translations:
        err.print(ONE_LANGUAGE)
    return [translation(project, locale) for locale in locales] or list(project.translations)


@contextmanager
def locked_project(command: str) -> Iterator[Project]:
    """Give the project of the working folder to a *command* that writes, while no other command writes to it."""
    with lock_project(current_project(), command):
        # Read again: the command for which this one waited may have changed it.
        yield current_project()


@contextmanager
def lock_project(project: Project, command: str) -> Iterator[None]:
    """Take the lock of *project*, and remove files that a killed command left."""
    with lock_folder(project.build, command) as was_killed:
        if was_killed:
            remove_leftovers([project.build, project.locales], [project.root, project.configuration.parent])
        yield


@contextmanager
def lock_folder(build: Path, command: str) -> Iterator[bool]:
    """Take the lock in the folder *build*. Yield whether the last command that had it was killed."""
    with lock(build, f"octavo {command}", err.print) as was_killed:
        yield was_killed
