"""Change the translation of a message within the lines that were read, so that nothing is wrapped again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from octavo.catalogs.po.messages import Message
from octavo.text.differences import kept

#: A character of a text as it is typed in a catalog, escaped or not.
_CHAR = re.compile(r"\\(?:x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)|[^\\]", re.DOTALL)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def with_msgstr(message: Message, text: str) -> Message:
    """Return *message*, which has no plural forms, with the translation *text*; unchanged parts keep their lines."""
    start = next((number for number, line in enumerate(message.raw) if line.startswith("msgstr")), None)
    lines = message.raw[start:] if start is not None else ()
    if start is None or not all(re.fullmatch(r'(?:msgstr *)?"[^\r]*"', line) for line in lines):
        return message.edited(msgstrs=(text,))
    typed = [line[line.index('"') + 1 : -1] for line in lines]
    pieces = [_CHAR.findall(line) for line in typed]
    if sum(map(len, pieces)) != len(message.msgstr):
        return message.edited(msgstrs=(text,))  # written in a way that is not known here
    changed = ["".join(chars) for chars in _moved(message.msgstr, text, pieces)]
    raw = (line[: line.index('"') + 1] + piece + '"' for line, piece in zip(lines, changed, strict=True))
    return replace(message, msgstrs=(text,), raw=(*message.raw[:start], *raw))


def _moved(old: str, new: str, pieces: list[list[str]]) -> Iterator[list[str]]:
    """Yield the typed characters of *new* for each line of *old*, whose typed characters are *pieces*."""
    chars = [char for piece in pieces for char in piece]
    ends = list(accumulate(map(len, pieces)))
    lines: list[list[str]] = [[] for _ in pieces]

    def line_at(place: int) -> list[str]:
        return lines[min(bisect_right(ends, place), len(ends) - 1)]

    at = begin = 0
    for first, end, length in kept(old, new):
        # Put a replacement on the line of the replaced text, and an insertion on the line before it.
        line_at(at if at < first else max(at - 1, 0)).extend(_ESCAPES.get(char, char) for char in new[begin:end])
        at, begin = first + length, end + length
        for place in range(first, at):
            line_at(place).append(chars[place])
    yield from lines
