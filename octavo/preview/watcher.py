"""Call back when a file of the project is saved; the callback finds out which file it was."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from watchfiles import watch

from octavo.editions.live.file_state import is_text
from octavo.project import Project

#: Milliseconds to wait for more changes of a burst: in all, and after each change.
_BURST, _STEP = 20, 5
#: Files that Sphinx reads only when it starts.
_CONFIGURATION = ("conf.py", "pyproject.toml")


def is_relevant(name: str) -> bool:
    """Return whether a file of this *name* matters; editors write hidden and temporary files."""
    return is_text(Path(name)) and not name.endswith(".mo")


def _is_text(project: Project, path: Path) -> bool:
    """Return whether *path* may be a text or a catalog; ``source`` may be the whole project folder."""
    if not is_relevant(path.name) or path.is_relative_to(project.build):
        return False
    parts = path.relative_to(project.root).parts if path.is_relative_to(project.root) else ()
    return not any(part.startswith(".") or part == "node_modules" for part in parts)


class Watcher:
    """Watch *project* until closed; callbacks run in threads of the watcher."""

    def __init__(self, project: Project, saved: Callable[[], None], reconfigured: Callable[[], None]) -> None:
        """Start watching; call *saved* for texts and catalogs, *reconfigured* for configuration files."""
        self._stop = threading.Event()
        folders = [folder for folder in (project.source, project.locales) if folder.is_dir()]
        self._threads = [
            self._thread(folders, True, partial(_is_text, project), saved),
            self._thread(
                list(dict.fromkeys((project.root, project.configuration.parent))),
                False,
                lambda path: path.name in _CONFIGURATION,
                reconfigured,
            ),
        ]

    def _thread(
        self, folders: Iterable[Path], is_deep: bool, is_watched: Callable[[Path], bool], call: Callable[[], None]
    ) -> threading.Thread:
        def run() -> None:
            for _ in watch(
                *folders,
                watch_filter=lambda _change, path: is_watched(Path(path)),
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
        """Stop watching and wait until no callback runs."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
