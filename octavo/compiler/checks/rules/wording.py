"""Check wording in any language: English text, wrong length, doubled words, other endings."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.subject import GAP, Problem, Subject, outside_emphasis, readable
from octavo.findings import Severity
from octavo.text.markup import Construct, Token

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Characters of the translation for one of the original: the least and the most in fair translations.
_LENGTHS = {"fr": (0.6, 2.3), "zh": (0.13, 0.95)}
#: Shorter texts vary too much.
_LENGTH_COUNTS = 80
#: So many English words in a row are no name.
_ENGLISH_RUN = 5
#: A piece between spaces that looks like code: get_info(), a.b, x=1, items[0], web2py.
_CODE = re.compile(r"\S*(?:[_=\[\]{}<>|\\@#$]|\w\.\w|\(\)|\w\(\w|[A-Za-z]-?\d)\S*")
#: What a translator may quote as it is.
_QUOTED = re.compile(r'"[^"]{3,160}"|“[^”]{3,160}”')
#: Code, the output of a program, or the entry of a source: no text of several sentences has these.
_NO_PROSE = re.compile(r"[=%]|(?:^|\s)--?\w|\d:\d\d|^[A-Z]+:\S|^\W*\[|\(\d{4}\)|\bpp\.? ?\d|\.\.\. \w+$")
#: Words without which no English sentence does.
_FUNCTION_WORDS = frozenset(
    (
        "the", "of", "to", "and", "in", "is", "for", "on", "with", "that", "be", "are", "you", "or", "as", "by",
        "from", "this", "not", "will", "it", "if", "can", "how", "what", "when", "which", "they", "them", "may", "any",
    )
)  # fmt: skip
#: Words that a language rightly doubles.
_DOUBLES = {
    "fr": frozenset(("nous", "vous")), "en": frozenset(("had", "that")), "cs": frozenset(("se", "si")),
    "sk": frozenset(("sa", "si")), "pl": frozenset(("się",)), "ga": frozenset(("do", "a")),
    "hu": frozenset(("az", "a")),
    "de": frozenset(("die", "der", "das", "den", "dem", "sie", "es")), "nl": frozenset(("die", "dat", "er", "zijn")),
}  # fmt: skip
#: Languages that double words for a meaning of its own: one by one, all sorts of.
_DOUBLING = frozenset(
    (
        "az", "eu", "fil", "gu", "hi", "id", "ja", "jv", "kk", "km", "ko", "ky", "lo", "mn", "mr", "ms", "my", "ne",
        "pa", "su", "sw", "th", "tl", "tr", "ur", "uz", "vi",
    )
)  # fmt: skip
_CHINESE_DOUBLED = re.compile(r"(?<![目但还就只于可要若总都不仅])([的了是在和与或把被从就也都将及而])\1(?!确)")
_DOUBLED = re.compile(rf"\b({_WORD.pattern})\s+\1\b(?!['’-])")
#: Two words, the second longer than in “extremo a extremo a otros”.
_DOUBLED_PAIR = re.compile(rf"\b({_WORD.pattern} (?!\w\b){_WORD.pattern}) \1\b(?!['’-])", re.IGNORECASE)
#: Endings by what they mean; languages with their own signs write those.
_ENDINGS = {
    ".": "stop", "。": "stop", "．": "stop", "?": "question", "？": "question", "!": "exclamation", "！": "exclamation",
    ":": "colon", "：": "colon", ";": "semicolon", "；": "semicolon", ",": "comma", "，": "comma", "…": "stop",
}  # fmt: skip
_SIGNS = {"stop": "full stop", "question": "question mark", "exclamation": "exclamation mark"}
_OF_ITEMS = frozenset(("", "stop", "comma", "semicolon"))
_AFTER_ENDING = "\"'”’»)]）】》」』*` \u00a0\u202f" + GAP


@rule("wording-untranslated", Severity.WARNING)
def untranslated(subject: Subject) -> Iterator[Problem]:
    """The translation is still the original, or a part of it is.

    Names, titles in italics and code may stay as they are.

    Bad::

        msgid "Write down what you will do today."
        msgstr "Écrivez what you will do today."

    Good::

        msgid "Write down what you will do today."
        msgstr "Écrivez ce que vous ferez aujourd’hui."

    Source: the first thing that a reader notices.
    """
    if subject.language == "en":
        return  # another English than the master's
    shown = (outside_emphasis(cut) for cut in (subject.master_tokens, subject.tokens))
    if not subject.house_style:
        shown = (_CODE.sub(f" {GAP} ", _QUOTED.sub(f" {GAP} ", text)) for text in shown)
    english, own = map(_lower_words, shown)
    runs = set(_runs(own))
    found = next((run for run in _runs(english) if run in runs and all(run) and _is_prose(subject, run, 1)), None)
    if found:
        yield Problem(f"English words are left: “{' '.join(found)}”", "Translate them")
    elif (
        subject.msgstr == subject.msgid
        and len([word for word in english if word and len(word) > 2]) > 2
        and _is_prose(subject, english, 2)
    ):
        yield Problem("The translation is still the original", "Translate it")


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[i : i + _ENGLISH_RUN]) for i in range(len(words) - _ENGLISH_RUN + 1))


def _is_prose(subject: Subject, words: Sequence[str], least: int) -> bool:
    """Return whether *words* are of a sentence, not names, code or a list of values; in a strict check, all are."""
    is_code = subject.msgstr == subject.msgid and bool(_NO_PROSE.search(subject.msgid))
    return subject.house_style or (not is_code and len(_FUNCTION_WORDS.intersection(words)) >= least)


def _lower_words(text: str) -> list[str]:
    """Return the words of *text*; an empty string for one that begins with a capital, and for a gap."""
    words = re.findall(rf"{_WORD.pattern}|{GAP}", text)
    return [word if word.islower() else "" for word in words]


@rule("wording-length", Severity.WARNING, "fr", "zh")
def length(subject: Subject) -> Iterator[Problem]:
    """The translation is much shorter or longer than translations of such a text are.

    A sentence may be missing, or a note may have been left in it.

    Bad::

        msgid "Write down what you will do today, and tell somebody at home about it before you begin to work."
        msgstr "Écrivez-le."

    Good::

        msgid "Write down what you will do today, and tell somebody at home about it before you begin to work."
        msgstr "Écrivez ce que vous ferez aujourd’hui et dites-le à quelqu’un chez vous avant de commencer."

    Source: measured on fair translations of this publication.
    """
    low, high = _LENGTHS[subject.language]
    if not subject.house_style:
        low, high = low * 0.75, high * 1.3
    size = len(subject.master_words)
    if size < _LENGTH_COUNTS or _is_left_in_latin(subject):
        return
    ratio = len(subject.words) / size
    if not low <= ratio <= high:
        figures = f"{len(subject.words)} characters for {size}"
        what = f"It is very short: {figures}" if ratio < low else f"It is very long: {figures}"
        yield Problem(what, "Check that nothing is missing")


def _is_left_in_latin(subject: Subject) -> bool:
    """Return whether a Chinese text is mostly Latin letters, such as the entry of an English book."""
    letters = [char for char in subject.words if char.isalpha()]
    return subject.language == "zh" and sum(char.isascii() for char in letters) * 2 > len(letters)


@rule("wording-repeated", Severity.WARNING)
def repeated(subject: Subject) -> Iterator[Problem]:
    """A word is repeated, or two words.

    Bad::

        msgid "Read the task first."
        msgstr "Lisez d’abord la la consigne."

    Good::

        msgid "Read the task first."
        msgstr "Lisez d’abord la consigne."

    Source: the most frequent slip of the hand.
    """
    if subject.language in _DOUBLING or any(unicodedata.category(char) in ("Mc", "Mn") for char in subject.words):
        return  # scripts whose letters carry signs have other words than the pattern knows
    # Two words of different weight (the signal *signal*) are two things.
    texts = [text for _, text in subject.text_tokens()]
    doubled = [match[1] for text in texts for match in _DOUBLED.finditer(text)]
    if subject.language == "zh":
        doubled = [match[0] for match in _CHINESE_DOUBLED.finditer(subject.words)]
    doubled += [match[1] for match in _DOUBLED_PAIR.finditer(subject.words)]
    doubled = [word for word in doubled if f"{word} {word}" not in subject.msgid]
    for word in dict.fromkeys(doubled):
        if word.casefold() not in _DOUBLES.get(subject.language, ()) and not _HAN.fullmatch(word):
            yield Problem(f"“{word}” is repeated", "Delete one of them")


@rule("wording-ending", Severity.WARNING, house_style=True)
def ending(subject: Subject) -> Iterator[Problem]:
    """The translation does not end with the same kind of sign as the original.

    Bad::

        msgid "Is the sound good?"
        msgstr "Le son est-il bon."

    Good::

        msgid "Is the sound good?"
        msgstr "Le son est-il bon ?"

    Source: titles, items of a list and sentences keep their form.
    """
    wanted, found = _ending(subject.master_tokens), _ending(subject.tokens)
    if subject.language == "fr" and {wanted, found} <= _OF_ITEMS and subject.words.lstrip()[:1].islower():
        return  # an item of a list after a colon ends with a semicolon, the last one with a full stop
    abbreviated = re.fullmatch(r"\w{1,3}\.", subject.msgid)  # No. is N° in French
    if wanted != found and not abbreviated and subject.words.strip(GAP + " "):
        sign = _SIGNS.get(wanted, wanted)
        what = (
            f"The original ends with a {sign}, the translation does not" if wanted else "The original has no final sign"
        )
        yield Problem(what, "End it as the original ends")


def _ending(cut: list[Token]) -> str:
    # Code and addresses at the end count as words.
    words = readable([token for token in cut if token.construct is not Construct.FOOTNOTE])
    stripped = words.rstrip(_AFTER_ENDING.replace(GAP, "")) if not words.rstrip().endswith(GAP) else words.rstrip()
    return _ENDINGS.get(stripped[-1:], "")


@rule("wording-consistency", Severity.WARNING, scope=RuleScope.LANGUAGE, house_style=True)
def consistency(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """The same English text is translated in two ways.

    If the sense differs, ignore the rarer one with its reason.

    Bad::

        msgctxt "one page"
        msgid "What can go wrong"
        msgstr "Ce qui peut mal tourner"

        msgctxt "another page"
        msgid "What can go wrong"
        msgstr "Les problèmes possibles"

    Good::

        msgctxt "one page"
        msgid "What can go wrong"
        msgstr "Ce qui peut mal tourner"

        msgctxt "another page"
        msgid "What can go wrong"
        msgstr "Ce qui peut mal tourner"

    Source: readers take two names for two things.
    """
    uses: dict[str, dict[str, list[Subject]]] = defaultdict(lambda: defaultdict(list))
    for subject in subjects:
        uses[subject.msgid][subject.msgstr].append(subject)
    for translations in uses.values():
        if len(translations) < 2:
            continue
        # The most frequent form is right; where two are used alike, the one that comes first.
        usual = max(translations, key=lambda text: len(translations[text]))
        for text, places in translations.items():
            for subject in places if text != usual else ():
                yield Problem(
                    f"Elsewhere “{subject.msgid[:40]}” is “{usual[:60]}”", "Use the same words, or ignore one",
                    about=subject,
                )  # fmt: skip
