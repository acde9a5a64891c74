"""Find similar texts without comparing all pairs.

Comparing every text with every other takes quadratic time. Similar texts share at least one of their rarest words and
have about the same length, so only such texts are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from rapidfuzz import fuzz, process

#: Number of a text's rarest words that are looked up.
_RAREST_WORDS = 4
#: No further word is looked up after so many candidates, because the next words are more frequent.
_MOST_CANDIDATES = 400
#: Maximum number of texts for a word, so that a small vocabulary does not cause quadratic time.
_MOST_TEXTS = 5_000
#: Up to so many texts are all compared: the index would miss a title whose only word was corrected.
_COMPARE_ALL = 60
#: Longer texts are compared by their words in any order: RapidFuzz needs quadratic time.
LONG = 5_000
_WORD = re.compile(r"\w+")


class FuzzyIndex:
    """Find texts by similarity: RapidFuzz's ratio, 200 · common characters ÷ sum of both lengths."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, text: str) -> None:
        """Add *text*; its number is the count of texts added before."""
        for word in set(_words(text)):
            self._by_word[word].append(len(self._texts))
        self._texts.append(text)

    def nearest(self, text: str, least: float) -> tuple[int, float] | None:
        """Return the number and similarity of the text most similar to *text*, the first of equals."""
        return max(self.near(text, least), key=lambda match: (match[1], -match[0]), default=None)

    def near(self, text: str, least: float) -> Iterator[tuple[int, float]]:
        """Yield the number and similarity (*least* to 100) of each text similar to *text*."""
        choices = {number: self._texts[number] for number in self._candidates(text, least / 100)}
        long = {number for number, other in choices.items() if min(len(text), len(other)) > LONG}
        words = Counter(_WORD.findall(text)) if long else Counter()
        for number in long:
            score = _likeness(words, Counter(_WORD.findall(choices.pop(number))))
            if score >= least:
                yield number, score
        for _, score, number in process.extract_iter(text, choices, scorer=fuzz.ratio, score_cutoff=least):
            yield number, score

    def _candidates(self, text: str, least: float) -> set[int]:
        # At most all characters of the shorter text are common, so least ≤ 2·shorter/(shorter + longer).
        low, high = len(text) * least / (2 - least), len(text) * (2 - least) / least
        if len(self._texts) <= _COMPARE_ALL:
            return set(range(len(self._texts)))
        words = sorted((w for w in set(_words(text)) if w in self._by_word), key=lambda w: (len(self._by_word[w]), w))
        candidates: set[int] = set()
        for word in words[:_RAREST_WORDS]:
            numbers = islice(self._by_word[word], _MOST_TEXTS)
            candidates.update(number for number in numbers if low <= len(self._texts[number]) <= high)
            if len(candidates) > _MOST_CANDIDATES:
                break
        return candidates


def _likeness(words: Counter[str], others: Counter[str]) -> float:
    """Return 200 · characters of common words ÷ characters of all words."""
    size = sum(len(word) * count for found in (words, others) for word, count in found.items())
    return 200 * sum(len(word) * count for word, count in (words & others).items()) / size if size else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
