"""``octavo daemon``: keeps languages ready, so that a changed message is on its web page in no time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import click
from rich.console import Console

from octavo import answers
from octavo.cli import _building, _completing
from octavo.cli import build as build_verb
from octavo.cli._console import current_project, err
from octavo.cli._verbs import Call
from octavo.daemon import client
from octavo.editions import build as building
from octavo.editions import plan
from octavo.editions.build import Made
from octavo.errors import OctavoError
from octavo.findings import in_order
from octavo.project import Format, Language, Project, load

if TYPE_CHECKING:
    from octavo.daemon.kept import Kept
    from octavo.daemon.server import Answer

#: Seconds in which a process ends that was told to.
_ENDING = 10


@click.command()
@click.argument("languages", nargs=-1, shell_complete=_completing.languages)
@click.option(
    "--idle", metavar="MINUTES", type=click.FloatRange(min=0, min_open=True), default=30, show_default=True,
    help="End after so many minutes without a build.",
)  # fmt: skip
@click.option("--stop", "is_stopped", is_flag=True, help="End it for LANGUAGES, or for all.")
def command(languages: tuple[str, ...], idle: float, is_stopped: bool) -> int:
    """Keep LANGUAGES ready for “octavo build -l LANG -f html”; without LANGUAGES, say which are.

    A process for each language keeps what a build has to load, and makes what a build makes, only sooner: it begins
    when a catalog or a text is saved. What it cannot do (a new page, another title, the configuration) the build does
    itself. It ends when there was no build for a while, and with “octavo clean”.
    """
    project = current_project()
    wanted = [project.language(language) for language in languages]
    if is_stopped:
        _stop(project, wanted)
    elif wanted:
        return _start(project, wanted, idle)
    else:
        found = client.sockets(project.root)
        kept = [path.stem for path in found if client.ask(path, {"question": ["status"]}) is not None]
        err.print(f"kept ready: {', '.join(kept)}" if kept else "No language is kept ready.", markup=False)
    return 0


def _stop(project: Project, languages: list[Language]) -> None:
    names = [language.locale for language in languages]
    paths = [path for path in client.sockets(project.root) if not names or path.stem in names]
    for path in paths:
        client.ask(path, {"question": ["stop"]})
        end = time.monotonic() + _ENDING
        while path.exists() and time.monotonic() < end:
            time.sleep(0.02)
        # Whoever left it behind does not answer any more.
        path.unlink(missing_ok=True)
    stopped = ", ".join(path.stem for path in paths)
    err.print(f"stopped: {stopped}" if paths else "No language was kept ready.", markup=False)


def _start(project: Project, languages: list[Language], idle: float) -> int:
    from octavo.daemon.server import place

    sockets = {language: place(project, language) for language in languages}
    call = ["build", *(f"--language={language.locale}" for language in languages), "--format=html"]
    # In a process of its own: this one would keep what it imports until all are ready.
    status = subprocess.run([sys.executable, "-m", "octavo", *call], cwd=project.root, check=False).returncode
    if status:
        return status
    for language, path in sockets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".log").open("ab") as log:
            command = [sys.executable, "-m", __name__, language.locale, str(idle)]
            process = subprocess.Popen(
                command, cwd=project.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        assert process.stdout is not None
        with process.stdout as stream:
            said = stream.readline().decode()
        if not said or (reason := json.loads(said)):
            raise OctavoError(
                "daemon-start", f"{language.locale} cannot be kept ready: {reason if said else 'the process stopped'}",
                remedy=f"Builds work without it; {path.with_suffix('.log').relative_to(project.root)} may say more",
            )  # fmt: skip
        err.print(f"{language.locale} is kept ready for {idle:g} minutes after each build", markup=False)
    return 0


# --- the process ----------------------------------------------------------------------------------------


def serve(locale: str, idle: str, *inherited: str) -> None:
    """Be the process that keeps *locale* ready.

    :param idle: minutes without a build after which it ends
    :param inherited: numbers of the open files that it goes on with, if it begins anew
    """
    from octavo.daemon.server import serve

    project = load(Path.cwd())

    def ready(reason: str) -> None:
        with suppress(OSError):  # nobody waits for it a second time
            print(json.dumps(reason), flush=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def anew(files: Sequence[int]) -> None:
        numbers = map(str, files)
        os.execv(sys.executable, [sys.executable, "-m", "octavo.cli.daemon", locale, idle, *numbers])  # noqa: S606

    serve(
        project, project.language(locale), idle=float(idle) * 60, answering=answer, ready=ready, anew=anew,
        inherited=[int(number) for number in inherited],
    )  # fmt: skip


def answer(kept: Kept, asked: dict[str, Any]) -> Answer | None:
    """Build what is *asked* for, if it is what is *kept* and no more.

    :raises LeftError: an ordinary build must do it
    """
    from octavo.daemon.looking import LeftError

    question = tuple(asked["question"])
    if question[0] != "build":
        raise LeftError("it is no build")
    try:
        context = build_verb.command.make_context(question[0], list(question[1:]), obj=Call(question, is_alone=False))
    except (click.ClickException, click.exceptions.Exit):
        return None
    given = context.params
    own = kept.language.locale
    if given["locales"] and own not in given["locales"]:
        return None
    asks_for = (given["locales"], given["formats"], given["slugs"], given["scheduler"])
    if asks_for != ((own,), (Format.HTML.value,), (), ""):
        raise LeftError("more is asked for than its web pages")
    outcome = kept.build()
    made = Made(kept.edition, plan.output(kept.project, kept.edition))
    if outcome:
        log = building.log_of(kept.project, outcome.task)
        made = Made(made.edition, made.path, outcome.seconds, outcome.pages, outcome.warnings, log=log)
    result = _building.Result(kept.project, (made,), tuple(in_order(kept.findings)), "", given["strict"])
    printed: list[tuple[int, str]] = []
    out, err = (_console(printed, stream, asked) for stream in (1, 2))
    if outcome:
        err.print(_building.told(outcome), markup=False)
    _building.render(kept.project, result, out, err, as_json=given["as_json"])
    last = _building.places(kept.project, result.made)
    err.print(last, markup=False)

    def after() -> None:
        sources = _building.sources(kept.project)
        was = answers.sign(sources)
        if kept.is_current():
            with context.scope():
                _building.keep(result, sources, was, as_json=given["as_json"], last=f"{last}\n")

    return printed, result.status, after


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream of the caller's: what is written to it is kept, in order with that of the other."""

    printed: list[tuple[int, str]]
    number: int
    encoding: str = field(default="utf-8")

    def write(self, text: str) -> None:
        """Keep *text*."""
        self.printed.append((self.number, text))

    def flush(self) -> None:
        """Do nothing."""


def _console(printed: list[tuple[int, str]], number: int, asked: dict[str, Any]) -> Console:
    """Return the console that writes for the terminal of the caller, as :mod:`octavo.cli._console` does there."""
    is_terminal = bool(asked["terminals"][number - 1])
    return Console(
        file=cast(IO[str], _Stream(printed, number)), highlight=False, soft_wrap=True, force_terminal=is_terminal,
        width=asked["width"] if is_terminal else None, _environ=asked["variables"],
    )  # fmt: skip


if __name__ == "__main__":
    serve(*sys.argv[1:])
