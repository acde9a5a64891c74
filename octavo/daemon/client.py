"""A call of the command line → the answer of the process that keeps its language ready, if there is one.

Only the standard library is imported: this is the whole way of a build that is handed over. A process that is told that
another one builds does nothing meanwhile; what tells it is a connection that is open as long as that one runs.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import octavo
from octavo import answers
from octavo.errors import OctavoError

#: Where the sockets lie, in the folder of what is made.
FOLDER = "daemon"
SUFFIX = ".socket"
#: Seconds in which a process says that it heard.
PATIENCE = 60
#: Verbs that make something which such a process keeps.
_BUILDING = ("build", "publish", "clean")
#: Variables that say how a terminal looks: what is printed follows those of the call.
TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
#: Variables that differ from terminal to terminal and change nothing.
_IGNORED = frozenset((
    *TERMINAL, "_", "PWD", "OLDPWD", "SHLVL", "WINDOWID", "WINDOW", "STY", "TMUX", "TMUX_PANE", "GPG_TTY", "SSH_TTY",
    "SSH_CLIENT", "SSH_CONNECTION", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERM_SESSION_ID", "VTE_VERSION",
    "XDG_SESSION_ID", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "INVOCATION_ID", "JOURNAL_STREAM",
))  # fmt: skip
#: Connections to processes that wait for the end of this call.
_held: list[socket.socket] = []


def hand_over(question: Sequence[str], folder: Path) -> tuple[list[tuple[int, str]], int] | None:
    """Return what is to be printed, each with its stream (1 or 2), and the exit status; ``None`` if nobody answers.

    :raises OctavoError: a process is there, but says nothing
    """
    if question and question[0] in _BUILDING and (root := answers.root_of(folder)):
        for path in sockets(root):
            said = ask(path, {"question": list(question), **_call()})
            if said and "printed" in said:
                return [(stream, text) for stream, text in said["printed"]], said["status"]
    return None


def release() -> None:
    """Let the processes go on that wait for the end of this call."""
    while _held:
        _held.pop().close()


def sockets(root: Path) -> list[Path]:
    """Return the sockets of this user's processes that keep a language of the project in *root*."""
    with suppress(OSError):
        paths = sorted(path for path in (answers.build_of(root) / FOLDER).iterdir() if path.suffix == SUFFIX)
        return [path for path in paths if path.stat().st_uid == os.getuid()]
    return []


def ask(path: Path, question: dict[str, Any]) -> dict[str, Any] | None:
    """Return the answer of the process that listens at *path*; ``None`` if it is gone.

    :raises OctavoError: it says nothing
    """
    try:
        connection = _connected(path)
        connection.sendall(json.dumps(question).encode() + b"\n")
        lines = _lines(connection)
        next(lines)  # it heard
        connection.settimeout(None)
        said: dict[str, Any] = json.loads(next(lines))
    except TimeoutError as error:
        raise OctavoError(
            "daemon-silent", f"the process that keeps {path.stem} ready does not answer",
            remedy="End it with “octavo daemon --stop”, or by hand if that does not help", path=path,
        ) from error  # fmt: skip
    except (OSError, StopIteration, ValueError):
        return None  # it ended, or left its socket behind
    _held.append(connection)
    return said


def _connected(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    connection.connect(str(path))
    return connection


def _lines(connection: socket.socket) -> Iterator[bytes]:
    with connection.makefile("rb") as stream:
        yield from stream


def _call() -> dict[str, Any]:
    """Return what an answer depends on besides the question, and how the terminal looks."""
    return {
        "package": identity(),
        "environment": environment(),
        "terminals": [os.isatty(1), os.isatty(2)],
        "width": os.get_terminal_size(2 if os.isatty(2) else 1).columns if os.isatty(1) or os.isatty(2) else 80,
        "variables": {name: os.environ[name] for name in TERMINAL if name in os.environ},
    }


def identity() -> list[str]:
    """Return which Octavo this is."""
    return [octavo.__version__, str(Path(octavo.__file__).parent)]


def environment() -> str:
    """Return a digest of the environment variables, of which any may change what ``conf.py`` says."""
    held = sorted((name, value) for name, value in os.environ.items() if name not in _IGNORED)
    return hashlib.sha256(repr(held).encode("utf-8", "surrogateescape")).hexdigest()
