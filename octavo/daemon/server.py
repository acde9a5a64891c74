"""Connections to a Unix socket → answers from a language that is kept ready, one after the other.

Only the user who started it can reach it: the folder of the socket is theirs alone. It ends by itself when nobody asked
for a while, when it is told to, and when its socket is taken away. When another build makes what it keeps, it waits for
the end of that, and begins anew.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import select
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from octavo.daemon import client
from octavo.daemon.kept import Kept
from octavo.daemon.looking import LeftError
from octavo.errors import OctavoError
from octavo.preview.watching import Watch
from octavo.project import Language, Project

#: Seconds between two looks whether the socket is still there.
_PACE = 5
#: The longest name of a Unix socket on Linux; macOS allows four less.
LONGEST = 103
#: Answers a question: what is printed, the exit status, and what is to be done after it was sent.
Answer = tuple[list[tuple[int, str]], int, Callable[[], None]]
#: Raises LeftError where an ordinary build must answer, and returns ``None`` where none of what is kept is asked for.
Answering = Callable[[Kept, dict[str, Any]], Answer | None]


def place(project: Project, language: Language) -> Path:
    """Return the socket of *language*.

    :raises OctavoError: its name is too long for one
    """
    path = project.build / client.FOLDER / f"{language.locale}{client.SUFFIX}"
    if len(os.fsencode(path)) > LONGEST:
        raise OctavoError(
            "daemon-path", f"the name {path} is longer than the {LONGEST} bytes that a socket's may have",
            remedy="Move the project to a folder with a shorter name",
        )  # fmt: skip
    return path


def serve(
    project: Project,
    language: Language,
    idle: float,
    answering: Answering,
    ready: Callable[[str], None],
    *,
    again: bool,
) -> bool:
    """Keep *language* ready and answer, until that is not wanted any more; return whether to begin anew.

    :param idle: seconds without a question after which it ends
    :param ready: called with nothing when the language is ready, or with the reason why it cannot be kept
    :param again: whether it was ready before: where it is not now, it waits for the next build
    """
    with _bound(place(project, language)) as listener:
        if listener is None:
            ready("it is kept ready already")
            return False
        try:
            kept = Kept(project, language)
        except (LeftError, OctavoError) as error:
            _log(f"not ready: {error}")
            if not again:
                ready(str(error))
                return False
            return _Server(listener, None, answering).run(idle)
        with closing(kept), closing(_Saves(project)) as saves:
            server = _Server(listener, kept, answering, saves)
            ready("")
            return server.run(idle)


class _Saves:
    """A file that can be read from when a text or a catalog of *project* was saved."""

    def __init__(self, project: Project) -> None:
        self._out, self._in = os.pipe()
        os.set_blocking(self._in, False)
        logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it counts what it sees
        self._watch = Watch(project, self._tell, lambda: None)

    def _tell(self) -> None:
        with suppress(OSError):  # full: it is told already
            os.write(self._in, b".")

    def fileno(self) -> int:
        """Return what ``select`` asks for."""
        return self._out

    def take(self) -> None:
        """Take note of what was told."""
        os.read(self._out, 1 << 16)

    def close(self) -> None:
        """End."""
        self._watch.close()
        os.close(self._in)
        os.close(self._out)


class _Server:
    """Answers from *kept*; ``None`` if it could not be loaded.

    :param saves: tells that something was saved: what follows from it is made before somebody asks
    """

    def __init__(
        self, listener: socket.socket, kept: Kept | None, answering: Answering, saves: _Saves | None = None
    ) -> None:
        self._listener, self._kept, self._answering, self._saves = listener, kept, answering, saves
        # Not before it can answer: who builds meanwhile need not wait.
        listener.listen()
        self._path = Path(listener.getsockname())
        self._inode = self._path.stat().st_ino
        self._builds: list[socket.socket] = []
        self._is_ended = False

    def run(self, idle: float) -> bool:
        """Answer until it is to end; return whether to begin anew."""
        last = time.monotonic()
        while not self._is_ended and self._is_there() and (self._builds or time.monotonic() - last < idle):
            asked: list[Any] = [self._listener, *self._builds, *filter(None, [self._saves])]
            found, _, _ = select.select(asked, [], [], _PACE)
            for connection in found:
                if connection is self._saves:
                    self._begin()
                elif connection is self._listener:
                    self._answer(connection.accept()[0])
                    last = time.monotonic()
                elif self._has_ended(connection):
                    return True
        return False

    def _is_there(self) -> bool:
        """Whether others can find it."""
        with suppress(OSError):
            return self._path.stat().st_ino == self._inode
        return False

    def _begin(self) -> None:
        """Make what follows from what was saved; what cannot be made is found again when somebody asks."""
        assert self._kept and self._saves
        self._saves.take()
        if not self._builds:
            try:
                self._kept.begin()
            except LeftError:
                return
            except Exception:  # of an extension, or ours
                _log(traceback.format_exc())

    def _has_ended(self, build: socket.socket) -> bool:
        """Take leave of a *build* that ran beside; return whether to begin anew after it."""
        self._builds.remove(build)
        build.close()
        return not self._builds and not (self._kept and self._kept.is_current())

    def _answer(self, connection: socket.socket) -> None:
        """Answer a question; whoever is told to build it, is waited for."""
        after: Callable[[], None] | None = None
        with suppress(OSError, ValueError, KeyError, TypeError):  # it went away, or was no call of ours
            connection.settimeout(client.PATIENCE)
            with connection.makefile("rb") as stream:
                asked = json.loads(stream.readline())
            connection.sendall(b"{}\n")
            said: dict[str, object] = {}
            try:
                if answer := self._answered(asked):
                    said["printed"], said["status"], after = answer
            except LeftError as error:
                _log(f"left: {error}")
                said["left"] = str(error)
                self._builds.append(connection)
            connection.sendall(json.dumps(said).encode() + b"\n")
        if connection not in self._builds:
            connection.close()
        if after:
            after()

    def _answered(self, asked: dict[str, Any]) -> Answer | None:
        if asked["question"][0] in ("stop", "clean"):
            self._is_ended = True
            return None
        if asked["question"][0] == "status":
            return None
        if self._kept is None or self._builds:
            raise LeftError("another build runs, or was stopped")
        if asked["package"] != client.identity():
            raise LeftError("the call comes from another Octavo")
        if asked["environment"] != client.environment():
            raise LeftError("an environment variable is different")
        try:
            return self._answering(self._kept, asked)
        except LeftError:
            raise
        except Exception as error:  # a fault of an extension or of ours: the ordinary build says it better
            _log(traceback.format_exc())
            raise LeftError(repr(error)) from error


def _log(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


@contextmanager
def _bound(path: Path) -> Iterator[socket.socket | None]:
    """Give the socket *path*, which does not listen yet; ``None`` if another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            path.chmod(0o600)
            yield listener
            path.unlink(missing_ok=True)
