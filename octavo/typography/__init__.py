"""Plain text → typeset text, by the rules of its language, one file a language.

Translators type plain text; the compiler calls this. Only what a reader reads is changed: marks, targets, literals,
addresses and code are out of the rules' reach. A language without rules is untouched.
"""

from __future__ import annotations

from octavo import markup
from octavo.typography import fr, zh
from octavo.typography.rules import MARK, RULES, Rule

__all__ = ["MARK", "RULES", "Rule", "fr", "typeset", "zh"]


#: More rounds than any text has needed; a bound, so that no text can keep the compiler busy.
ROUNDS = 8


def typeset(text: str, locale: str) -> str:
    """Return *text*, a message in reStructuredText, typeset for *locale* (``fr``, ``zh_CN``); idempotent."""
    rules = RULES.get(_language(locale), [])
    if not rules or MARK in text:
        return text
    tokens = markup.tokens(text)
    pieces = [token.text for token in tokens if not token.is_text]
    plain = "".join(token.text if token.is_text else MARK for token in tokens)
    # One rule may make another's case (a bracket that became full-width takes a full-width comma): until none has.
    for _ in range(ROUNDS):
        before = plain
        for known in rules:
            plain = known.apply(plain)
        if plain == before:
            break
    parts = plain.split(MARK)
    return "".join(part + piece for part, piece in zip(parts, [*pieces, ""], strict=True))


def _language(locale: str) -> str:
    # Traditional Chinese quotes with corner brackets: the rules of mainland China are not its own.
    if locale.startswith(("zh_TW", "zh_HK", "zh_Hant")):
        return ""
    return locale.partition("_")[0]
