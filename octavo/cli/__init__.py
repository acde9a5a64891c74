"""Provide the command line: parse, call one function, print.

The commands are in :mod:`octavo.cli.commands`. This module runs first: if a call has a cached result, it prints that
and imports nothing else.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path
from typing import TextIO

from octavo.cache import command_cache
from octavo.errors import OctavoError, of_system

#: Commands that have nothing to do if nothing changed; their last output is printed again.
_CACHED = (("build",), ("publish",), ("check",), ("update",))
INTERRUPTED = 130  # 128 + SIGINT, the shells' convention
#: New objects after which Python looks for garbage. Its own figure, 700, takes 5 % of a build: imports make no garbage.
GC_THRESHOLD = 50_000


def main(arguments: list[str] | None = None, *, is_alone: bool = False) -> int:
    """Run the command line and return its exit status; no traceback reaches a user.

    :param is_alone: whether the process ends afterwards
    """
    question = tuple(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal whose encoding lacks a character shows its number; JSON stays JSON.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _print_cached(question)
        if status is None:
            from octavo.cli import commands  # imports Click: a third of the time of a cached result

            status = commands.call(question, is_alone=is_alone)
        return status
    except KeyboardInterrupt:
        print("Stopped. The last publication is unchanged.", file=sys.stderr)
        return INTERRUPTED
    except OctavoError as error:
        print(f"octavo: {error.sentence}", file=sys.stderr)
        return error.exit_status
    except ModuleNotFoundError as error:
        print(f"octavo: “{error.name}” is not installed. Run: pip install octavo", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The program that reads our output has ended (octavo status | head): not an error.
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"octavo: {of_system(error)}", file=sys.stderr)
        return 2


def _print_cached(question: tuple[str, ...]) -> int | None:
    """Print the cached output of the call *question* and return its exit status; ``None`` if there is none."""
    answer = command_cache.lookup(question, Path.cwd()) if question[:1] in _CACHED else None
    if answer is None:
        return None
    _print(sys.stderr, answer.err)
    _print(sys.stdout, answer.out)
    return answer.status


def _print(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def run() -> None:
    """Run the console script."""
    gc.set_threshold(GC_THRESHOLD)
    status = main(is_alone=True)
    if status == INTERRUPTED:
        # sys.exit would wait for the threads of the pool, whose processes were just ended.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
