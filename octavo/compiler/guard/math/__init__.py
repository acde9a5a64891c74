r"""Refuse a translated formula that does more than set the formula of the master.

A formula is a program for TeX, and latex2mathml writes its content into the page. So a translation may contain only
the macros of a list (:mod:`octavo.compiler.guard.math.macros`), in balanced groups, and must have the structure of the
master's formula: the same operations, relations, roots, fractions, sub- and superscripts and figures. These may differ:
words in ``\text{…}``, names of variables, spaces, decimal signs, and signs that languages write differently
(``\times`` and ``\cdot``). If the master itself uses macros that are not on the list, only the words in
``\text{…}`` may differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from octavo.compiler.guard.math import macros
from octavo.compiler.guard.math.tex import TexError, Token, parse, tokens
from octavo.compiler.guard.pair import Pair, Refusal

CODE = "guard-math"
#: Characters, and how much longer than the master's a formula may be.
LONGEST, FACTOR, ALLOWANCE = 4_000, 3, 200
#: Groups inside groups; TeX and latex2mathml have limits of their own far above.
DEEPEST = 20
_ADDRESS = re.compile(r"://|\bwww\.|\b(?:javascript|mailto)\s*:", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LAYOUT = re.compile(r"\\begin\s*\{array\}\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}|\\hline|\\\\|(?<!\\)&")
#: Rows below a sign, which are none of the formula's.
_SUBSTACK = re.compile(r"\\substack\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_TEXT_REMEDY = "Translate the words in \\text{…} and leave the rest of the formula as it is"


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each reason against the translation of a message that is a formula."""
    yield from problems(pair.master, pair.text, is_free=pair.context.parsing.free_formulas)


def compared(master: Iterable[str], found: Iterable[str], *, is_free: bool = False) -> Iterator[Refusal]:
    """Yield a refusal for each formula of *found* that translates none of *master*."""
    left = list(master)
    changed = []
    for formula in found:
        if formula in left:
            left.remove(formula)
        else:
            changed.append(formula)
    for formula in changed:
        match = next((own for own in left if not problems(own, formula, is_free=is_free)), None)
        if match is not None:
            left.remove(match)
        else:
            yield from (
                problems(left[0], formula, is_free=is_free)[:1]
                if left
                else [_refusal("It has a formula that the original has not")]
            )


def problems(master: str, text: str, *, is_free: bool = False) -> list[Refusal]:
    """Return the reasons why the formula *text* may not replace the formula *master*; empty if it may.

    :param is_free: whether it may be another formula, of the listed macros and in the rows and columns of the master's
    """
    return [] if text == master else list(_problems(master, text, is_free))


@lru_cache(maxsize=4096)
def _problems(master: str, text: str, is_free: bool) -> tuple[Refusal, ...]:
    if len(text) > min(LONGEST, FACTOR * len(master) + ALLOWANCE) or len(master) > LONGEST:
        return (_refusal(f"The formula has {len(text)} characters, far more than the original one"),)
    if len(_BLANK_LINE.findall(text.strip())) != len(_BLANK_LINE.findall(master.strip())):
        return (_refusal("The blank lines of the formula are not those of the original one"),)
    if _ADDRESS.search(text) and not _ADDRESS.search(master):
        return (_refusal("The formula names an address"),)
    try:
        found = tokens(text)
        own = tokens(master)
        reasons = [*_unlisted(own, found)]
        # The master's own macros are not known here: there, the skeleton of the formula is the same already.
        if not reasons and all(map(_is_listed, own)):
            parse(found, deepest=DEEPEST)
            reasons = [*_differences(own, found, is_free=is_free)]
    except TexError as error:
        return (_refusal(str(error)),)
    return tuple(reasons) or tuple(_unconvertible(master, text))


def _refusal(message: str, remedy: str = _TEXT_REMEDY) -> Refusal:
    return Refusal(CODE, message, remedy)


# --- the list -------------------------------------------------------------------------------------------


def _unlisted(master: list[Token], found: list[Token]) -> Iterator[Refusal]:
    """Yield a refusal for each piece of TeX that is on no list. The master's own may remain at its place."""
    own = [token for token in master if not _is_listed(token)]
    theirs = [token for token in found if not _is_listed(token)]
    if own and _skeleton(master) != _skeleton(found):
        yield _refusal(f"The original formula uses “{own[0].text[:60]}”, so everything but words must stay as it is")
    elif own != theirs:
        for token in dict.fromkeys(theirs):
            if token not in own:
                yield _refusal(_said(token), "Use only what the original formula uses")
                return
        yield _refusal("Special signs in the words of the formula are not those of the original one")


def _is_listed(token: Token) -> bool:
    text = token.text
    if text.isspace():
        return True
    if text.startswith("\\"):
        if token.in_text:
            return text in macros.SPACING or text in macros.ESCAPED_IN_TEXT
        return text in macros.MACROS or text in (r"\begin", r"\end")
    # Letters, marks and figures; in words, signs as well, but none that TeX reads as a command.
    kinds, signs = ("LMNPSZ", "{}~") if token.in_text else ("LMN", macros.SIGNS)
    return text in signs or (text not in "%#$&^_`" and unicodedata.category(text)[0] in kinds)


def _said(token: Token) -> str:
    kind = "the command" if token.text.startswith("\\") else "the sign"
    return f"A translated formula cannot use {kind} “{token.text[:60]}”{' in its words' if token.in_text else ''}"


def _skeleton(found: Iterable[Token]) -> list[str]:
    """Return the formula without spaces and without the words of its texts."""
    return [token.text for token in found if not token.in_text and not token.text.isspace()]


# --- structure ------------------------------------------------------------------------------------------


def _differences(master: list[Token], found: list[Token], *, is_free: bool) -> Iterator[Refusal]:
    """Yield a refusal if *found* is another formula than *master*; if *is_free*, only for other rows and columns."""
    before, after = _structure(master), _structure(found)
    # A colon divides, or is between a set and its condition, where other languages have a comma.
    colons = after.pop(":", 0) - before.pop(":", 0)
    divisions = before[macros.DIVISION] - after[macros.DIVISION]
    if 0 < divisions <= colons or colons <= divisions < 0:
        after[macros.DIVISION] = before[macros.DIVISION]
    more, less = after - before, before - after
    # A language may have a name of its own for a function: tg for tan.
    if is_free or _is_renamed(more, less) or _is_renamed(less, more):
        more = less = Counter()
    if more:
        yield _refusal(f"The formula has more of “{next(iter(more))[:60]}” than the original one")
    elif less:
        yield _refusal(f"“{next(iter(less))[:60]}” of the original formula is missing")
    elif _layout(master) != _layout(found):
        yield _refusal("The rows and columns of the formula are not those of the original one")
    elif not is_free and _figures(master) != _figures(found):
        yield _refusal("The figures of the formula are not those of the original one")


def _structure(found: list[Token]) -> Counter[str]:
    """Count commands and signs by class, which may not change. Letters, spaces, separators and braces are free."""
    counts: Counter[str] = Counter()
    outside = [token for token in found if not token.text.isspace()]
    for token, following in zip(outside, [*outside[1:], None], strict=True):
        text = token.text
        if text == "+" and following and following.text == r"\infty":
            continue  # some languages write the sign, and some do not
        free = text in macros.SPACING or text in macros.SEPARATORS or text in "{}~"
        if not (token.in_text or free or text.isalnum() or unicodedata.category(text[0]) in ("Mn", "Mc")):
            counts[macros.CLASSES.get(text, text)] += 1
    # Which words are upright is typography: a subscript may be set as words or as letters.
    counts.pop(macros.LETTERS, None)
    return counts


def _is_renamed(more: Counter[str], less: Counter[str]) -> bool:
    names = macros.FUNCTIONS | {macros.GREATEST}
    return set(more) == {r"\operatorname"} and names.issuperset(less) and more.total() == less.total()


def _layout(found: list[Token]) -> list[str]:
    """Return rows, columns and environments in their order."""
    text = "".join(" " if token.in_text else token.text for token in found)
    return _LAYOUT.findall(_SUBSTACK.sub("", text))


def _figures(found: list[Token]) -> list[int]:
    """Return the digits outside words, in any script."""
    digits = (unicodedata.digit(token.text, -1) for token in found if not token.in_text and len(token.text) == 1)
    return sorted(digit for digit in digits if digit >= 0)


# --- MathML ---------------------------------------------------------------------------------------------


def _unconvertible(master: str, text: str) -> Iterator[Refusal]:
    """Yield a refusal if the formula cannot be shown on a web page although the master's can."""
    from octavo.text.mathml import FormulaError, mathml  # latex2mathml takes a moment to load

    try:
        mathml(text, "block")
    except FormulaError as error:
        try:
            mathml(master, "block")
        except FormulaError:
            return
        yield _refusal(f"The formula cannot be shown on a web page: {error}")
