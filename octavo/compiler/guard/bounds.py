"""Refuse texts that would take docutils too long: length, long runs, many marks, deep nesting.

docutils' patterns need quadratic time for texts like ``a-a-a-…`` or ``*a *a …``, and it recurses for every
level of ``- - - …`` and for every address in a text. The limits follow the master's text and leave translators some
space. Absolute limits apply as well; they are far above any text of a book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from octavo.compiler.guard.pair import Pair, Refusal

CODE = "guard-bounds"
#: Characters of any text that is published; the longest paragraphs in use, of licences, have 12,000.
LONGEST = 32_000
#: A translation may be so many times as long as the original, and this many characters longer in any case.
FACTOR, ALLOWANCE = 4, 300
#: Characters without a space; where the master has a longer run, that one's length and as much again, up to the last.
RUN, LONGEST_RUN = 400, 4_000
#: Signs in such a run at which docutils looks for markup, or for the end of an address.
RUN_SIGNS = 120
#: Spaces beside each other; Sphinx looks for " : " in quadratic time.
SPACES = re.compile(r"\s{200}")
#: Marks that may begin inline markup, more than twice as many as in the original; and how many any text may have.
MARKS_ALLOWANCE, MOST_MARKS = 40, 600
LEVELS = 3
#: Letters of ASCII and whatever touches them: scripts without spaces have long runs of their own letters.
_RUN = re.compile(r"[^\s，。；：！？、（）《》“”‘’「」—…]{400,}")
_SIGN = re.compile(r"[!-/:-@\[-`{-~\u2010-\u2015]")
_ASCII_RUN = re.compile(r"[!-~]{401,}")
_MARK = re.compile(r"[*`|@\[<$]|:/|_\b")
_NESTED = re.compile(
    rf"\s*(?:(?:[-+*•‣⁃#]|\(?\w{{1,8}}[.)]|:[^:]{{1,80}}:|\|)\s+){{{LEVELS},}}|(?:\s*>){{{2 * LEVELS},}}"
)


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each bound that is exceeded. Code is not parsed, so only its length is bounded."""
    is_code = pair.master in pair.context.literals and not pair.context.is_markdown
    limit = FACTOR * len(pair.master) + ALLOWANCE
    limit = limit if is_code else min(LONGEST, limit)
    if len(pair.text) > limit or (len(pair.master) > LONGEST and not is_code):
        yield Refusal(
            CODE, f"The translation has {len(pair.text)} characters; for this original, {limit} is the limit",
            "Translate only what the original says",
        )  # fmt: skip
    elif is_code:
        return
    elif _has_run(pair.text, pair.master) or _has_run(pair.master, pair.master):
        yield Refusal(CODE, f"More than {RUN} characters without a space", "Check that nothing was pasted by mistake")
    elif SPACES.search(pair.text) and not SPACES.search(pair.master):
        yield Refusal(CODE, "More than 200 spaces beside each other", "Delete those that no sentence needs")
    elif _has_many_marks(pair):
        yield Refusal(CODE, "It has far more markup than the original", "Use the markup of the original, once")
    elif _NESTED.match(pair.text) and not _NESTED.match(pair.master):
        yield Refusal(CODE, "It begins with lists inside lists", "Delete the marks at its beginning")


def _has_run(text: str, master: str) -> bool:
    if len(text) <= RUN:
        return False
    for match in _RUN.finditer(text):
        if len(_SIGN.findall(match[0])) > RUN_SIGNS:
            return True
    limit = 0
    for match in _ASCII_RUN.finditer(text):
        limit = limit or min(LONGEST_RUN, 2 * max((len(run[0]) for run in _ASCII_RUN.finditer(master)), default=0))
        if len(match[0]) > max(RUN, limit):
            return True
    return False


def _has_many_marks(pair: Pair) -> bool:
    # Most texts are too short to have so many.
    own = _marks(pair.master) if len(pair.master) > MARKS_ALLOWANCE else 0
    if own > MOST_MARKS:
        return True
    found = _marks(pair.text) if len(pair.text) > MARKS_ALLOWANCE else 0
    return found > MARKS_ALLOWANCE and found > 2 * _marks(pair.master) + MARKS_ALLOWANCE


def _marks(text: str) -> int:
    return sum(1 for _ in islice(_MARK.finditer(text), 4 * MOST_MARKS))
