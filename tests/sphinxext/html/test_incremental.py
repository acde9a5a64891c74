"""The digest of what pages show of others is the same for the same content, in whatever order it was collected."""

from __future__ import annotations

import pytest
from docutils import nodes
from sphinx.locale import _TranslationProxy

from octavo.sphinxext.html.incremental import canonical


def title(text: str) -> nodes.title:
    return nodes.title("", text)


def test_the_same_content_in_another_order_is_the_same_text() -> None:
    assert canonical({"a": title("One"), "b": title("Two")}) == canonical({"b": title("Two"), "a": title("One")})
    assert canonical({"x", "y", "z"}) == canonical({"z", "y", "x"})


@pytest.mark.parametrize("other", [{"a": title("Other")}, {"b": title("One")}, {}, [title("One")]])
def test_other_content_is_another_text(other: object) -> None:
    assert canonical({"a": title("One")}) != canonical(other)


def test_a_section_number_in_a_title_counts() -> None:
    numbered = title("One")
    numbered["secnumber"] = (1,)
    assert canonical({"a": title("One")}) != canonical({"a": numbered})


def test_words_count_alike_whether_translated_before_or_when_shown() -> None:
    assert canonical(_TranslationProxy("no catalog", "general", "Note")) == canonical("Note")
