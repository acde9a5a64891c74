"""What changed → every browser that shows a page of the language, as server-sent events."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress

#: So many events wait for a browser at most; one that takes none is told the rest by its next look.
_WAITING = 64
#: Seconds of silence after which a line is sent, so that a browser that went away is noticed.
_SILENCE = 15.0


class EventStreams:
    """The browsers that listen, each with what it has yet to be told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[queue.Queue[str | None], str] = {}
        self._is_closed = False

    def tell(self, locale: str, **what: object) -> None:
        """Tell every browser that shows a page of *locale*."""
        text = f"event: changed\ndata: {json.dumps(what, ensure_ascii=False)}\n\n"
        with self._lock:
            for listener, shown in self._listeners.items():
                if shown == locale:
                    with suppress(queue.Full):
                        listener.put_nowait(text)

    def listen(self, locale: str) -> Iterator[str]:
        """Yield the events of *locale* as they are sent, until the preview ends."""
        listener: queue.Queue[str | None] = queue.Queue(_WAITING)
        with self._lock:
            if self._is_closed:
                return
            self._listeners[listener] = locale
        try:
            yield "retry: 500\n\n"
            while True:
                try:
                    text = listener.get(timeout=_SILENCE)
                except queue.Empty:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            with self._lock:
                self._listeners.pop(listener, None)

    @property
    def count(self) -> int:
        """The number of browsers that listen."""
        with self._lock:
            return len(self._listeners)

    def close(self) -> None:
        """Let every browser go."""
        with self._lock:
            self._is_closed = True
            for listener in self._listeners:
                with suppress(queue.Full):
                    listener.put_nowait(None)
