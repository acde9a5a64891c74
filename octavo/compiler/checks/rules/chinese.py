"""Check punctuation, spaces and characters of Chinese messages.

Sources: GB/T 15834-2011 (punctuation), GB/T 15835-2011 (numerals), W3C Requirements for Chinese Text Layout (clreq).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import Any

from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject, correction
from octavo.findings import Severity

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_FULL = r"，。；：？！、（）《》“”‘’【】…—"
_TO_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_HALF_SIGN = re.compile(rf"(?<=[{_HAN}》”’）])[,;:?!](?!\d)")
_HALF_STOP = re.compile(rf"(?<=[{_HAN}》”’）])\.(?=\s|$|[{_HAN}])")
_HALF_BRACKETS = re.compile(
    rf"\(([^()]*[{_HAN}][^()]*)\)|(?<=[{_HAN}》”])\((\d[\d ,.–-]*)\)|(?<![A-Za-z\d_])\((\d[\d ,.–-]*)\)(?=[{_HAN}])"
)
_STRAIGHT = re.compile(r'["\']')
_CORNER = str.maketrans("「」『』", "“”‘’")
_CORNERS = re.compile("[「」『』]")
_SPACE = re.compile(
    rf"(?<=[{_HAN}{_FULL}])[ \u3000]+(?=[{_HAN}{_FULL}])|(?<=[{_FULL}])[ \u3000]+|[ \u3000]+(?=[{_FULL}])"
)
_BESIDE_HAN = _HAN_CHAR = re.compile(rf"[{_HAN}]")
_ELLIPSIS = re.compile(r"\.{3,}|。{2,}|(?<!…)…(?!…)")
_DASH = re.compile(rf"(?<=[{_HAN}])\s*(?:--+|(?<!—)—(?!—)|(?<=\s)[-–](?=\s))\s*(?=[{_HAN}])")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％]+")
_WIDE_TO_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOUBLED = re.compile("([，；：、])[，；：、]+|([？！])\\2{2,}")
#: Locales that write simplified characters.
_SIMPLIFIED = frozenset(("zh", "zh_CN", "zh_SG", "zh_Hans", "zh_Hans_CN"))


@rule("chinese-quotes", Severity.WARNING, "zh", house_style=True)
def quotes(subject: Subject) -> Iterator[Problem]:
    r"""The quotation marks are straight, or are those of traditional Chinese.

    Bad::

        msgid "Say \"good morning\" first."
        msgstr "先说\"早上好\"。"

    Good::

        msgid "Say \"good morning\" first."
        msgstr "先说“早上好”。"

    Source: GB/T 15834-2011, 4.8.
    """
    corners = subject.replaced(_CORNERS, lambda match: match[0].translate(_CORNER))
    if subject.context.locale in _SIMPLIFIED:
        yield from correction(subject, corners, "「」 are not the quotation marks of simplified Chinese", "Type “ ”")
    straight = [sign for _, text in subject.text_tokens() for sign in _STRAIGHT.findall(_without_english(text))]
    if straight:
        pairs = straight.count('"') % 2 == 0 and "'" not in straight
        yield Problem("A quotation mark is straight", "Type “ ” or ‘ ’", _curled(subject) if pairs else None)


def _without_english(text: str) -> str:
    # The apostrophe of an English name (Student's Guide) is none of Chinese.
    return re.sub(r"(?<=[A-Za-z])'(?=[A-Za-z ]|$)", "", text)


def _curled(subject: Subject) -> str:
    signs = iter("“”" * subject.msgstr.count('"'))
    return subject.replaced(re.compile('"'), lambda match: next(signs))


@rule("chinese-half-width", Severity.WARNING, "zh", house_style=True)
def half_width(subject: Subject) -> Iterator[Problem]:
    """A half-width sign follows a Chinese character, or half-width brackets contain Chinese or belong to it.

    Bad::

        msgid "First read, then write (at home)."
        msgstr "先读,然后写(在家里)。"

    Good::

        msgid "First read, then write (at home)."
        msgstr "先读，然后写（在家里）。"

    Source: GB/T 15834-2011, 5.1; clreq, 3.1.
    """
    fixed = subject.with_texts({number: _widened(text) for number, text in subject.text_tokens()})
    yield from correction(subject, fixed, "A half-width sign stands in Chinese text", "Type ，。；：？！（）")


def _widened(text: str) -> str:
    text = _HALF_SIGN.sub(lambda match: match[0].translate(_TO_FULL), _HALF_STOP.sub("。", text))
    return _HALF_BRACKETS.sub(lambda match: f"（{match[1] or match[2] or match[3]}）", text)


@rule("chinese-space", Severity.WARNING, "zh", house_style=True)
def space(subject: Subject) -> Iterator[Problem]:
    r"""There is a space between Chinese characters, or beside a full-width sign.

    Markup needs no spaces around it either, nor ``\ ``: the compiler adds what docutils needs.

    Bad::

        msgid "It is **very** good."
        msgstr "这个 **非常** 好。"

    Good::

        msgid "It is **very** good."
        msgstr "这个**非常**好。"

    Source: clreq, 3.2.2.
    """
    texts = dict(subject.text_tokens())
    changed = {number: _SPACE.sub("", text) for number, text in texts.items()}
    numbers = sorted(texts)
    for before, after in pairwise(numbers):
        left, right = changed[before], changed[after]
        # Spaces at a joint of markup: what a reader sees on both sides decides.
        seen = left.rstrip()[-1:] + right.lstrip()[:1]
        if len(seen) == 2 and all(map(_BESIDE_HAN.match, seen)):
            changed[before], changed[after] = left.rstrip(" \u3000"), right.lstrip(" \u3000")
    yield from correction(subject, subject.with_texts(changed), "A space stands in Chinese text", "Delete it")


@rule("chinese-traditional", Severity.ERROR, "zh")
def traditional(subject: Subject) -> Iterator[Problem]:
    """A simplified text contains traditional characters.

    Nothing is checked without OpenCC (``pip install 'octavo[zh]'``).

    Bad::

        msgid "Online learning"
        msgstr "在線學習"

    Good::

        msgid "Online learning"
        msgstr "在线学习"

    Source: General Standard Chinese Characters (2013), by the tables of OpenCC.
    """
    if subject.context.locale not in _SIMPLIFIED:
        return
    fixed = subject.replaced(_HAN_CHAR, lambda match: _simplified(match[0]))
    if fixed != subject.msgstr:
        chars = "".join(dict.fromkeys(old for old, new in zip(subject.msgstr, fixed, strict=True) if old != new))
        yield Problem(f"It has traditional characters: {chars[:20]}", "Type the simplified ones", fixed)


@cache
def _simplified(char: str) -> str:
    """Return the simplified form of *char*; itself if it is one.

    Some characters are both (覆, 著, 乾): what GB 2312, the first set of simplified characters, contains stays.
    """
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        converter = _converter()
        new = str(converter.convert(char)) if converter else char
        return new if len(new) == 1 else char
    return char


@cache
def _converter() -> Any:
    """Return OpenCC's converter, or ``None`` without the extra ``zh``."""
    # Loaded when the first Chinese catalog is checked: its dictionaries take a moment.
    with suppress(ImportError):
        import opencc

        return opencc.OpenCC("t2s")
    return None


@rule("chinese-ellipsis", Severity.WARNING, "zh", house_style=True)
def ellipsis(subject: Subject) -> Iterator[Problem]:
    """The ellipsis is not six dots in the middle of the line.

    Bad::

        msgid "Wait, then try again…"
        msgstr "等一等，再试……再试..."

    Good::

        msgid "Wait, then try again…"
        msgstr "等一等，再试……"

    Source: GB/T 15834-2011, 4.11.
    """
    if _BESIDE_HAN.search(subject.words):
        yield from correction(subject, subject.replaced(_ELLIPSIS, "……"), "The ellipsis is not ……", "Type ……")


@rule("chinese-dash", Severity.WARNING, "zh", house_style=True)
def dash(subject: Subject) -> Iterator[Problem]:
    """The dash between Chinese words is not two full-width strokes.

    Bad::

        msgid "A tool, a telephone, is enough."
        msgstr "一个工具--电话--就够了。"

    Good::

        msgid "A tool, a telephone, is enough."
        msgstr "一个工具——电话——就够了。"

    Source: GB/T 15834-2011, 4.10.
    """
    yield from correction(subject, subject.replaced(_DASH, "——"), "The dash is not ——", "Type ——")


@rule("chinese-full-width", Severity.WARNING, "zh", house_style=True)
def full_width(subject: Subject) -> Iterator[Problem]:
    """Digits or Latin letters are full-width.

    Bad::

        msgid "Rest for 15 minutes."
        msgstr "休息１５分钟。"

    Good::

        msgid "Rest for 15 minutes."
        msgstr "休息15分钟。"

    Source: GB/T 15835-2011, 5.1; clreq, 2.2.3.
    """
    fixed = subject.replaced(_WIDE, lambda match: match[0].translate(_WIDE_TO_NARROW))
    yield from correction(subject, fixed, "Digits or letters are full-width", "Type them half-width")


@rule("chinese-doubled", Severity.WARNING, "zh")
def doubled(subject: Subject) -> Iterator[Problem]:
    """A punctuation mark is doubled.

    Bad::

        msgid "First read, then write."
        msgstr "先读，，然后写。"

    Good::

        msgid "First read, then write."
        msgstr "先读，然后写。"

    Source: GB/T 15834-2011, 4.
    """
    fixed = subject.replaced(_DOUBLED, lambda match: match[1] or match[2])
    yield from correction(subject, fixed, "A punctuation mark is doubled", "Delete one")
