"""Run a live session of each language in a process, and ask it for pages and for changes.

Sphinx keeps a language's state in its process (sphinx#13448), so every language has one of its own; it ends with the
process that started it.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from octavo.errors import OctavoError
from octavo.project import Language, load

#: Imported once, by the process from which those of the languages are forked.
_PRELOADED = ["octavo.editions.live.session", "octavo.sphinxext", "furo"]
#: Seconds that a process gets to leave its environment for the next preview.
_LEAVING = 5


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a look at the files brought; see :class:`octavo.editions.live.session.Changes`.

    :ivar faults: by file, why a catalog cannot be read
    """

    documents: tuple[str, ...] = ()
    catalogs: tuple[str, ...] = ()
    must_restart: bool = False
    is_news: bool = False
    trouble: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is now.

    :ivar html: ``None`` if there is no such page, empty if it was never written
    :ivar trouble: why it cannot be written as it should be now, or empty
    :ivar looked: what changed since one looked last: others must be told
    """

    html: str | None
    looked: ScanResult
    trouble: str = ""


class Worker:
    """The process of *language*, from outside.

    :ivar output: the folder of what pages need besides, once it is ready
    :ivar done: number of the documents that were read, and of all that are to be read
    :ivar failure: why it could not start, if it could not
    :ivar is_lost: whether the process ended by itself after it had been ready
    """

    def __init__(self, root: Path, language: Language, served: Sequence[str], told: Callable[[Worker], None]) -> None:
        """Prepare it; *told* is called whenever it becomes ready, fails, or has read one more document."""
        self.root = root
        self.language = language
        self.served = tuple(served)
        self.output = Path()
        self.done = (0, 0)
        self.failure: OctavoError | None = None
        self.is_lost = False
        self.is_ready = False
        self._told = told
        self._asking = threading.Lock()
        self._starting = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._is_closed = False

    def start(self) -> None:
        """Start the process, in place of one that runs, and wait until it is ready or has failed."""
        with self._starting:
            if self._is_closed:
                return
            self._end()
            self.is_lost, self.failure, self.done = False, None, (0, 0)
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_PRELOADED)
            ours, theirs = context.Pipe()
            self._process = context.Process(
                target=_run, args=(theirs, self.root, self.language.locale, self.served), daemon=True
            )
            self._process.start()
            theirs.close()
            self._connection = ours
            self._told(self)
            self._wait(ours)
        self._told(self)

    def _wait(self, connection: Connection) -> None:
        while True:
            try:
                kind, value = connection.recv()
            except (EOFError, OSError):
                self.failure = _lost(self.language)
                return
            if kind == "progress":
                self.done = value
                self._told(self)
            elif kind == "ready":
                self.output = value
                self.is_ready = True
                return
            else:
                self.failure = value
                return

    @property
    def pid(self) -> int | None:
        """The process's id."""
        return self._process.pid if self._process else None

    def look(self) -> ScanResult | None:
        """Let it look at the files; ``None`` if it is not there to do so."""
        answer = self._ask("look")
        return answer if isinstance(answer, ScanResult) else None

    def page(self, name: str) -> Page | None:
        """Return the page *name*; ``None`` if the process is not there to write it."""
        answer = self._ask("page", name)
        return answer if isinstance(answer, Page) else None

    def _ask(self, *question: str) -> Any:
        with self._asking:
            if not self.is_ready or self._connection is None:
                return None
            try:
                self._connection.send(question)
                return self._connection.recv()
            except (EOFError, OSError):
                self.is_ready, self.is_lost = False, True
                return None

    def close(self) -> None:
        """End the process for good."""
        self._is_closed = True
        self._end()

    def _end(self) -> None:
        # Not while somebody waits for an answer, unless it does not come.
        is_held = self._asking.acquire(timeout=_LEAVING)
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        self.is_ready = False
        if is_held:
            self._asking.release()
        if connection is not None:
            # It ends when nobody can ask it any more.
            connection.close()
        if process is not None:
            process.join(_LEAVING)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


def _lost(language: Language) -> OctavoError:
    return OctavoError(
        "preview-start", f"the process of {language.locale} stopped while it started",
        remedy=f"Look into build/preview/{language.locale}/log and start again",
    )  # fmt: skip


def _run(connection: Connection, root: Path, locale: str, served: tuple[str, ...]) -> None:
    """Be the process of *locale*, until nobody can ask any more."""
    # Ctrl-C reaches every process of a terminal: the one that was started decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from octavo.editions.live.session import LiveSession
    from octavo.preview.sidebar import faults

    try:
        project = load(root)
        language = project.language(locale)
        session = LiveSession(project, language, served, lambda *done: connection.send(("progress", done)))
    except OctavoError as error:
        connection.send(("failed", error))
        return
    connection.send(("ready", session.output))

    def looked() -> ScanResult:
        changes = session.refresh()
        return ScanResult(
            changes.documents, changes.catalogs, changes.must_restart, changes.is_news, session.read_error,
            faults(project, session.catalog_errors),
        )  # fmt: skip

    while True:
        try:
            question = connection.recv()
        except (EOFError, OSError):
            break
        news = looked()
        if question[0] == "look":
            connection.send(news)
        else:
            html = session.page(question[1])
            connection.send(Page(html, news, session.write_errors.get(question[1], "")))
    session.close()
