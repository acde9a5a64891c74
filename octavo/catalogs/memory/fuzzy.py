"""Texts → the few that can be like a given one, and the one most like it.

Comparing every text with every other takes the square of their number. Texts that are alike share at least one of
their rarest words and have about the same length, so only those are compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from rapidfuzz import fuzz, process

#: So many of a text's rarest words are looked up …
_RARE = 4
#: … and no more of them once so many texts were found: the words that follow are in ever more texts.
_ENOUGH = 400
#: A word is looked up in so many texts at most, so that no vocabulary, however small, brings the square back.
_MOST = 5_000
#: Fewer texts are all compared: an index would miss a title whose only word was corrected.
_FEW = 60
_WORD = re.compile(r"\w+")


class FuzzyIndex:
    """Texts by number, found by likeness. Likeness is RapidFuzz's ratio: 200 · common characters ÷ both lengths."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._holding: dict[str, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, text: str) -> None:
        """Add *text*; its number is the count of those before it."""
        for word in set(_words(text)):
            self._holding[word].append(len(self._texts))
        self._texts.append(text)

    def nearest(self, text: str, least: float) -> tuple[int, float] | None:
        """Return the number of the text most like *text*, the first of equals, and its likeness, *least* or more."""
        return max(self.near(text, least), key=lambda found: (found[1], -found[0]), default=None)

    def near(self, text: str, least: float) -> Iterator[tuple[int, float]]:
        """Yield numbers of texts that are like *text* and their likeness, *least* to 100."""
        choices = {number: self._texts[number] for number in self._candidates(text, least / 100)}
        for _, score, number in process.extract_iter(text, choices, scorer=fuzz.ratio, score_cutoff=least):
            yield number, score

    def _candidates(self, text: str, least: float) -> set[int]:
        # The common characters are at most those of the shorter text, so least ≤ 2·shorter/(shorter + longer).
        low, high = len(text) * least / (2 - least), len(text) * (2 - least) / least
        if len(self._texts) <= _FEW:
            return set(range(len(self._texts)))
        words = sorted((w for w in set(_words(text)) if w in self._holding), key=lambda w: (len(self._holding[w]), w))
        found: set[int] = set()
        for word in words[:_RARE]:
            holding = islice(self._holding[word], _MOST)
            found.update(number for number in holding if low <= len(self._texts[number]) <= high)
            if len(found) > _ENOUGH:
                break
        return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
