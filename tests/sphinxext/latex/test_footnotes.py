"""Test that the footnotes of a printed book are numbered in the order of its text."""

from __future__ import annotations

import re

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from tests.sphinxext.latex.printing import print_book

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
NOTES = """
First [#first]_ of the author, then an `address <https://example.org/second>`_, and the last [#last]_.
The first is named again [#first]_.

.. list-table:: Table

   * - Cell [#cell]_
     - Other

.. [#first] Note first.
.. [#last] Note last.
.. [#cell] Note cell.
"""


@needs_tex
@pytest.mark.slow
def test_notes_are_numbered_in_the_order_of_the_text(small: Project) -> None:
    _, source = print_book(small, small.master, NOTES)
    printed = source.read_text(encoding="utf-8")
    printed = printed[printed.index("of the author, then") - 500 :]
    notes = re.findall(r"\\begin\{footnote(?:text)?\}\[(\d+)\].*?(Note \w+|second)", printed, re.DOTALL)
    first = int(notes[0][0])
    assert [note for _, note in notes] == ["Note first", "second", "Note last", "Note cell"]
    assert [int(number) for number, _ in notes] == [first, first + 1, first + 2, first + 3]
    assert rf"\sphinxfootnotemark[{first}]" in printed[printed.index("named again") :]
