"""Plain text → typeset text, by the rules of its language, one file a language.

Translators type plain text; the compiler calls this. Only what a reader reads is changed: marks, targets, literals,
addresses and code are out of the rules' reach. A language without rules is untouched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.text import markup
from octavo.text.markup import Shape
from octavo.text.typography import fr, zh
from octavo.text.typography.rules import CLOSE, MARKS, OPEN, RULES, WHOLE, Rule

__all__ = ["RULES", "Rule", "fr", "typeset", "zh"]

_MARK = {Shape.OPEN: OPEN, Shape.CLOSE: CLOSE, Shape.WHOLE: WHOLE}
_ANY_MARK = re.compile(f"[{MARKS}]")

#: More rounds than any text has needed; a bound, so that no text can keep the compiler busy.
ROUNDS = 8


def typeset(text: str, locale: str) -> str:
    """Return *text*, a message in reStructuredText, typeset for *locale* (``fr``, ``zh_CN``); idempotent.

    A stray asterisk may be no markup only because of a space that a rule takes away. A text in which the markup would
    change, or that would not be the same if typeset again, is returned as it is.
    """
    rules = RULES.get(_language(locale), [])
    if not rules or _ANY_MARK.search(text):
        return text
    result = _applied(rules, text)
    if result == text:
        return text
    return result if _markup(result) == _markup(text) and _applied(rules, result) == result else text


def _applied(rules: Sequence[Rule], text: str) -> str:
    tokens = markup.tokens(text)
    pieces = [token.text for token in tokens if not token.is_text]
    plain = "".join(token.text if token.is_text else _MARK[token.shape] for token in tokens)
    # One rule may make another's case (a bracket that became full-width takes a full-width comma): until none has.
    signs = set(plain)
    for _ in range(ROUNDS):
        before = plain
        for known in rules:
            if known.signs and known.signs.isdisjoint(signs):
                continue
            applied = known.apply(plain)
            if applied != plain:
                plain, signs = applied, set(applied)
        if plain == before:
            break
    parts = _ANY_MARK.split(plain)
    return "".join(part + piece for part, piece in zip(parts, [*pieces, ""], strict=True))


def _markup(text: str) -> list[tuple[str, int]]:
    """Return the pieces of markup in *text*, each after how many letters; but for joints, which rules may add."""
    found: list[tuple[str, int]] = []
    letters = 0
    for token in markup.tokens(text):
        if token.is_text:
            letters += sum(map(str.isalnum, token.text))
        elif token.text != markup.JOINT:
            found.append((token.text, letters))
    return found


def _language(locale: str) -> str:
    # Traditional Chinese quotes with corner brackets: the rules of mainland China are not its own.
    if locale.startswith(("zh_TW", "zh_HK", "zh_Hant")):
        return ""
    return locale.partition("_")[0]
