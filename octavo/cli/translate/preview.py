"""``octavo preview``: the pages of a language in the browser, which change as its catalogs are saved."""

from __future__ import annotations

import contextlib
import signal
import threading
from types import FrameType
from typing import NoReturn

import click

from octavo.cli.console.terminal import current_project, err
from octavo.errors import OctavoError
from octavo.project import EDITOR_REMEDY, is_editor


@click.command()
@click.argument("languages", nargs=-1, required=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free port.")
@click.option("--open/--no-open", "is_opened", default=True, help="Open it in the browser, or not.")
@click.option(
    "--editor", metavar="ADDRESS", default="",
    help="What opens a message: an address with {path} and {line}, such as vscode://file/{path}:{line}.",
)  # fmt: skip
def command(languages: tuple[str, ...], port: int, is_opened: bool, editor: str) -> int:
    """Show LANGUAGES in the browser, and every change as soon as a catalog or a page of the master is saved.

    Only this machine can see it. What is not translated can be marked, and a block leads to its message. A catalog that
    cannot be read is reported on the page, which stays as it was. Ctrl-C ends the preview.
    """
    from octavo.preview.supervisor import running

    project = current_project()
    if editor and not is_editor(editor):
        raise OctavoError("preview-editor", f"“{editor}” is not a valid editor URL", remedy=EDITOR_REMEDY)
    wanted = [project.language(language) for language in languages]
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(KeyboardInterrupt), err.status("starting") as status:

        def told(name: str, done: tuple[int, int]) -> None:
            if done[1]:
                status.update(f"{name}: page {done[0]} of {done[1]}")

        with running(
            project,
            wanted,
            port=port,
            editor=editor,
            on_change=lambda worker: told(worker.language.locale, worker.done),
        ) as (_, server):
            status.stop()
            err.print(f"{server.address} (Ctrl-C ends the preview)", markup=False)
            if is_opened:
                click.launch(server.address)
            threading.Event().wait()
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
