"""Read Chinese texts in pinyin.

pypinyin keeps 47,000 phrases in 45 MB. Only the phrases that begin with a character of the text can change its reading,
and they are one piece of pypinyin's sorted file, so only these pieces are loaded.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from octavo.cache import store
from octavo.errors import needs_extra

#: What pypinyin reads from the environment when it is imported.
_WITHOUT_PHRASES = {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}
#: The first character of a phrase in pypinyin's file.
_PHRASE = re.compile(rb'\n"([\xc2-\xf4][\x80-\xbf]+)[^"\n]*": \[')


#: The readings of this process and those that it loaded.
_known: dict[str, list[str]] = {}


def readings(text: str) -> list[str]:
    """Return the reading of each Chinese character of *text*, with its tone; other text stays in one piece."""
    if text not in _known:
        read, load = _reader()
        for char in dict.fromkeys(text):
            load(char)
        _known[text] = read(text)
    return _known[text]


def by_sound(chars: Iterable[str]) -> dict[str, str]:
    """Return *chars* and the most common Chinese characters, by their sounds without tones."""
    _reader()
    from pypinyin import Style, lazy_pinyin

    # The first level of GB 2312: the 3,755 characters that nearly all texts are written with.
    level = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    found: dict[str, str] = defaultdict(str)
    for char in sorted({*chars, *level} - {""}):
        for sound in lazy_pinyin(char, style=Style.NORMAL, errors="ignore"):
            found[sound] += char
    return dict(sorted(found.items()))


@contextmanager
def stored(file: Path) -> Iterator[None]:
    """Take readings from *file*, and store new ones there: loading the dictionary takes longer than writing a page."""
    try:
        release = version("pypinyin")
    except PackageNotFoundError:
        release = ""  # the error is raised when a text is read
    content = store.load(file) or {}
    before = content["readings"] if content.get("pypinyin") == release else {}
    _known.update(before)
    yield
    if len(_known) > len(before):
        with suppress(OSError):
            store.save(file, {"pypinyin": release, "readings": _known})


@cache
def _reader() -> tuple[Callable[[str], list[str]], Callable[[str], None]]:
    """Return the functions that read a text, and that load the phrases with a first character."""
    before = dict(os.environ)
    os.environ |= _WITHOUT_PHRASES
    try:
        with needs_extra("zh", "The order of a Chinese index"):
            from pypinyin import Style, lazy_pinyin
            from pypinyin.constants import PHRASES_DICT
            from pypinyin.seg import mmseg
    finally:
        for name in _WITHOUT_PHRASES.keys() - before.keys():
            del os.environ[name]

    data = resources.files("pypinyin").joinpath("phrases_dict.json").read_bytes()
    starts: dict[str, int] = {}
    for match in _PHRASE.finditer(data):
        starts.setdefault(match[1].decode(), match.start())
    ends = dict(zip(starts, [*list(starts.values())[1:], data.rindex(b"}")], strict=True))

    @cache
    def load(char: str) -> None:
        if char in starts:
            phrases = json.loads(b"{" + data[starts[char] : ends[char]].rstrip(b",\n") + b"}")
            PHRASES_DICT.update(phrases)
            mmseg.seg.train(phrases)

    def read(text: str) -> list[str]:
        found: list[str] = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
        return found

    return read, load
