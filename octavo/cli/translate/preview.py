"""``octavo preview``: show the pages of a language in the browser, and update them as catalogs are saved."""

from __future__ import annotations

import contextlib
import signal
import threading
from types import FrameType
from typing import NoReturn

import click

from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, err
from octavo.errors import OctavoError
from octavo.project import EDITOR_REMEDY, is_editor


@click.command()
@click.argument("languages", metavar="LANG...", nargs=-1, required=True, shell_complete=shell_completion.translations)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port of the web server; 0 takes a free one.",
)
@click.option("--open/--no-open", "is_opened", default=True, help="Open the browser, or only print the address.")
@click.option(
    "--editor", metavar="ADDRESS", default="",
    help="The address that opens a message in your editor, such as vscode://file/{path}:{line}.",
)  # fmt: skip
@click.option("--read-only", "is_read_only", is_flag=True, help="Show the pages and messages, but save nothing.")
def command(languages: tuple[str, ...], port: int, is_opened: bool, editor: str, is_read_only: bool) -> int:
    """Translate a language in its pages, in the browser.

    Click a paragraph to translate it: the page changes as soon as you save. It also changes when another program saves
    a catalog or a page of the master. If a catalog cannot be read, the page says so and keeps its text. Only
    you can open the preview: its address contains a key. Ctrl-C ends it.
    """
    from octavo.preview.access import opener
    from octavo.preview.supervisor import running

    project = current_project()
    if editor and not is_editor(editor):
        raise OctavoError("preview-editor", f"“{editor}” is not a valid editor URL", remedy=EDITOR_REMEDY)
    wanted = [project.language(language) for language in languages]
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(KeyboardInterrupt), err.status("Starting …") as status:

        def show_progress(name: str, done: tuple[int, int]) -> None:
            if done[1]:
                status.update(f"{name}: page {done[0]} of {done[1]}")

        with running(
            project,
            wanted,
            port=port,
            editor=editor,
            is_read_only=is_read_only,
            on_change=lambda worker: show_progress(worker.language.locale, worker.done),
        ) as (_, server):
            status.stop()
            err.print(f"{server.link()} (Ctrl-C ends the preview)")
            with opener(project.build / "preview", server.link()) as address:
                if is_opened:
                    click.launch(address)
                threading.Event().wait()
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
