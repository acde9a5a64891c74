r"""Program that reads what a translation may have had a hand in → the same program, with its hands tied.

The guard lets no command of TeX through; this is the second wall. A program gets a folder of its own, an environment
without secrets, limits of time, memory and size of files, and TeX's own rules: no shell, no file outside the folder
but those of TeX itself. Every limit is far above what a book of a thousand pages takes.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Seconds of the processor, and of the clock, on which a busy machine must not count.
PROCESSOR_SECONDS = 300
SECONDS = 1800
#: Kilobytes of addresses. xelatex maps less than 1 GB for a book in Chinese, xdvipdfmx less than 0.3 GB.
MEMORY = 4 * 1024 * 1024
#: Blocks of 512 bytes in one file: 1 GB.
FILE_BLOCKS = 2 * 1024 * 1024
#: ``ulimit`` is every shell's; a limit that a system does not know is left out.
_LIMITS = 'ulimit -t "$1" 2>/dev/null; ulimit -v "$2" 2>/dev/null; ulimit -f "$3" 2>/dev/null; shift 3; exec "$@"'
#: What programs are told of the machine: where programs and TeX's files are, and in what language they speak.
_PASSED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "SYSTEMROOT", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_TEX = ("TEXMF", "TEXINPUTS", "TEXFONTS", "OPENTYPEFONTS", "TTFONTS", "max_print_line")
#: kpathsea's rules and those of its helpers: only files of this folder and TeX's own, nothing is made on the way.
_RULES = {
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
    "MKTEXTFM": "0",
    "MKTEXPK": "0",
    "MKTEXMF": "0",
    "MKTEXFMT": "0",
}


def environment(folder: Path, values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a program that works in *folder*: what it needs, and *values*.

    :param values: what is added; of this process's own environment, only what names programs, fonts and TeX's files
    """
    passed = {name: text for name, text in os.environ.items() if name in _PASSED or name.startswith(_TEX)}
    own = {"HOME": str(folder), "TEXMFOUTPUT": str(folder)}
    # Fonts and macros that a user installed for himself are in his home.
    if home := os.environ.get("HOME"):
        own |= {"XDG_DATA_HOME": os.environ.get("XDG_DATA_HOME", f"{home}/.local/share")}
        own |= {"TEXMFHOME": os.environ.get("TEXMFHOME", f"{home}/texmf")}
    return {**passed, **own, **(values or {}), **_RULES}


def run(
    command: Sequence[str], folder: Path, values: Mapping[str, str] | None = None, *, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run *command* in *folder* within the limits, and return what it did.

    A program that takes too long has the exit status of one that was killed, and says so.

    :param values: what is added to its environment
    :param data: what it reads from its standard input
    :raises FileNotFoundError: there is no such program
    """
    limits = ("/bin/sh", "-c", _LIMITS, "sh", str(PROCESSOR_SECONDS), str(MEMORY), str(FILE_BLOCKS))
    own = environment(folder, values)
    if not _is_there(command[0], own):
        raise FileNotFoundError(command[0])
    try:
        return subprocess.run(
            [*limits, *command], cwd=folder, env=own, input=data, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"") + (error.stderr or b"")
        sentence = f"{command[0]} was stopped after {SECONDS} seconds".encode()
        return subprocess.CompletedProcess(error.cmd, -9, said, sentence)


def stopped(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return why a program was ended from outside, or nothing."""
    if done.returncode >= 0:
        return ""
    name = signal.Signals(-done.returncode).name if -done.returncode in signal.valid_signals() else "a signal"
    return (
        f"the program was ended by {name}: a program may take {PROCESSOR_SECONDS} seconds, "
        f"{MEMORY // 1024 // 1024} GB of memory and files of {FILE_BLOCKS // 2 // 1024 // 1024} GB"
    )


def _is_there(program: str, own: Mapping[str, str]) -> bool:
    return shutil.which(program, path=own.get("PATH")) is not None
