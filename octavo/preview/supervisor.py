"""Run the preview of some languages: start their processes and the server, and connect them."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path

from octavo.errors import OctavoError
from octavo.files import brief_lock
from octavo.preview.access import key_of
from octavo.preview.editor import api
from octavo.preview.editor.service import EditorService
from octavo.preview.events import EventStreams
from octavo.preview.http import Server
from octavo.preview.sidebar import sidebar
from octavo.preview.watcher import Watcher
from octavo.preview.worker_process import PreviewPage, ScanResult, Worker
from octavo.project import Language, Project

#: Called when a language is ready, fails, or has read one more document.
OnChange = Callable[[Worker], None]


class Preview:
    """Provide the server with the pages and states of *languages*.

    :ivar start: the page that is shown first, relative to the folder of a language
    """

    def __init__(
        self,
        project: Project,
        languages: Sequence[Language],
        *,
        editor: str = "",
        is_read_only: bool = False,
        on_change: OnChange,
    ) -> None:
        self.project = project
        self.languages = tuple(dict.fromkeys(languages))
        self.events = EventStreams()
        self.start = f"{project.main_book.root}.html"
        self._on_change = on_change
        self._editor = editor or project.editor
        served = [language.locale for language in self.languages]
        self._workers = {language: Worker(project.root, language, served, self._notify) for language in self.languages}
        self.token = secrets.token_urlsafe(32)
        self._is_read_only = is_read_only
        self._services = {language: EditorService(project, language) for language in self.languages}
        self._end = threading.Event()
        self._scans = dict.fromkeys(self.languages, ScanResult())
        self._write_errors: dict[tuple[Language, str], str] = {}
        self._locks = {language: threading.Lock() for language in self.languages}
        self._wake_events = {language: threading.Event() for language in self.languages}
        self._is_closed = False

    def start_all(self) -> None:
        """Start all languages in parallel, and wait until each is ready or has failed."""
        _in_parallel(worker.start for worker in self._workers.values())
        for language in self.languages:
            threading.Thread(target=self._watch, args=(language,), daemon=True).start()
            if language != self.project.master:
                threading.Thread(target=self._services[language].warm, args=(self._end,), daemon=True).start()

    @property
    def workers(self) -> tuple[Worker, ...]:
        """Return the processes, one for each language."""
        return tuple(self._workers.values())

    # --- calls of the server --------------------------------------------------------------------------

    def language(self, name: str) -> Language | None:
        """Return the served language with the tag or locale *name*, or ``None``."""
        return next((language for language in self.languages if name in (language.tag, language.locale)), None)

    def worker(self, language: Language) -> Worker:
        """Return the process of *language*."""
        return self._workers[language]

    def output(self, language: Language) -> Path:
        """Return the folder of the images, styles and scripts of *language*."""
        return self._workers[language].output

    def page(self, language: Language, name: str) -> PreviewPage | None:
        """Return the present page *name*, or ``None`` if the process of *language* does not run."""
        with self._locks[language]:
            page = self._workers[language].page(name)
            if page is None:
                self._restart_lost(language)
                return None
            self._write_errors[language, name] = page.write_error
            self._handle(language, page.scan)
        return page

    def error(self, language: Language, name: str) -> str:
        """Return why the text cannot be read or the page *name* not be written, or an empty text."""
        return self._scans[language].read_error or self._write_errors.get((language, name), "")

    def state(self, language: Language, page: str) -> dict[str, object]:
        """Return the sidebar data of *page*, with the errors of the page and of other catalogs."""
        catalog = f"/{self.project.domain_of(page)}.po"
        errors = self._scans[language].catalog_errors.items()
        others = [text for path, text in errors if not path.endswith(catalog)]
        service = None if language == self.project.master else self._services[language]
        return {**sidebar(service, page, self._editor), "trouble": self.error(language, page), "others": others}

    def script_data(self, language: Language, page: str) -> dict[str, object]:
        """Return the values that the script of *page* needs."""
        return {
            "language": language.locale,
            "tag": language.tag,
            "name": language.name,
            "dir": language.direction,
            "master": self.project.master.tag,
            "page": page,
            "token": self.token,
            # Drafts of two projects must not meet in one browser, which knows both as 127.0.0.1.
            "project": hashlib.sha256(str(self.project.root).encode()).hexdigest()[:12],
            "isReadOnly": self._is_read_only,
            "isMaster": language == self.project.master,
        }

    def edit(self, language: Language, action: str, data: bytes) -> tuple[HTTPStatus, object]:
        """Run the *action* of an editor in *language*, and show its result."""
        try:
            values = json.loads(data)
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST, {"error": "bad request"}
        if language == self.project.master:
            return HTTPStatus.NOT_FOUND, {"error": "unknown"}
        result = api.respond(self._services[language], action, values, is_read_only=self._is_read_only)
        if action in api.WRITES:
            self.scan()
        return result

    # --- changes --------------------------------------------------------------------------------------

    def scan(self) -> None:
        """Let every language scan its files, in parallel, and send the changes to the browsers."""
        for wake_event in self._wake_events.values():
            wake_event.set()

    def _watch(self, language: Language) -> None:
        wake_event = self._wake_events[language]
        while wake_event.wait() and not self._is_closed:
            wake_event.clear()
            with self._locks[language]:
                scan = self._workers[language].scan()
                if scan is None:
                    self._restart_lost(language)
                else:
                    self._handle(language, scan)

    def _handle(self, language: Language, scan: ScanResult) -> None:
        self._scans[language] = scan
        if scan.must_restart:
            threading.Thread(target=self._workers[language].start, daemon=True).start()
        elif scan.is_news:
            self.events.send(language.locale, documents=scan.documents, catalogs=scan.catalogs)

    def _restart_lost(self, language: Language) -> None:
        """Restart the process of *language* if it was lost; a failed start waits for the next change."""
        worker = self._workers[language]
        if not worker.is_ready and worker.is_lost:
            threading.Thread(target=worker.start, daemon=True).start()

    def restart(self) -> None:
        """Restart all languages after the configuration changed."""
        for worker in self._workers.values():
            threading.Thread(target=worker.start, daemon=True).start()

    def _notify(self, worker: Worker) -> None:
        self.events.send(worker.language.locale, documents=(), catalogs=())
        self._on_change(worker)

    def close(self) -> None:
        """End all processes and event streams."""
        self._is_closed = True
        self._end.set()
        self.scan()
        for service in self._services.values():
            service.speller.close()
        self.events.close()
        _in_parallel(worker.close for worker in self._workers.values())


def _in_parallel(calls: Iterable[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def running(
    project: Project,
    languages: Sequence[Language],
    *,
    port: int = 0,
    editor: str = "",
    is_read_only: bool = False,
    on_change: OnChange = lambda _: None,
) -> Iterator[tuple[Preview, Server]]:
    """Run a preview and its server until the block ends.

    :raises OctavoError: the port is taken, another preview of a language runs, or a language cannot start
    """
    with ExitStack() as stack:
        for language in languages:
            _check(project, language)
            stack.enter_context(_lock(project, language))
        preview = Preview(project, languages, editor=editor, is_read_only=is_read_only, on_change=on_change)
        server = Server(port, preview, key_of(project.build / "preview"))
        stack.callback(server.server_close)
        stack.callback(preview.close)
        preview.start_all()
        for worker in preview.workers:
            if worker.failure:
                raise worker.failure
        watch = Watcher(project, preview.scan, preview.restart)
        stack.callback(watch.close)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        stack.callback(server.shutdown)
        yield preview, server


def _check(project: Project, language: Language) -> None:
    if language != project.master and not any(project.catalogs(language).rglob("*.po")):
        raise OctavoError(
            "preview-catalogs", f"there are no catalogs of {language.locale} in {project.catalogs(language)}",
            remedy="Run “octavo update” to create them",
        )  # fmt: skip


@contextmanager
def _lock(project: Project, language: Language) -> Iterator[None]:
    """Lock *language* against a second preview; the system releases the lock when the process ends."""
    with brief_lock(project.build / "preview" / language.locale, 0) as is_taken:
        if not is_taken:
            raise OctavoError(
                "preview-busy", f"a preview of {language.locale} is already running", remedy="Use it, or end it first"
            )
        yield
