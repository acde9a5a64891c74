"""Send changes to all browsers that show a page of a language, as server-sent events."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress

#: Maximum number of events queued for a browser; further events are dropped, and its next request gets the rest.
_QUEUE_SIZE = 64
#: Maximum number of streams. A browser opens six connections to a server, and hidden pages close theirs.
_MOST_STREAMS = 64
#: Seconds without an event after which a comment is sent, to detect closed connections.
_KEEP_ALIVE = 15.0


class EventStreams:
    """Manage the open event streams, each with a queue of events not yet sent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[queue.Queue[str | None], str] = {}
        self._is_closed = False

    def send(self, locale: str, **data: object) -> None:
        """Send *data* to every browser that shows a page of *locale*."""
        text = f"event: changed\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        with self._lock:
            for listener, shown_locale in self._listeners.items():
                if shown_locale == locale:
                    with suppress(queue.Full):
                        listener.put_nowait(text)

    def listen(self, locale: str) -> Iterator[str]:
        """Yield the events of *locale* until the preview ends, or too many other streams were opened since."""
        listener: queue.Queue[str | None] = queue.Queue(_QUEUE_SIZE)
        with self._lock:
            if self._is_closed:
                return
            while len(self._listeners) >= _MOST_STREAMS:
                _end(next(iter(self._listeners)))
                del self._listeners[next(iter(self._listeners))]
            self._listeners[listener] = locale
        try:
            yield "retry: 500\n\n"
            while True:
                try:
                    text = listener.get(timeout=_KEEP_ALIVE)
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
        """Return the number of connected browsers."""
        with self._lock:
            return len(self._listeners)

    def close(self) -> None:
        """Close all event streams."""
        with self._lock:
            self._is_closed = True
            for listener in self._listeners:
                _end(listener)


def _end(listener: queue.Queue[str | None]) -> None:
    """Let the stream of *listener* end, also if it does not take its events."""
    while True:
        try:
            listener.put_nowait(None)
        except queue.Full:
            with suppress(queue.Empty):
                listener.get_nowait()
        else:
            return
