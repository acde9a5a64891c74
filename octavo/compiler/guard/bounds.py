"""Pair → refusals for texts that would take docutils too long: length, long runs, many marks, deep nesting.

docutils' patterns need quadratic time for texts like ``a-a-a-…`` or ``*a *a …``, and it recurses for every
level of ``- - - …`` and for every address in a text. The limits leave translators room: no ordinary text comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.compiler.guard.pair import Pair, Refusal

CODE = "guard-bounds"
#: Characters; longer texts are quadratically slow (measured: 0.3 s for 4,000 hostile characters).
LONGEST = 6_000
#: A translation may be so many times as long as the English, and this many characters longer in any case.
FACTOR, ALLOWANCE = 4, 300
#: Characters without a space or a full-width sign; the longest addresses in use keep below it.
RUN = 400
#: Marks that may begin inline markup, more than twice as many as in the English.
MARKS_ALLOWANCE = 40
LEVELS = 3
_RUN = re.compile(rf"[^\s，。；：！？、（）《》“”‘’「」—…]{{{RUN + 1}}}")
_MARK = re.compile(r"[*`|@\[]|:/|_\b")
_NESTED = re.compile(rf"\s*(?:(?:[-+*•‣⁃]|\(?\w{{1,8}}[.)]|:[^:]{{1,80}}:|\|)\s+){{{LEVELS},}}")


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each bound that is crossed."""
    limit = min(LONGEST, FACTOR * len(pair.master) + ALLOWANCE)
    if len(pair.text) > limit or len(pair.master) > LONGEST:
        yield Refusal(
            CODE, f"The translation has {len(pair.text)} characters; for this English text, {limit} is the limit",
            "Translate only what the English says",
        )  # fmt: skip
    elif _has_run(pair.text) or _has_run(pair.master):
        yield Refusal(
            CODE, f"More than {RUN} characters stand without a space", "Check that nothing was pasted by mistake"
        )
    elif _has_many_marks(pair):
        yield Refusal(CODE, "It has far more markup than the English", "Use the markup of the English text, once")
    elif _NESTED.match(pair.text) and not _NESTED.match(pair.master):
        yield Refusal(CODE, "It begins with lists inside lists", "Delete the marks at its beginning")


def _has_run(text: str) -> bool:
    return len(text) > RUN and bool(_RUN.search(text))


def _has_many_marks(pair: Pair) -> bool:
    # Most texts are too short to have so many.
    if len(pair.master) > LONGEST // 10 and _marks(pair.master) > LONGEST // 10:
        return True
    found = _marks(pair.text) if len(pair.text) > MARKS_ALLOWANCE else 0
    return found > MARKS_ALLOWANCE and found > 2 * _marks(pair.master) + MARKS_ALLOWANCE


def _marks(text: str) -> int:
    return len(_MARK.findall(text))
