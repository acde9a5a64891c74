"""Two texts of any length are compared, and their differences hold both."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.text import differences
from octavo.text.differences import kept


@given(st.lists(st.sampled_from(["a", "b", "one"])), st.lists(st.sampled_from(["a", "b", "one"])), st.integers(0, 20))
def test_what_is_kept_is_in_both_texts_in_order(old: list[str], new: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "MOST_PAIRS", most)
        runs = list(kept(old, new))
    assert runs[-1] == (len(old), len(new), 0)
    for a, b, length in runs:
        assert old[a : a + length] == new[b : b + length]
    for (a, b, length), (later, place, _) in pairwise(runs):
        assert a + length <= later
        assert b + length <= place


def test_of_too_many_pairs_only_the_ends_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(kept("abXcYde", "abPcQde")) == [(0, 0, 2), (3, 3, 1), (5, 5, 2), (7, 7, 0)]
    monkeypatch.setattr(differences, "MOST_PAIRS", 8)
    assert list(kept("abXcYde", "abPcQde")) == [(0, 0, 2), (5, 5, 2), (7, 7, 0)]


def test_texts_without_a_bound_on_their_length_are_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "_compared", pytest.fail)
    old, new = "a b " * 50_000, "b c " * 50_000
    assert list(kept(old.split(), new.split())) == [(0, 0, 0), (100_000, 100_000, 0), (100_000, 100_000, 0)]


def test_a_change_at_each_end_of_the_longest_text_keeps_what_is_between() -> None:
    text = "word " * 6_390
    assert sorted(length for _, _, length in kept(f"a{text}a", f"b{text}b")) == [0, len(text)]
