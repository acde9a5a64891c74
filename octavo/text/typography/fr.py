"""Typeset French: no-break spaces, guillemets, apostrophes, numbers.

The source of all rules is *Lexique des règles typographiques en usage à l'Imprimerie nationale* (2002). Its "espace
fine insécable" is U+202F, its "espace mots insécable" U+00A0. For fonts without U+202F, the LaTeX
settings define it.
"""

from __future__ import annotations

import re

from octavo.text.typography.rules import CLOSE, ENDED, MARKS, OPEN, UNITS, WHOLE, rule

FINE = "\u202f"
FULL = "\u00a0"
_SPACES = f"[ {FINE}{FULL}]"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

_APOSTROPHE = re.compile(rf"(?<=[^\W\d_])'(?=[^\W\d_]|[{MARKS}0-9«])")
#: A quotation mark, or an apostrophe that no letter follows.
_UNCLEAR = re.compile(r"(?<![^\W\d_])'")
_ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_QUOTED = re.compile(rf'(?<!\w)"(?!\s*"|{CLOSE})([^"\n]+)(?<!{OPEN})"(?!\w)')
_OPENING = re.compile(rf"«{_SPACES}*(?=[^\s{CLOSE}])")
_CLOSING = re.compile(rf"(?<=[^\s{OPEN}]){_SPACES}*»")
_HIGH = re.compile(rf"(?<=[\w»”’)\]…%{ENDED}]){_SPACES}*([;!?]+)(?=$|[\s»”)\]{MARKS}])")
_HIGH_SPACED = re.compile(rf"{_SPACES}+([;!?])")
_HIGH_SPACED_AFTER_WORD = re.compile(rf"(?<=[\w»”’)\]…%{ENDED}]){_SPACES}+([;!?]+)(?=$|[\s»”)\]{MARKS}])")
_COLON_SPACED = re.compile(rf"{_SPACES}+:")
#: Not after a digit, where the colon belongs to a time, a ratio, or the title of an English source.
_COLON_BARE = re.compile(rf"(?<=[^\W\d_]|[»”)…%{ENDED}]):(?=$|[\s{CLOSE}])")
_DASH = re.compile(rf"(?<=[\w»”)…%,{ENDED}] )-(?= (?:[^\W\d_]|[«“({OPEN}{WHOLE}]))")
_THOUSANDS = re.compile(rf"(?<![\d,.])(\d{{1,3}})((?:{_SPACES}\d{{3}})+)(?!\d)")
_UNIT = re.compile(rf"(?<=\d){_SPACES}(?=(?:{UNITS})(?![\w/]))")
_PERCENT = re.compile(rf"(?<=\d){_SPACES}*%")
_DATE = re.compile(rf"\b(1er|\d{{1,2}}) (?={_MONTHS})")
#: A theft (« un vol. ») may end a sentence before a capital, so a part of a work has a number after it.
_PART = r"(?:p\.|art\.|vol\.|chap\.) (?=\d|(?:[IVX]+|[IVXLCDM]{2,})(?![\w’']))"
#: Beside another initial, M. is an initial: « Nathan, M. J. », « J. M. Keller ».
_TITLE = rf"(?:n°|MM\.|(?<![A-ZÀ-Ý]\.{_SPACES})(?<![A-ZÀ-Ý]\.-)M\.(?! [A-ZÀ-Ý]\.)|Mme|Mlle|Dr|Pr) (?=[\dA-ZÀ-Ý])"
_ABBREVIATION = re.compile(rf"\b(?:{_PART}|{_TITLE})")


@rule("fr-apostrophe", "fr", signs="'")
def apostrophe(text: str) -> str:
    """Replace straight apostrophes by curved ones, also those at the end of an English word.

    Bad:: l'élève, Students' Learning
    Good:: l’élève, Students’ Learning

    Source: Lexique, "apostrophe".
    """
    text = _APOSTROPHE.sub("’", text)
    # Without an opening one there is no quotation, but docutils' smart quotes would close one: Students” Learning.
    return text if _UNCLEAR.search(text) else text.replace("'", "’")


@rule("fr-ellipsis", "fr", signs=".")
def ellipsis(text: str) -> str:
    """Replace three dots by an ellipsis.

    Bad:: et puis...
    Good:: et puis…

    Source: Lexique, "points de suspension".
    """
    return _ELLIPSIS.sub("…", text)


@rule("fr-quotes", "fr", signs='"')
def quotes(text: str) -> str:
    """Replace straight quotes around words by guillemets.

    Bad:: le mot "école" suffit
    Good:: le mot «\u00a0école\u00a0» suffit

    Source: Lexique, "guillemets".
    """
    return _QUOTED.sub(lambda match: f"«{FULL}{match.group(1).strip()}{FULL}»", text)


@rule("fr-guillemets", "fr", signs="«»")
def guillemets(text: str) -> str:
    """Use no-break spaces inside guillemets.

    Bad:: « école »
    Good:: «\u00a0école\u00a0»

    Source: Lexique, "guillemets": an interword space that does not break.
    """
    return _CLOSING.sub(f"{FULL}»", _OPENING.sub(f"«{FULL}", text))


@rule("fr-guillemets", "fr_CH", signs="«»")
def guillemets_in_switzerland(text: str) -> str:
    """Use narrow no-break spaces inside guillemets in Switzerland.

    Bad:: « école »
    Good:: «\u202fécole\u202f»

    Source: Guide du typographe (Lausanne, 2015), "guillemets".
    """
    return _CLOSING.sub(f"{FINE}»", _OPENING.sub(f"«{FINE}", text))


@rule("fr-high-punctuation", "fr", signs=";!?")
def high_punctuation(text: str) -> str:
    """Put a narrow no-break space before a semicolon, an exclamation mark and a question mark.

    Bad:: Prêt ?
    Good:: Prêt\u202f?

    Source: Lexique, "ponctuation".
    """
    return _HIGH.sub(rf"{FINE}\1", _HIGH_SPACED.sub(rf"{FINE}\1", text))


@rule("fr-high-punctuation", "fr_CA", signs=";!?")
def high_punctuation_in_canada(text: str) -> str:
    """Put no space before a semicolon, an exclamation mark and a question mark in Canada.

    Bad:: Prêt ?
    Good:: Prêt?

    Source: Office québécois de la langue française, Banque de dépannage linguistique, "Espacement".
    """
    return _HIGH_SPACED_AFTER_WORD.sub(r"\1", text)


@rule("fr-colon", "fr", signs=":")
def colon(text: str) -> str:
    """Put a no-break space before a colon, but not in times like 06:00.

    Bad:: Trois règles : à 06:00
    Good:: Trois règles\u00a0: à 06:00

    Source: Lexique, "ponctuation".
    """
    return _COLON_BARE.sub(f"{FULL}:", _COLON_SPACED.sub(f"{FULL}:", text))


@rule("fr-dash", "fr", signs="-")
def dash(text: str) -> str:
    """Replace a hyphen between spaces by a dash.

    Bad:: un lieu calme - près d’une fenêtre
    Good:: un lieu calme – près d’une fenêtre

    Source: Lexique, "tiret": the hyphen joins words, the dash separates them.
    """
    return _DASH.sub("–", text)


@rule("fr-thousands", "fr")
def thousands(text: str) -> str:
    """Separate groups of three digits by a narrow no-break space.

    Bad:: 27 533 étudiants
    Good:: 27\u202f533 étudiants

    Source: Lexique, "nombres en chiffres".
    """
    return _THOUSANDS.sub(lambda match: match.group(1) + re.sub(_SPACES, FINE, match.group(2)), text)


@rule("fr-unit", "fr")
def unit(text: str) -> str:
    """Put a no-break space between a number and its unit.

    Bad:: 15 min, 50 %, 3 Mo, 8 bits, 90 km/h
    Good:: 15\u00a0min, 50\u00a0%, 3\u00a0Mo, 8\u00a0bits, 90\u00a0km/h

    Source: Lexique, "unités de mesure", "pourcentage".
    """
    return _PERCENT.sub(f"{FULL}%", _UNIT.sub(FULL, text))


@rule("fr-date", "fr")
def date(text: str) -> str:
    """Put a no-break space between a day and its month.

    Bad:: le 3 juin 2020
    Good:: le 3\u00a0juin 2020

    Source: Lexique, "dates".
    """
    return _DATE.sub(rf"\1{FULL}", text)


@rule("fr-abbreviation", "fr")
def abbreviation(text: str) -> str:
    """Put a no-break space after a title or an abbreviation, but not after an initial or the end of a sentence.

    Bad:: M. Burgos, n° 25, vol. 2
    Good:: M.\u00a0Burgos, n°\u00a025, vol.\u00a02

    Source: Lexique, "abréviations".
    """
    return _ABBREVIATION.sub(lambda match: match.group().rstrip() + FULL, text)
