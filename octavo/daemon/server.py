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
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import IO, Any

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
    *,
    idle: float,
    answering: Answering,
    ready: Callable[[str], None],
    anew: Callable[[Sequence[int]], None],
    inherited: Sequence[int] = (),
) -> None:
    """Keep *language* ready and answer, until that is not wanted any more.

    :param idle: seconds without a question after which it ends
    :param ready: called with nothing when the language is ready, or with the reason why it cannot be kept
    :param anew: called to begin anew, with the open files to go on with: whoever asks meanwhile waits for it
    :param inherited: those files, if it began anew; what is not ready then waits for the next build
    """
    path = place(project, language)
    lock = open(inherited[1], "w") if inherited else _locked(path)  # noqa: PTH123, SIM115  # for as long as it lives
    if lock is None:
        ready("it is kept ready already")
        return
    with lock, socket.socket(fileno=inherited[0]) if inherited else _listening(path) as listener:
        inode = path.stat().st_ino if path.exists() else 0
        with ExitStack() as stack:
            kept, saves, reason = None, None, ""
            try:
                kept = stack.enter_context(closing(Kept(project, language)))
                saves = stack.enter_context(closing(_Saves(project)))
            except (LeftError, OctavoError) as error:
                reason = str(error)
                _log(f"not ready: {reason}")
            ready(reason)
            must_begin = (kept or inherited) and _Server(listener, inode, kept, answering, saves).run(idle)
        if must_begin:
            files = (listener.fileno(), lock.fileno())
            for number in files:
                os.set_inheritable(number, True)
            anew(files)
        if path.exists() and path.stat().st_ino == inode:
            path.unlink()


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
        self, listener: socket.socket, inode: int, kept: Kept | None, answering: Answering, saves: _Saves | None
    ) -> None:
        self._listener, self._kept, self._answering, self._saves = listener, kept, answering, saves
        self._path, self._inode = Path(listener.getsockname()), inode
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


def _locked(path: Path) -> IO[str] | None:
    """Return the file that says that the socket *path* is taken, as long as it is open; ``None`` if another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    lock = path.with_suffix(".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _listening(path: Path) -> socket.socket:
    """Return the socket *path*, which whoever builds tells of it from now on."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    path.chmod(0o600)
    listener.listen()
    return listener
