"""The terminal that verbs write to: NO_COLOR, pipes and CI logs are respected by Rich itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from octavo.cli.console import shell_completion
from octavo.files import lock, remove_leftovers
from octavo.project import Project, load

#: Results go to standard output, everything else (progress, notices) to standard error.
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the command line, which Click hands to the command.

    :ivar arguments: the arguments, under which the output is cached
    :ivar is_alone: whether the process ends after the command, so that the command may change global state
    """

    arguments: tuple[str, ...]
    is_alone: bool


def current_project() -> Project:
    """Return the project of the working folder."""
    return load(Path.cwd())


@contextmanager
def locked_project(command: str) -> Iterator[Project]:
    """Give the project of the working folder to a *command* that writes, while no other command writes to it."""
    with lock_project(current_project(), command):
        # Read again: the command for which this one waited may have changed it.
        yield current_project()


@contextmanager
def lock_project(project: Project, command: str) -> Iterator[None]:
    """Hold the lock of *project*, and remove what a killed command left."""
    with lock_folder(project.build, command) as was_killed:
        if was_killed:
            remove_leftovers([project.build, project.locales], [project.root, project.configuration.parent])
        yield


@contextmanager
def lock_folder(build: Path, command: str) -> Iterator[bool]:
    """Hold the lock in the folder *build*. Yield whether the last command that had it was killed."""
    with lock(build, f"octavo {command}", lambda text: err.print(text, markup=False)) as was_killed:
        yield was_killed


languages_option = click.option(
    "-l", "--language", "locales", multiple=True, metavar="LANG", shell_complete=shell_completion.languages,
    help="Only this language; may be repeated.",
)  # fmt: skip
