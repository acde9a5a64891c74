"""Check the typography of French messages, except the spaces that the compiler adds.

Translators type plain text: ordinary spaces beside « » and before ; : ! ? become no-break spaces when catalogs are
compiled. Apostrophes, quotation marks, accents and ligatures are theirs.

Source of all: *Lexique des règles typographiques en usage à l'Imprimerie nationale* (2002), by its keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject, correction
from octavo.findings import Severity

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'")
_DOUBLE = re.compile(r'"')
_ENGLISH_QUOTES = re.compile(r"“([^“”«»]*)”")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_ETC = re.compile(r"\b(etc)(?:\s?\.{2,}|\.?\s?…)", re.IGNORECASE)
_DASH = re.compile(r"(?<=\s)(?<![«“]\s)--?(?=\s)|(?<=\w)--(?=\w)|(?<=\s)—(?=\s)")
_SPACE_BEFORE = re.compile(r"(?<=[^\s«“])[ \u00a0\u202f]+(?=,|\.(?:\s|$))")
_NO_SPACE_AFTER = re.compile(r"(?<=[^\W\d_]{2})([,;!?])(?=[^\W\d_]{2})")
_ORDINAL = re.compile(r"\b(1)(?:ère|ere)\b|\b(\d+)(?:ème|eme|ième|ieme|è)(s?)\b")
_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?=[ \u00a0\u202f]?(?:%|€|euros?\b|heures?\b|[kKMG]?o\b|k?m\b|Mbit))")
_THOUSANDS = re.compile(r"(?<![\d,])([1-9]\d{0,2})((?:,\d{3})+)(?![\d,])")
#: Before these letters, o and e are always joined (cœur, œil, œsophage); elsewhere often not (coexister, moelle).
LIGATURE = re.compile(r"(o|O)e(?=u|il\b|illères?\b|illet|sophag|dipe|cumén)")
#: Beginnings of words whose first letter has an accent, as a capital too.
_CAPITAL = re.compile(
    r"\bE(?=cole|cout|cran|cri[rtv]|change|diteur|dition|duca|galement|galité|l[eè]ve|nergie|quip|tabli|tape|tat\b|tats\b|"
    r"teign|tude|tudi|tre\b|valu|vite|vén|conom|lément|thique)\w*"
)
#: The preposition at the beginning of a sentence; « A » alone may be a letter.
_A_GRAVE = re.compile(
    r"(?:^|(?<=[.!?…] ))A(?= (?:la|l['’]\w+|cette|ce|chaque|partir|distance|domicile|propos|noter|vous|quoi|qui)\b)"
)


@rule("french-apostrophe", Severity.WARNING, "fr", house_style=True)
def apostrophe(subject: Subject) -> Iterator[Problem]:
    """The apostrophe is a straight one.

    Bad::

        msgid "Today's lesson"
        msgstr "La leçon d'aujourd'hui"

    Good::

        msgid "Today's lesson"
        msgstr "La leçon d’aujourd’hui"

    Source: Lexique, « apostrophe »; U+2019 is its character (Unicode Standard, 6.2.7).
    """
    yield from correction(subject, subject.replaced(_APOSTROPHE, "’"), "The apostrophe is straight", "Type ’")


@rule("french-quotes", Severity.WARNING, "fr", house_style=True)
def quotes(subject: Subject) -> Iterator[Problem]:
    r"""The quotation marks are not French ones.

    Use “ ” only inside « ».

    Bad::

        msgid "Say \"good morning\" first."
        msgstr "Dites d’abord \"bonjour\"."

    Good::

        msgid "Say \"good morning\" first."
        msgstr "Dites d’abord « bonjour »."

    Source: Lexique, « guillemets ».
    """
    if "«" not in subject.words and _ENGLISH_QUOTES.search(subject.words):
        inside = subject.replaced(_ENGLISH_QUOTES, r"« \1 »")
        yield Problem("“ ” are used outside « »", "Type « … »", inside if inside != subject.msgstr else None)
    count = sum(text.count('"') for _, text in subject.text_tokens())
    if count:
        fixed = subject.replaced(_DOUBLE, _alternating(("« ", " »"))) if count % 2 == 0 else None
        yield Problem('The quotation mark " is straight', "Type « … »", fixed)


def _alternating(signs: tuple[str, str]):  # type: ignore[no-untyped-def]  # a callback of re.sub
    number = -1

    def sign(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return signs[number % 2]

    return sign


@rule("french-ellipsis", Severity.NOTE, "fr", house_style=True)
def ellipsis(subject: Subject) -> Iterator[Problem]:
    """Three dots are used as an ellipsis, or follow « etc. ».

    Bad::

        msgid "Wait, then try again…"
        msgstr "Attendez, puis réessayez..."

    Good::

        msgid "Wait, then try again…"
        msgstr "Attendez, puis réessayez…"

    Source: Lexique, « points de suspension », « etc. ».
    """
    if _ETC.search(subject.words):
        yield from correction(subject, subject.replaced(_ETC, r"\1."), "« etc. » takes no dots", "Type etc.")
    else:
        yield from correction(subject, subject.replaced(_DOTS, "…"), "Three dots stand for an ellipsis", "Type …")


@rule("french-dash", Severity.WARNING, "fr", house_style=True)
def dash(subject: Subject) -> Iterator[Problem]:
    """A hyphen or a long dash is used as a dash between spaces.

    Bad::

        msgid "A phone, even an old one, helps."
        msgstr "Un téléphone - même ancien - suffit."

    Good::

        msgid "A phone, even an old one, helps."
        msgstr "Un téléphone – même ancien – suffit."

    Source: Lexique, « tiret ».
    """
    fixed = subject.replaced(_DASH, "–")
    yield from correction(subject, fixed, "A dash is not written as –", "Type – between spaces, or use commas")


@rule("french-space", Severity.WARNING, "fr")
def space(subject: Subject) -> Iterator[Problem]:
    """There is a space before a comma or a full stop, or none after a sign.

    Bad::

        msgid "Pens, paper and time."
        msgstr "Des stylos , du papier et du temps."

    Good::

        msgid "Pens, paper and time."
        msgstr "Des stylos, du papier et du temps."

    Source: Lexique, « ponctuation ».
    """
    yield from correction(subject, subject.replaced(_SPACE_BEFORE, ""), "A space stands before , or .", "Delete it")
    after = subject.msgstr if _NO_SPACE_AFTER.search(subject.msgid) else subject.replaced(_NO_SPACE_AFTER, r"\1 ")
    yield from correction(subject, after, "No space stands after a sign", "Add it")


@rule("french-ligature", Severity.WARNING, "fr")
def ligature(subject: Subject) -> Iterator[Problem]:
    """The letters o and e are not joined where the word needs œ.

    Bad::

        msgid "Your sister's heart"
        msgstr "Le coeur de votre soeur"

    Good::

        msgid "Your sister's heart"
        msgstr "Le cœur de votre sœur"

    Source: Lexique, « ligatures ».
    """
    fixed = subject.replaced(LIGATURE, lambda match: "Œ" if match[1] == "O" else "œ")
    yield from correction(subject, fixed, "oe stands for œ", "Type œ")


@rule("french-capital", Severity.WARNING, "fr")
def capital(subject: Subject) -> Iterator[Problem]:
    """A capital letter has lost its accent.

    Bad::

        msgid "School at home"
        msgstr "Ecole à la maison"

    Good::

        msgid "School at home"
        msgstr "École à la maison"

    Source: Lexique, « accentuation des capitales ».
    """
    english = set(re.findall(r"\w+", subject.msgid))

    def accented(match: re.Match[str]) -> str:
        # Names and titles in English (Education in Emergencies) stand in the original too.
        return match[0] if match[0] in english else "É" + match[0][1:]

    texts = ((number, _CAPITAL.sub(accented, text)) for number, text in subject.text_tokens())
    fixed = subject.with_texts({number: _A_GRAVE.sub("À", text) for number, text in texts})
    yield from correction(subject, fixed, "A capital has lost its accent", "Type É or À")


@rule("french-ordinal", Severity.WARNING, "fr", house_style=True)
def ordinal(subject: Subject) -> Iterator[Problem]:
    """An ordinal number is abbreviated with too many letters.

    Bad::

        msgid "The 2nd edition"
        msgstr "La 2ème édition"

    Good::

        msgid "The 2nd edition"
        msgstr "La 2e édition"

    Source: Lexique, « nombres ordinaux »: 1er, 1re, 2e.
    """
    fixed = subject.replaced(_ORDINAL, lambda match: "1re" if match[1] else f"{match[2]}e{match[3]}")
    yield from correction(subject, fixed, "An ordinal has too many letters", "Type 1er, 1re, 2e, 3e …")


@rule("french-number", Severity.WARNING, "fr")
def number(subject: Subject) -> Iterator[Problem]:
    """A number is written in the English way.

    The decimals come after a comma; thousands are parted by a space.

    Bad::

        msgid "It needs 1.5 Mbit of 10,000."
        msgstr "Il faut 1.5 Mbit sur 10,000."

    Good::

        msgid "It needs 1.5 Mbit of 10,000."
        msgstr "Il faut 1,5 Mbit sur 10 000."

    Source: Lexique, « nombres »; SI Brochure, 5.4.4.
    """
    fixed = subject.replaced(_DECIMAL, r"\1,\2")
    message, remedy = "A decimal point stands in a number", "Type a comma"
    if fixed == subject.msgstr:
        fixed = subject.replaced(_THOUSANDS, lambda match: match[1] + match[2].replace(",", " "))
        message, remedy = "A comma parts thousands", "Type a space"
    yield from correction(subject, fixed, message, remedy)
