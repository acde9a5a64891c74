"""Define errors whose message tells the user what to do, and the exit status.

Every error has a code with a paragraph in ``docs/reference/errors.md``. Its sentence says what is wrong, where
(``file:line``) and what to do. Only the command line prints it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

#: Control characters except tabs and line breaks, separators of lines, and characters that reorder a line.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

#: Characters of a part of a sentence; a longer part is shortened in its middle.
_LONGEST = 1_000


def first_line(error: Exception) -> str:
    """Return the first line of what *error* says."""
    return (str(error) or repr(error)).splitlines()[0]


def escaped(text: str) -> str:
    """Return *text* for a terminal. Control characters are written as ``\\u001b``, as in JSON.

    A catalog or a file name could otherwise clear the screen, change the title of the window or hide a line.
    """
    return _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def one_line(text: str) -> str:
    """Return *text* for a line of a terminal. Line breaks are escaped too, so that no text can add a line."""
    return escaped(text).replace("\n", "\\n")


class OctavoError(Exception):
    """Report why a run must stop. *exit_status* is 2: the call or the environment is wrong.

    :param code: stable name, for example ``config-unknown-key``; documented in ``docs/reference/errors.md``
    :param what: what is wrong, one sentence without its final stop
    :param remedy: what the reader should do, one sentence without its final stop
    :param path: the file it is about, if any
    :param line: the 1-based line in *path*, if known
    """

    exit_status = 2

    def __init__(self, code: str, what: str, *, remedy: str, path: Path | None = None, line: int | None = None) -> None:
        self.code = code
        self.what = what
        self.remedy = remedy
        self.path = path
        self.line = line
        super().__init__(self.sentence)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between the processes of a pool; keyword arguments need help to survive it.
        return _rebuild, (type(self), self.code, self.what, self.remedy, self.path, self.line)

    @property
    def where(self) -> str:
        """Return ``file:line``, ``file``, or the empty string."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    @property
    def sentence(self) -> str:
        """Return problem, place and remedy on one line."""
        parts = (f"{self.where}: " if self.path else "", f"{self.what}. ", f"{self.remedy}. [{self.code}]")
        return one_line("".join(part if len(part) <= _LONGEST else _shortened(part) for part in parts))


class ContentError(OctavoError):
    """Report an error of the content, not of the call: exit status 1."""

    exit_status = 1


def _shortened(text: str) -> str:
    return f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"


def of_system(error: OSError) -> str:
    """Return *error* as a sentence: what is wrong, where and what to do."""
    place, reason = error.filename, error.strerror
    if error.args and isinstance(error.args[0], list):
        # shutil.copytree lists all files that it could not copy: (source, target, reason).
        _, place, reason = error.args[0][0]
        reason = re.sub(r"^\[Errno \d+\] ([^:]+):.*", r"\1", str(reason))
    where = f"{os.fsdecode(place)}: " if isinstance(place, str | bytes | os.PathLike) else ""
    where = where if len(where) <= _LONGEST else _shortened(where)
    return one_line(f"{where}{reason or error}. Check the space and the rights there. [system]")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that suggests the name most like *word*, with a space after it, or an empty string."""
    from difflib import get_close_matches  # only a mistyped name needs it

    names = {name.lower(): name for name in known}
    # 0.57 still finds zh_CN for zh, and does not offer en for de.
    found = get_close_matches(word.lower(), names, n=1, cutoff=0.57)
    return f"Did you mean “{names[found[0]]}”? " if found else ""


@contextmanager
def needs_extra(name: str, feature: str) -> Iterator[None]:
    """Turn an ImportError of the block into an OctavoError that names the command to install the extra *name*.

    :param feature: the subject of the sentence: "A workbook", "Printing in Chinese"
    """
    try:
        yield
    except ImportError as error:
        raise OctavoError(
            "extra-missing",
            f"{feature} needs packages that are not installed ({error.name})",
            remedy=f"Run: pip install 'octavo[{name}]'",
        ) from error


def _rebuild(
    kind: type[OctavoError], code: str, what: str, remedy: str, path: Path | None, line: int | None
) -> OctavoError:
    return kind(code, what, remedy=remedy, path=path, line=line)
