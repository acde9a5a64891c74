"""The terminal that verbs write to: NO_COLOR, pipes and CI logs are respected by Rich itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from octavo.cli.console import shell_completion
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


languages_option = click.option(
    "-l", "--language", "locales", multiple=True, metavar="LANG", shell_complete=shell_completion.languages,
    help="Only this language; may be repeated.",
)  # fmt: skip
