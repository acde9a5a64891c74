"""Compare two texts in time that grows with their length, for any content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

#: Pairs of words or characters that are compared, which takes 0.1 s: two texts of the longest length that is published.
#: Above that, all between the common ends counts as changed.
MOST_PAIRS = 32_000**2


def kept(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield each run that *old* and *new* have in common: its place in both, and its length.

    The last run has no length and is the end of both.
    """
    start = _common(zip(old, new, strict=False))
    shorter = min(len(old), len(new)) - start
    end = min(shorter, _common(zip(reversed(old), reversed(new), strict=False)))
    if (len(old) - start - end) * (len(new) - start - end) <= MOST_PAIRS:
        yield from _compared(old, new)
    else:
        yield 0, 0, start
        yield len(old) - end, len(new) - end, end
        yield len(old), len(new), 0


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    try:
        from rapidfuzz.distance import Levenshtein
    except ImportError:  # "octavo check" alone is installed without it
        yield from SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    else:
        yield from ((block.a, block.b, block.size) for block in Levenshtein.editops(old, new).as_matching_blocks())


def _common(pairs: Iterator[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
