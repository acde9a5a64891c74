r"""Run programs that read translated text in a sandbox of limits.

The guard refuses TeX commands in translations; this is a second protection. A program gets a folder of its own, an
environment without secrets, and limits of time, memory and file size. TeX may run no shell, and may use no file outside
the folder except its own. Every limit is far above the needs of a book of a thousand pages.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Limits of processor time and of elapsed time in seconds; the second is large because the machine may be busy.
PROCESSOR_SECONDS = 300
SECONDS = 1800
#: Limit of address space in kilobytes. xelatex needs less than 1 GB for a book in Chinese, xdvipdfmx 0.3 GB.
MEMORY = 4 * 1024 * 1024
#: Limit of the size of a file in blocks of 512 bytes: 1 GB.
FILE_BLOCKS = 2 * 1024 * 1024
#: Every shell has ``ulimit``; limits that a system does not support are skipped.
LIMITS = 'ulimit -t "$1" 2>/dev/null; ulimit -v "$2" 2>/dev/null; ulimit -f "$3" 2>/dev/null; shift 3; exec "$@"'
#: Environment variables that are passed on: paths of programs and TeX files, and the locale.
_PASSED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "SYSTEMROOT", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_TEX = ("TEXMF", "TEXINPUTS", "TEXFONTS", "OPENTYPEFONTS", "TTFONTS", "max_print_line")
#: Settings of kpathsea: use only files of this folder and of TeX, and generate no fonts or formats.
RULES = {
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
    "MKTEXTFM": "0",
    "MKTEXPK": "0",
    "MKTEXMF": "0",
    "MKTEXFMT": "0",
}


def environment(folder: Path, values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a program in *folder*: the variables that it needs, and *values*.

    Only variables for programs, fonts and TeX files are passed on from this process.
    """
    inherited = {name: text for name, text in os.environ.items() if name in _PASSED or name.startswith(_TEX)}
    folders = {"HOME": str(folder), "TEXMFOUTPUT": str(folder)}
    # A user's own fonts and macros are in the home folder.
    if home := os.environ.get("HOME"):
        folders |= {"XDG_DATA_HOME": os.environ.get("XDG_DATA_HOME", f"{home}/.local/share")}
        folders |= {"TEXMFHOME": os.environ.get("TEXMFHOME", f"{home}/texmf")}
    return {**inherited, **folders, **(values or {}), **RULES}


def run(
    command: Sequence[str], folder: Path, values: Mapping[str, str] | None = None, *, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run *command* in *folder* within the limits, and return the completed process.

    A program that takes too long gets the exit status of a killed one, with a message in its standard error.

    :param values: additional environment variables
    :param data: the standard input
    :raises FileNotFoundError: the program is not installed
    """
    limits = ("/bin/sh", "-c", LIMITS, "sh", str(PROCESSOR_SECONDS), str(MEMORY), str(FILE_BLOCKS))
    variables = environment(folder, values)
    if shutil.which(command[0], path=variables.get("PATH")) is None:
        raise FileNotFoundError(command[0])
    try:
        return subprocess.run(
            [*limits, *command],
            cwd=folder,
            env=variables,
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        output = (error.stdout or b"") + (error.stderr or b"")
        message = f"{command[0]} was stopped after {SECONDS} seconds".encode()
        return subprocess.CompletedProcess(error.cmd, -9, output, message)


def stopped(process: subprocess.CompletedProcess[bytes]) -> str:
    """Return why a program was killed, or an empty text."""
    if process.returncode >= 0:
        return ""
    name = signal.Signals(-process.returncode).name if -process.returncode in signal.valid_signals() else "a signal"
    return (
        f"the program was killed by {name}; the limits are {PROCESSOR_SECONDS} seconds of processor time, "
        f"{MEMORY // 1024 // 1024} GB of memory, and {FILE_BLOCKS // 2 // 1024 // 1024} GB for a file"
    )
