"""Run a live session of each language in a process, and request pages and changes from it.

Sphinx keeps a language's state in its process (sphinx#13448), so every language has a process of its own. It ends with
its parent process.
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

#: Modules that the fork server imports once for all language processes.
_PRELOADED = ["octavo.editions.live.session", "octavo.sphinxext", "furo"]
#: Seconds that a process gets to save its environment for the next preview.
_END_TIMEOUT = 5


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Represent the changes since the last scan; see :class:`octavo.editions.live.session.RefreshResult`.

    :ivar read_error: why the text cannot be read, or empty
    :ivar catalog_errors: by file, the sentence that says why a catalog cannot be read, and its language
    """

    documents: tuple[str, ...] = ()
    catalogs: tuple[str, ...] = ()
    must_restart: bool = False
    is_news: bool = False
    read_error: str = ""
    catalog_errors: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Represent a page in its present state.

    :ivar html: ``None`` if there is no such page, empty if it was never written
    :ivar scan: the changes since the last scan, which other browsers must learn
    :ivar write_error: why the page cannot be written, or empty
    """

    html: str | None
    scan: ScanResult
    write_error: str = ""


class Worker:
    """Control the process of *language*.

    :ivar output: the folder of images, styles and scripts, once the process is ready
    :ivar done: number of documents already read, and of all documents to read
    :ivar failure: why the process could not start, or ``None``
    :ivar is_lost: whether the process ended unexpectedly after it was ready
    """

    def __init__(
        self, root: Path, language: Language, served: Sequence[str], on_change: Callable[[Worker], None]
    ) -> None:
        """Prepare the process; call *on_change* when it is ready, fails, or has read one more document."""
        self.root = root
        self.language = language
        self.served = tuple(served)
        self.output = Path()
        self.done = (0, 0)
        self.failure: OctavoError | None = None
        self.is_lost = False
        self.is_ready = False
        self._on_change = on_change
        self._request_lock = threading.Lock()
        self._start_lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._is_closed = False

    def start(self) -> None:
        """Start or restart the process, and wait until it is ready or has failed."""
        with self._start_lock:
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
            self._on_change(self)
            self._wait(ours)
        self._on_change(self)

    def _wait(self, connection: Connection) -> None:
        while True:
            try:
                kind, value = connection.recv()
            except (EOFError, OSError, TypeError):  # a TypeError where it is closed while it waits
                self.failure = _lost(self.language)
                return
            if kind == "progress":
                self.done = value
                self._on_change(self)
            elif kind == "ready":
                self.output = value
                self.is_ready = True
                return
            else:
                self.failure = value
                return

    @property
    def pid(self) -> int | None:
        """Return the id of the process, or ``None``."""
        return self._process.pid if self._process else None

    def scan(self) -> ScanResult | None:
        """Scan the files for changes; return ``None`` if the process does not run."""
        response = self._request("scan")
        return response if isinstance(response, ScanResult) else None

    def page(self, name: str) -> PreviewPage | None:
        """Return the page *name*, or ``None`` if the process does not run."""
        response = self._request("page", name)
        return response if isinstance(response, PreviewPage) else None

    def _request(self, *request: str) -> Any:
        with self._request_lock:
            if not self.is_ready or self._connection is None:
                return None
            try:
                self._connection.send(request)
                return self._connection.recv()
            except (EOFError, OSError):
                self.is_ready, self.is_lost = False, True
                return None

    def close(self) -> None:
        """End the process for good."""
        self._is_closed = True
        self._end()

    def _end(self) -> None:
        # Wait for a pending request first, but not longer than the timeout.
        is_locked = self._request_lock.acquire(timeout=_END_TIMEOUT)
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        self.is_ready = False
        if is_locked:
            self._request_lock.release()
        if connection is not None:
            # The process ends when its connection is closed.
            connection.close()
        if process is not None:
            process.join(_END_TIMEOUT)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


def _lost(language: Language) -> OctavoError:
    return OctavoError(
        "preview-start", f"the process of {language.locale} stopped while it started",
        remedy=f"Read build/preview/{language.locale}/log, then start the preview again",
    )  # fmt: skip


def _run(connection: Connection, root: Path, locale: str, served: tuple[str, ...]) -> None:
    """Serve the requests for *locale* until the connection is closed."""
    # Ctrl-C is sent to every process of the terminal; only the main process must handle it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from octavo.editions.live.session import LiveSession
    from octavo.preview.sidebar import read_errors

    try:
        project = load(root)
        language = project.language(locale)
        session = LiveSession(project, language, served, lambda *done: connection.send(("progress", done)))
    except OctavoError as error:
        connection.send(("failed", error))
        return
    connection.send(("ready", session.output))

    def scan() -> ScanResult:
        changes = session.refresh()
        return ScanResult(
            changes.documents, changes.catalogs, changes.must_restart, changes.is_news, session.read_error,
            read_errors(project, language, session.catalog_errors),
        )  # fmt: skip

    while True:
        try:
            request = connection.recv()
        except (EOFError, OSError):
            break
        changes = scan()
        if request[0] == "scan":
            connection.send(changes)
        else:
            html = session.page(request[1])
            connection.send(PreviewPage(html, changes, session.write_errors.get(request[1], "")))
    session.close()
