"""Test the estimate of the lines that a block takes on paper."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from octavo.sphinxext.latex import form_blanks, room


def read(text: str) -> nodes.document:
    whole: nodes.document = publish_doctree(text)  # type: ignore[no-untyped-call]
    return whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Word\n- Word", 3),
        (f"- {'letters ' * 12}", 3),
        (f"- {'中文' * 24}", 3),
        ("Term\n   Definition.", 3),
        (f".. note::\n\n   {'letters ' * 12}\n\n   {'letters ' * 12}", 8),
    ],
)
def test_a_block_takes_the_lines_of_its_texts_and_the_space_between_them(text: str, expected: int) -> None:
    assert room.lines(read(text)[0], 80) == expected


def test_a_chinese_character_takes_two_letters_and_code_none_but_for_blanks() -> None:
    whole = read("中文: ____")
    form_blanks.draw(whole)
    assert room.letters(whole) == len("中文") * 2 + len(": ") + 12
