"""Split texts into the words of a search index, and stem them. ``search.js`` splits and folds them in the same way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import snowballstemmer

from octavo.project import Language, babel_locale

#: Han, kana, Thai, Lao, Khmer and Burmese are written without spaces between words. A Korean word is seldom written
#: without a particle at its end.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
#: Accents of Latin, Greek and Cyrillic, and points of Hebrew and Arabic, which many readers do not type.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad]")
#: Writing with marks that are characters of their own. The pattern for it takes longer to make than a page to write.
_MAY_HAVE_MARKS = re.compile(
    "[\u0483-\u1fff\u20d0-\u20ff\u2c80-\u2dff\u302a-\u309f\ua000-\uabff\ufb00-\ufeff\U00010000-\U0001ffff]"
)
_LIGATURES = {"ß": "ss", "œ": "oe", "æ": "ae", "ı": "i"}


def fold(text: str) -> str:
    """Return *text* in lower case without accents, with ligatures as two letters."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()
    for ligature, letters in _LIGATURES.items():  # four times as fast as str.translate
        plain = plain.replace(ligature, letters)
    return unicodedata.normalize("NFC", plain)


def tokens(text: str) -> Iterator[str]:
    """Yield the words of folded *text*, and the pairs of characters of writing without spaces.

    A word with a hyphen is yielded in its parts and as one word: a reader may type ``wi-fi`` or ``wifi``. An apostrophe
    ends a word, so that « l’école » has the word « école ». Single letters are left out.
    """
    for match in _words(bool(_MAY_HAVE_MARKS.search(text))).finditer(text):
        run = match.group()
        if match.lastgroup == "unspaced":
            yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
        elif "-" in run or "\u2010" in run:
            parts = re.split("[-\u2010]", run)
            yield from (part for part in parts if len(part) > 1)
            yield "".join(parts)
        elif len(run) > 1:
            yield run


@cache
def _words(has_marks: bool) -> re.Pattern[str]:
    every = map(chr, range(0x0483, 0x11000)) if has_marks else ()
    is_unspaced = re.compile(f"[{UNSPACED}]").match
    marks = "".join(c for c in every if unicodedata.category(c).startswith("M") and not is_unspaced(c))
    # One set of characters is matched three times faster than a test before each letter.
    letter = rf"(?:[^\W_{UNSPACED}]|[{re.escape(marks)}])" if marks else rf"[^\W_{UNSPACED}]"
    return re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|{letter}+(?:[-\u2010]{letter}+)*")


def spellings(phrase: str) -> list[str]:
    """Return a folded *phrase* with its hyphenated words in parts, and as single words."""
    # Single letters are no words: e-learning is not “learning”.
    joints = ("",) if re.search(r"\b\w[-\u2010]|[-\u2010]\w\b", phrase) else (" ", "")
    return list(dict.fromkeys(re.sub("[-\u2010]", joint, phrase) for joint in joints))


def without(cut: Sequence[str], phrase: str) -> str:
    """Return *phrase* with spaces in place of the words *cut*, unless that leaves nothing."""
    rest = re.sub("|".join(map(re.escape, cut)), " ", phrase) if cut else phrase
    return rest if rest.strip() else phrase


def stemmer(language: Language) -> Callable[[str], str]:
    """Return Snowball's stemmer of *language*, or the identity for a language that has none."""
    name = str(babel_locale(language.locale).get_language_name("en") or "").lower()
    if name in snowballstemmer.algorithms():
        return snowballstemmer.stemmer(name).stemWord  # type: ignore[no-any-return]
    return lambda word: word
