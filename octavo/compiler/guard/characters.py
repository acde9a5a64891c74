"""Pair → refusals for characters that a reader cannot see, or that turn text around.

Unicode Technical Report 36 (Security Considerations), 2.6 and 3.6; Unicode Standard Annex 9 (bidi); "Trojan Source"
(CVE-2021-42574). A line break inside a message would let it begin a new block.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.compiler.guard.pair import Pair, Refusal

CODE = "guard-characters"
#: Categories: controls, format characters, surrogates, private use, unassigned, line and paragraph separators.
_FORBIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
#: Letters and signs that show nothing: Hangul fillers, the empty Braille pattern, the grapheme joiner, Khmer vowels.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: Format characters that some scripts need in ordinary words (Unicode Standard, chapters 9, 12 and 23.2).
_JOINERS = frozenset("\u200c\u200d")
_MARKS = frozenset("\u200e\u200f\u061c")
_WITH_JOINERS = frozenset(
    (
        "ar",
        "as",
        "bn",
        "ckb",
        "fa",
        "gu",
        "hi",
        "kn",
        "ks",
        "ml",
        "mr",
        "my",
        "ne",
        "or",
        "pa",
        "ps",
        "sa",
        "sd",
        "si",
        "ta",
        "te",
        "ug",
        "ur",
    )
)
_WITH_MARKS = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
#: No language piles more marks on a letter; longer piles run over the lines around (Unicode stream-safe text is 30).
MARKS_LIMIT = 4
_ORDINARY = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f\u3001-\u3029\u4e00-\u9fa5\uff01-\uff5e]*")


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each kind of character that may not be published."""
    if pair.text == "" or _ORDINARY.fullmatch(pair.text):
        return
    for char in dict.fromkeys(pair.text):
        if char not in pair.master and _is_refused(char, pair.context.locale):
            yield _refusal(char)
    if _has_pile(pair.text) and not _has_pile(pair.master):
        yield Refusal(
            CODE, f"More than {MARKS_LIMIT} combining marks stand on one letter", "Delete the marks that no word needs"
        )


def _is_refused(char: str, locale: str) -> bool:
    language = locale.partition("_")[0]
    if (char in _JOINERS and language in _WITH_JOINERS) or (char in _MARKS and language in _WITH_MARKS):
        return False
    return char in _BLANK or unicodedata.category(char) in _FORBIDDEN


def _refusal(char: str) -> Refusal:
    if char == "\n":
        return Refusal(
            CODE, "The translation breaks the line where the English does not", "Write it as one paragraph, without \\n"
        )
    name = unicodedata.name(char, "control character" if ord(char) < 0xA0 else "unassigned or private character")
    return Refusal(
        CODE, f"The invisible or unsafe character U+{ord(char):04X} ({name.lower()}) stands in it",
        "Delete it, or type the word again",
    )  # fmt: skip


def _has_pile(text: str) -> bool:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me") else 0
        if run > MARKS_LIMIT:
            return True
    return False
