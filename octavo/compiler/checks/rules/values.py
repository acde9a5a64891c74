"""Check that numbers and placeholders are unchanged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity

#: 1,500 and 1 500 and 1.5: digits with the signs that languages put between them.
#: Digits of a name (COVID-19, MP3, H5P) or of an entity of HTML (&#169;) are no number.
_NUMBER = re.compile(r"(?<![A-Za-z_\d])(?<!&#)(?<![A-Za-z]-)\d+(?:[.,:\u00a0\u202f ]\d{3}(?!\d)|[.,:]\d+)*")
#: Each language has its own words and phrases for a hundred and more.
_ROUND = re.compile(r"100+")
_BETWEEN = re.compile(r"\D")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd](?![a-z])|\{[A-Za-z_0-9]*\}")
#: In formulas, braces only group. In the roles for files and samples, they mark words of the reader.
_NOT_FILLED = re.compile(r":(?:math|file|samp):`[^`]*`|\{(?:math|file|samp)\}`[^`]*`|(?<!\\)\$[^$]+\$")
#: English words that a translation may write as figures.
_NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|quarter|dozen|twice|once|first|"
    r"second|third|fourth|fifth|zero|single|double|both|triple|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|hex|hexadecimal|binary|octal|decimal|"
    r"hundred|thousand|million|noon|midnight|pm|p\.m|decades?|weekdays?)\b",
    re.IGNORECASE,
)
#: 10:42, and 10 h 42 in French; on the full hour, 16 h. 10点42分 in Chinese has two numbers already.
_TIME = re.compile(r"(?<![\d:])(\d{1,2})(?::|[ \u00a0\u202f]?h[ \u00a0\u202f]?)(\d{2})(?![\d:])")
#: Then 6 may become 18 h.
_AFTER_NOON = re.compile(r"\bp\.?m\b|\b(?:afternoon|evening|night)s?\b", re.IGNORECASE)
_FRENCH = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
)  # fmt: skip
#: Half past, in Chinese, Japanese and Korean.
_HALF_PAST = re.compile("(?<=[点點时時시]) ?[半반]")
_CHINESE = "零一二三四五六七八九十"
#: In Chinese, large numbers are counted in 万 (10,000) and 亿, and a decade is 20 世纪 90 年代.
_CHINESE_SCALE = re.compile("[万亿]|世纪|年代")


@rule("values-number", Severity.ERROR)
def number(subject: Subject) -> Iterator[Problem]:
    """A number of the original is missing in the translation.

    Numbers up to twenty may be written in words. The signs between digits are those of the language: 1,500 is
    1 500 in French, and 16:00 is 16 h.

    Bad::

        msgid "Take a break of 15 minutes after 45 minutes."
        msgstr "Faites une pause de 15 minutes après 35 minutes."

    Good::

        msgid "Take a break of 15 minutes after 45 minutes."
        msgstr "Faites une pause de 15 minutes après 45 minutes."

    Source: the most frequent grave fault in translated instructions.
    """
    wanted, found = numbers(_without_colons(subject.master_words)), numbers(_without_colons(subject.words))
    if subject.language == "zh" and _CHINESE_SCALE.search(subject.words):
        return
    if _digits(subject.master_words) == _digits(subject.words):
        return  # 9.30 and 9 h 30, 1,500 and 1 500
    missing = [value for value in (wanted - found).elements() if not _in_other_words(value, subject)]
    added = list((found - wanted).elements())
    if not subject.house_style:
        # A “24-hour clock”, a “10-line script” or a 1:1 relation has another name elsewhere.
        compounds = {
            _BETWEEN.sub("", match) for match in re.findall(r"\b(?:\d[\d.,]*(?=-[a-z])|\d:\d\b)", subject.msgid)
        }
        missing = [
            value
            for value in missing
            if value not in compounds and not _ROUND.fullmatch(value) and _is_gone(value, subject.msgstr)
        ]
        added = [value for value in added if _is_gone(value, subject.msgid)]
    for value in dict.fromkeys(missing):
        yield Problem(f"The number {value} is missing", "Check the numbers against the original")
    if not wanted - found and added and not _NUMBER_WORDS.search(subject.master_words):
        yield Problem(f"The number {added[0]} is not in the original", "Check the numbers against the original")


def _is_gone(value: str, text: str) -> bool:
    """Return whether the number *value* is no small one, and is not in the code or markup of *text* either."""
    return len(value) > 1 and value not in _BETWEEN.sub("", _plain(text))


def numbers(text: str) -> Counter[str]:
    """Return the numbers in *text* as plain digits."""
    return Counter(_BETWEEN.sub("", match) for match in _NUMBER.findall(_plain(text)))


def _plain(text: str) -> str:
    """Return *text* with the digits of every script as those of ASCII."""
    # NFKC makes full-width digits plain ones (Unicode Standard Annex 15), and leaves those of other scripts.
    plain = unicodedata.normalize("NFKC", text)
    return plain if plain.isascii() else "".join(str(int(char)) if char.isdecimal() else char for char in plain)


def _without_colons(text: str) -> str:
    """Return *text* with its times as ``10 42``, and full hours as ``16``."""
    text = _HALF_PAST.sub(" 30", text)
    return _TIME.sub(lambda match: str(int(match[1])) + (f" {int(match[2])}" if match[2] != "00" else ""), text)


def _digits(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", _plain(text)))


def _in_other_words(value: str, subject: Subject) -> bool:
    amount = int(value) if len(value) < 6 else 10**6
    words = subject.words.casefold()
    if amount < 12 and str(amount + 12) in numbers(words) and _AFTER_NOON.search(subject.master_words):
        return True
    if subject.language == "fr" and amount < len(_FRENCH):
        spoken = "une?" if amount == 1 else re.escape(_FRENCH[amount])
        return bool(re.search(rf"\b{spoken}(?:ième|ièmes)?\b", words)) or (amount == 1 and "premi" in words)
    if subject.language == "zh" and amount < 100:
        return any(form in words for form in _chinese(amount))
    return False


def _chinese(amount: int) -> list[str]:
    if amount <= 10:
        return [_CHINESE[amount], *(["两"] if amount == 2 else [])]
    tens, ones = divmod(amount, 10)
    return [("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")]


#: Pairs of persons in English, with their words in other languages. Words for both are in neither.
_PERSONS = (
    (r"grandmothers?|grandmas?|grannies|granny", {"fr": r"grands?-mères?", "zh": "奶奶|外婆|祖母|姥姥"},
     r"grandfathers?|grandpas?", {"fr": r"grands?-pères?", "zh": "爷爷|外公|祖父(?!母)|姥爷"}),
    (r"mothers?|mums?|moms?", {"fr": r"mères?|mamans?", "zh": "妈妈|母亲"},
     r"fathers?|dads?|daddy", {"fr": r"pères?|papas?", "zh": "爸爸|父亲"}),
    (r"sisters?", {"fr": r"sœurs?", "zh": "姐姐|妹妹|姐妹"},
     r"brothers?", {"fr": r"frères?", "zh": "哥哥|弟弟(?!妹妹)|兄弟(?!姐妹)"}),
    (r"aunts?|aunties?", {"fr": r"tantes?", "zh": "姑姑|姨妈|舅妈"},
     r"uncles?", {"fr": r"oncles?", "zh": "叔叔|舅舅|伯父"}),
    (r"daughters?", {"fr": r"filles?", "zh": "女儿"}, r"sons?", {"fr": r"fils", "zh": "儿子"}),
    (r"girls?", {"fr": r"filles?", "zh": "女孩|女生"}, r"boys?", {"fr": r"garçons?", "zh": "男孩|男生"}),
)  # fmt: skip
#: Words for both, for which a language may name one or two.
_BOTH = re.compile(
    r"\b(?:grand)?(?:parents?|child(?:ren)?)\b|\b(?:siblings?|famil(?:y|ies)|relatives?|kids?)\b", re.IGNORECASE
)


@rule("values-person", Severity.WARNING, "fr", "zh")
def person(subject: Subject) -> Iterator[Problem]:
    """A person of the original is another person in the translation.

    Bad::

        msgid "My grandmother listens to the lesson."
        msgstr "Mon grand-père écoute la leçon."

    Good::

        msgid "My grandmother listens to the lesson."
        msgstr "Ma grand-mère écoute la leçon."

    Source: the lists of second readers: a case is retold with its persons.
    """
    if _BOTH.search(subject.master_words):
        return
    for one, own, other, others in (*_PERSONS, *((pair[2], pair[3], pair[0], pair[1]) for pair in _PERSONS)):
        if _says(one, subject.master_words) and not _says(other, subject.master_words):
            found, right = (_find(words[subject.language], subject) for words in (others, own))
            if found and not right:
                yield Problem(f"“{found[0]}” is another person than in the original", "Check who it is")


def _says(words: str, text: str) -> bool:
    return bool(re.search(rf"\b(?:{words})\b", text, re.IGNORECASE))


def _find(words: str, subject: Subject) -> re.Match[str] | None:
    pattern = words if subject.language == "zh" else rf"(?<![\w-])(?:{words})(?![\w-])"
    return re.search(pattern, subject.words, re.IGNORECASE)


@rule("values-placeholder", Severity.ERROR)
def placeholder(subject: Subject) -> Iterator[Problem]:
    """A placeholder that the program fills in is missing, or was translated.

    Bad::

        msgid "Page {number} of {total}"
        msgstr "Page {numéro} sur {total}"

    Good::

        msgid "Page {number} of {total}"
        msgstr "Page {number} sur {total}"

    Source: Python documentation, "Format String Syntax"; Sphinx documentation, ``numfig_format``.
    """
    # The text of a page only tells of placeholders; templates fill them in. sphinx-intl flags both as a format.
    if subject.is_formula or not (subject.house_style or subject.context.is_interface):
        return
    texts = (_NOT_FILLED.sub("", text) for text in (subject.msgid, subject.msgstr))
    wanted, found = (Counter(_PLACEHOLDER.findall(text)) for text in texts)
    for name in wanted - found:
        yield Problem(f"The placeholder {name} is missing", "Copy it from the original as it is")
    for name in found - wanted:
        yield Problem(f"The placeholder {name} is not in the original", "Use those of the original only")
