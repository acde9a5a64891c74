"""Test how a message is cut into spans of markup, terms and plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.publication.proof.highlight import highlight


@given(st.text(alphabet="ab *`:|_[]#<>\\是的termé’'", max_size=40))
def test_the_joined_spans_are_the_text(text: str) -> None:
    assert "".join(span.text for span in highlight(text, ["a b", "term", "是"])) == text


def test_markup_is_separated_from_the_words_inside_it() -> None:
    spans = highlight("See :doc:`the plan </plan>` and **two** |x|.")
    assert [(span.text, span.kind) for span in spans if span.kind != "plain"] == [
        (":doc:`", "role"), (" </plan>`", "role"), ("**", "strong"), ("**", "strong"), ("|x|", "substitution"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("More Bandwidth, please", "bandwidth", ["Bandwidth"]),
        ("the :term:`bandwidth` of", "bandwidth", ["bandwidth"]),
        ("asynchronous", "synchronous", []),
        ("centre\nd'aide", "centre d’aide", ["centre\nd'aide"]),
        ("更多带宽吗", "带宽", ["带宽"]),
        ("使用MOOC学习", "MOOC", ["MOOC"]),
        ("``bandwidth`` https://bandwidth.example", "bandwidth", []),
    ],
)
def test_terms_are_found_as_whole_words_in_readable_text(text: str, form: str, found: list[str]) -> None:
    assert [span.text for span in highlight(text, [form]) if span.is_term] == found


def test_a_plain_text_has_no_markup() -> None:
    assert [span.kind for span in highlight("a **b** c", is_plain=True)] == ["plain"]
