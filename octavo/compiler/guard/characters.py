"""Refuse characters that a reader cannot see, or that change the direction of text.

Unicode Technical Report 36 (Security Considerations), 2.6 and 3.6; Unicode Standard Annex 9 (bidi); "Trojan Source"
(CVE-2021-42574). Scripts that need an invisible character have it, beside their own letters and one at a time: a run of
them could hide a message. A line break inside a message would let it begin a new block.
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
#: Format characters that are seen: signs before numbers in Arabic, Syriac and Kaithi (Unicode Standard, 9.2).
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_ISOLATES, _POP = frozenset("\u2066\u2067\u2068"), "\u2069"
_DEEPEST = 3
_MARKS = frozenset("\u200e\u200f\u061c")
_WITH_MARKS = frozenset(("ar", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))
#: Scripts, by the beginning of the names of their letters, in which joiners change how letters are shown.
_JOINING = (
    "ARABIC", "BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "KANNADA", "KHMER", "MALAYALAM", "MANDAIC", "MONGOLIAN",
    "MYANMAR", "NKO", "ORIYA", "SINHALA", "SYRIAC", "TAMIL", "TELUGU", "THAANA", "TIBETAN",
)  # fmt: skip
#: Scripts that write no spaces between words: U+200B says where a line may end (UAX 14, class ZW).
_WITHOUT_SPACES = ("KHMER", "LAO", "MYANMAR", "NEW TAI LUE", "TAI", "THAI", "TIBETAN")
#: Scripts in which a line may end between any two letters (UAX 14, classes ID and SA).
_BREAKABLE = (*_WITHOUT_SPACES, "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI")
#: Scripts whose words are hyphenated.
_HYPHENATED = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARMENIAN",
    "GEORGIAN",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "DEVANAGARI",
)
#: Character → the scripts of the letters beside it.
_BESIDE = {"\u200b": _WITHOUT_SPACES, "\u034f": ("HEBREW",)} | dict.fromkeys(
    "\u180e\u180b\u180c\u180d\u180f", ("MONGOLIAN",)
)
_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
#: Flags of England, Scotland and Wales (Unicode Technical Standard 51, ED-14a).
_FLAG = re.compile(
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_VARIATIONS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0100-\U000e01ef]")
#: Selectors of one of many forms of a letter, which names of persons need; one beside every letter would hide bytes.
_FORMS = re.compile("[\ufe00-\ufe0d\U000e0100-\U000e01ef]")
FORMS_LIMIT = 8
#: No language piles more marks on a letter; longer piles run over the lines around (Unicode stream-safe text is 30).
MARKS_LIMIT = 4
_MARKS_OF = {"HEBREW": 7, "TIBETAN": 8, "ARABIC": 6, "KHMER": 6, "MYANMAR": 8, "THAI": 5, "LAO": 5, "DEVANAGARI": 6}
_ORDINARY = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f\u3001-\u3029\u4e00-\u9fa5\uff01-\uff5e]*")


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each kind of character that may not be published."""
    if pair.text == "" or _ORDINARY.fullmatch(pair.text):
        return
    text = _FLAG.sub("\U0001f3f4", pair.text)
    told: set[str] = set()
    for index, char in enumerate(text):
        if char in told or char in pair.master or not _is_suspect(char):
            continue
        if not _is_needed(char, text[index - 1 : index], text[index + 1 : index + 2], text, index, pair.context.locale):
            told.add(char)
            yield _refusal(char)
    count = len(_FORMS.findall(text))
    if count > max(FORMS_LIMIT, len(_FORMS.findall(pair.master))):
        yield Refusal(
            CODE, f"It has {count} variation selectors, which could hide a message", "Delete those that no letter needs"
        )
    if not _is_balanced(text) and _is_balanced(pair.master):
        yield Refusal(
            CODE, "A direction that begins in it does not end in it", "Delete U+2066 to U+2069, or close each"
        )
    if _has_pile(text) and not _has_pile(pair.master):
        yield Refusal(
            CODE, f"More than {MARKS_LIMIT} combining marks on one letter", "Delete the marks that no word needs"
        )


def without_invisible(text: str, locale: str) -> str:
    """Return *text* without the invisible characters that its script does not need, as a reader sees it."""
    return "".join(
        char for index, char in enumerate(text)
        if char.isspace() or not _is_suspect(char)
        or _is_needed(char, text[index - 1 : index], text[index + 1 : index + 2], text, index, locale)
    )  # fmt: skip


def _is_suspect(char: str) -> bool:
    return char in _BLANK or bool(_VARIATIONS.match(char)) or unicodedata.category(char) in _FORBIDDEN


def _is_needed(char: str, before: str, after: str, text: str, index: int, locale: str) -> bool:
    """Return whether the script of the letters around *char* needs it there, by the rules of the Unicode Standard."""
    is_hidden_run = _is_suspect(before) and before not in _SEEN and not _VARIATIONS.match(before) if before else False
    if char in _SEEN or before == char or is_hidden_run:
        return char in _SEEN
    if char in _MARKS or char in _ISOLATES or char == _POP:
        return locale.partition("_")[0] in _WITH_MARKS
    if char in "\u200c\u200d":
        return _is_joiner_needed(char, before, after)
    if char in _BESIDE:
        return _is_of(before, _BESIDE[char]) or (char == "\u200b" and _is_of(after, _BESIDE[char]))
    if char == "\u00ad":
        # Two letters at least on each side, of a script that hyphenates.
        pair = re.search(r"[^\W\d_]{2}\Z", text[:index][-2:]) and re.match(r"[^\W\d_]{2}", text[index + 1 : index + 3])
        return bool(pair) and _is_of(before, _HYPHENATED) and _is_of(after, _HYPHENATED)
    # A word joiner keeps signs together; between two letters it would only hide a word from search, unless a line may
    # end between them.
    is_joined = bool(before and after) and (not (before.isalpha() and after.isalpha()) or _is_of(before, _BREAKABLE))
    return is_joined if char == "\u2060" else _is_variation_needed(char, before)


def _is_joiner_needed(char: str, before: str, after: str) -> bool:
    is_joiner = char == "\u200d"
    if is_joiner and _is_emoji(before) and _is_emoji(after):
        return True
    return _is_of(before, _JOINING) or (is_joiner and _is_of(after, _JOINING))


def _is_variation_needed(char: str, before: str) -> bool:
    if char in "\ufe0e\ufe0f":
        return bool(before) and bool(_EMOJI.match(before) or before in "0123456789#*")
    if "\ufe00" <= char <= "\ufe0d" or char >= "\U000e0100":
        return _is_of(before, ("CJK", "MYANMAR", "PHAGS-PA", "MANICHAEAN")) and bool(_VARIATIONS.match(char))
    return False


def _is_emoji(char: str) -> bool:
    return char == "\ufe0f" or bool(char and _EMOJI.match(char))


def _is_of(char: str, scripts: tuple[str, ...]) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith(scripts)


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char in _ISOLATES) - (char == _POP)
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _refusal(char: str) -> Refusal:
    if char == "\n":
        return Refusal(
            CODE,
            "The translation breaks the line where the original does not",
            "Write it as one paragraph, without \\n",
        )
    name = unicodedata.name(char, "control character" if ord(char) < 0xA0 else "unassigned or private character")
    return Refusal(
        CODE, f"The invisible or unsafe character U+{ord(char):04X} ({name.lower()}) is not allowed",
        "Delete it, or type the word again",
    )  # fmt: skip


def _has_pile(text: str) -> bool:
    run, limit = 0, MARKS_LIMIT
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
            run += 1
            if run > limit:
                return True
        else:
            run, limit = 0, _MARKS_OF.get(unicodedata.name(char, "").split(" ")[0], MARKS_LIMIT)
    return False
