"""Folders of a project → a call whenever something in them is saved; what was saved, one looks for oneself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from watchfiles import watch

from octavo.project import Project

#: Milliseconds: so long is waited for the rest of a burst, at most, and between its parts.
_BURST, _STEP = 20, 5
#: Read once, when a language starts.
_ONCE = ("conf.py", "pyproject.toml")


def is_relevant(name: str) -> bool:
    """Whether a file of this name may matter: editors keep hidden and temporary files beside those they save."""
    return not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".swx", ".tmp", ".mo"))


def _is_text(project: Project, path: Path) -> bool:
    """Whether *path* may be a text or a catalog: where the master's folder is the project's, much else lies in it."""
    if not is_relevant(path.name) or path.is_relative_to(project.build):
        return False
    parts = path.relative_to(project.root).parts if path.is_relative_to(project.root) else ()
    return not any(part.startswith(".") or part == "node_modules" for part in parts)


class Watcher:
    """Watches *project* until it is closed; calls come from threads of its own."""

    def __init__(self, project: Project, saved: Callable[[], None], reconfigured: Callable[[], None]) -> None:
        """Begin: *saved* is called for texts and catalogs, *reconfigured* for what Sphinx reads only once."""
        self._stop = threading.Event()
        folders = [folder for folder in (project.source, project.locales) if folder.is_dir()]
        self._threads = [
            self._thread(folders, True, partial(_is_text, project), saved),
            self._thread(
                list(dict.fromkeys((project.root, project.configuration.parent))),
                False,
                lambda path: path.name in _ONCE,
                reconfigured,
            ),
        ]

    def _thread(
        self, folders: Iterable[Path], is_deep: bool, is_wanted: Callable[[Path], bool], call: Callable[[], None]
    ) -> threading.Thread:
        def run() -> None:
            for _ in watch(
                *folders,
                watch_filter=lambda _change, path: is_wanted(Path(path)),
                debounce=_BURST,
                step=_STEP,
                stop_event=self._stop,
                rust_timeout=500,
                recursive=is_deep,
                raise_interrupt=False,
            ):
                call()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """End, and wait until nothing calls any more."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
