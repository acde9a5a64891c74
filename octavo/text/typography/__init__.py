"""Typeset plain text by the rules of its language; each language has a file of its own.

Translators write plain text, and the compiler typesets it. The rules change only visible text, not markup, targets,
literals, URLs or code. Text in a language without rules is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from octavo.text import markup
from octavo.text.markup import Shape
from octavo.text.typography import rules
from octavo.text.typography.rules import CLOSE, MARKS, OPEN, WHOLE, TypographyRule

__all__ = ["LANGUAGES", "TypographyRule", "rules_of", "typeset"]

#: The languages that have rules, each in a module of its name. A module is loaded when its language is typeset.
LANGUAGES = ("fr", "zh")

_MARK = {Shape.OPEN: OPEN, Shape.CLOSE: CLOSE, Shape.WHOLE: WHOLE}
_ANY_MARK = re.compile(f"[{MARKS}]")

#: Maximum number of rounds, more than any known text needs, so that no text can block the compiler.
ROUNDS = 8


def typeset(text: str, locale: str) -> str:
    """Return the reStructuredText message *text* typeset for *locale* (``fr``, ``zh_CN``); idempotent.

    A removed space may turn a stray asterisk into markup. Return *text* unchanged if its markup would change, or if
    typesetting it again would give another result.
    """
    chosen = _rules(locale)
    if not chosen or _ANY_MARK.search(text):
        return text
    result = _applied(chosen, text)
    if result == text:
        return text
    return result if _markup(result) == _markup(text) and _applied(chosen, result) == result else text


def _applied(chosen: Sequence[TypographyRule], text: str) -> str:
    tokens = markup.tokens(text)
    pieces = [token.text for token in tokens if not token.is_text]
    plain = "".join(token.text if token.is_text else _MARK[token.shape] for token in tokens)
    # One rule may enable another: a bracket that became full-width requires a full-width comma. So repeat them all.
    signs = set(plain)
    for _ in range(ROUNDS):
        before = plain
        for rule in chosen:
            if rule.signs and rule.signs.isdisjoint(signs):
                continue
            applied = rule.apply(plain)
            if applied != plain:
                plain, signs = applied, set(applied)
        if plain == before:
            break
    parts = _ANY_MARK.split(plain)
    return "".join(part + piece for part, piece in zip(parts, [*pieces, ""], strict=True))


def _markup(text: str) -> list[tuple[str, int]]:
    """Return each piece of markup in *text* with the number of letters before it, without joints."""
    pieces: list[tuple[str, int]] = []
    letters = 0
    for token in markup.tokens(text):
        if token.is_text:
            letters += sum(map(str.isalnum, token.text))
        elif token.text != markup.JOINT:
            pieces.append((token.text, letters))
    return pieces


@cache
def _rules(locale: str) -> list[TypographyRule]:
    """Return the rules of *locale*: those of its language, each replaced by the one that its region has."""
    of_region = {rule.code: rule for rule in rules_of(locale)}
    return [of_region.get(rule.code, rule) for rule in rules_of(_language(locale))]


def rules_of(language: str) -> list[TypographyRule]:
    """Return the rules of *language*; of a locale with a region, those that only the region has."""
    if (name := language.partition("_")[0]) in LANGUAGES:
        import_module(f"{__name__}.{name}")
    return rules.RULES.get(language, [])


def _language(locale: str) -> str:
    # Traditional Chinese has other rules, such as corner brackets as quotes.
    if locale.startswith(("zh_TW", "zh_HK", "zh_Hant")):
        return ""
    return locale.partition("_")[0]
