"""Project and languages → a preview that runs: its processes, its server, and what goes between them."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from octavo.errors import OctavoError
from octavo.preview.events import EventStreams
from octavo.preview.http import Server
from octavo.preview.sidebar import Sidebar
from octavo.preview.watcher import Watcher
from octavo.preview.worker_process import Page, ScanResult, Worker
from octavo.project import Language, Project

#: Called when a language becomes ready, fails, or has read one more document.
Told = Callable[[Worker], None]


class Preview:
    """The preview of *languages*: what the server asks.

    :ivar start: the page that is shown first, from the folder of a language
    """

    def __init__(self, project: Project, languages: Sequence[Language], *, editor: str = "", told: Told) -> None:
        self.project = project
        self.languages = tuple(dict.fromkeys(languages))
        self.telling = EventStreams()
        self.start = f"{(project.set_book or project.books[0]).root}.html"
        self._told = told
        self._editor = editor or project.editor
        served = [language.locale for language in self.languages]
        self._workers = {language: Worker(project.root, language, served, self._hear) for language in self.languages}
        self._pages = {language: Sidebar(project, language, self._editor) for language in self.languages}
        self._looked = dict.fromkeys(self.languages, ScanResult())
        self._troubles: dict[tuple[Language, str], str] = {}
        self._asking = {language: threading.Lock() for language in self.languages}
        self._bells = {language: threading.Event() for language in self.languages}
        self._is_closed = False

    def begin(self) -> None:
        """Start all languages side by side, and wait until each is ready or has failed."""
        _side_by_side(worker.start for worker in self._workers.values())
        for language in self.languages:
            threading.Thread(target=self._tend, args=(language,), daemon=True).start()

    @property
    def workers(self) -> tuple[Worker, ...]:
        """The processes, one a language."""
        return tuple(self._workers.values())

    # --- what the server asks -------------------------------------------------------------------------

    def language(self, name: str) -> Language | None:
        """Return the language that is served as *name*, a tag or a locale."""
        return next((language for language in self.languages if name in (language.tag, language.locale)), None)

    def worker(self, language: Language) -> Worker:
        """Return the process of *language*."""
        return self._workers[language]

    def output(self, language: Language) -> Path:
        """Return the folder of what pages of *language* need besides."""
        return self._workers[language].output

    def page(self, language: Language, name: str) -> Page | None:
        """Return the page *name* as it is now; ``None`` while the language starts, or when its process has stopped."""
        with self._asking[language]:
            page = self._workers[language].page(name)
            if page is None:
                self._revive(language)
                return None
            self._troubles[language, name] = page.trouble
            self._take(language, page.looked)
        return page

    def trouble(self, language: Language, name: str) -> str:
        """Return why the page *name* cannot be written, or the text of *language* not be read; empty if all is well."""
        return self._looked[language].trouble or self._troubles.get((language, name), "")

    def state(self, language: Language, page: str) -> dict[str, object]:
        """Return what the browser shows beside *page*."""
        said = self._pages[language].of(page)
        own = f"/{self.project.domain_of(page)}.po"
        others = [text for path, text in self._looked[language].faults.items() if not path.endswith(own)]
        return {**said, "trouble": self.trouble(language, page), "others": others}

    # --- what changes ---------------------------------------------------------------------------------

    def look(self) -> None:
        """Let every language look at its files, side by side, and tell browsers what changed."""
        for bell in self._bells.values():
            bell.set()

    def _tend(self, language: Language) -> None:
        bell = self._bells[language]
        while bell.wait() and not self._is_closed:
            bell.clear()
            with self._asking[language]:
                looked = self._workers[language].look()
                if looked is None:
                    self._revive(language)
                else:
                    self._take(language, looked)

    def _take(self, language: Language, looked: ScanResult) -> None:
        self._looked[language] = looked
        if looked.must_restart:
            threading.Thread(target=self._workers[language].start, daemon=True).start()
        elif looked.is_news:
            self.telling.tell(language.locale, documents=looked.documents, catalogs=looked.catalogs)

    def _revive(self, language: Language) -> None:
        """Start the process of *language* again if it was lost; one that could not start waits for another file."""
        worker = self._workers[language]
        if not worker.is_ready and worker.is_lost:
            threading.Thread(target=worker.start, daemon=True).start()

    def restart(self) -> None:
        """Start all languages anew: the configuration changed."""
        for worker in self._workers.values():
            threading.Thread(target=worker.start, daemon=True).start()

    def _hear(self, worker: Worker) -> None:
        self.telling.tell(worker.language.locale, documents=(), catalogs=())
        self._told(worker)

    def close(self) -> None:
        """End all processes."""
        self._is_closed = True
        self.look()
        self.telling.close()
        _side_by_side(worker.close for worker in self._workers.values())


def _side_by_side(calls: Iterable[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def running(
    project: Project, languages: Sequence[Language], *, port: int = 0, editor: str = "", told: Told = lambda _: None
) -> Iterator[tuple[Preview, Server]]:
    """Give a preview that runs and its server; all ends with the block.

    :raises OctavoError: the port is taken, another preview of a language runs, or a language cannot start
    """
    with ExitStack() as stack:
        for language in languages:
            _check(project, language)
            stack.enter_context(_lock(project, language))
        preview = Preview(project, languages, editor=editor, told=told)
        server = Server(port, preview)
        stack.callback(server.server_close)
        stack.callback(preview.close)
        preview.begin()
        for worker in preview.workers:
            if worker.failure:
                raise worker.failure
        watch = Watcher(project, preview.look, preview.restart)
        stack.callback(watch.close)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        stack.callback(server.shutdown)
        yield preview, server


def _check(project: Project, language: Language) -> None:
    if language != project.master and not any(project.catalogs(language).rglob("*.po")):
        raise OctavoError(
            "preview-catalogs", f"there are no catalogs of {language.locale} in {project.catalogs(language)}",
            remedy="Run “octavo update”, which makes them",
        )  # fmt: skip


@contextmanager
def _lock(project: Project, language: Language) -> Iterator[TextIO]:
    """Keep two previews of a language apart; the lock goes with its process."""
    folder = project.build / "preview" / language.locale
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OctavoError(
                "preview-busy", f"a preview of {language.locale} runs already", remedy="Use it, or end it first"
            ) from error
        yield stream
