"""Test that a sentence that leads to a list, a figure or a box stays on the page of its beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from tests.sphinxext.latex.printing import print_book
from tests.sphinxext.latex.test_moving import NEW_PAGE, pages_of

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
SHEET = ".. admonition:: A sheet\n   :class: checklist\n\n   - Block\n   - Other\n   - Last"
BLOCKS = {
    "list": "- Block\n- Other",
    "numbers": "#. Block\n#. Other",
    "terms": "Block\n   A definition.",
    "quotation": "   Block of a letter.",
    "notice": ".. note::\n\n   Block\n\n   Other words.\n\n   Last words.",
    "sheet": SHEET,
    "table": ".. list-table:: A table\n\n   * - Block\n     - Other",
    "bare table": ".. list-table::\n\n   * - Block\n     - Other",
    "figure": ".. figure:: /one/plan.svg\n\n   Block",
}
#: A page has 45 lines of text, or some fewer: one of these numbers leaves room for the sentence only.
FILLED = range(40, 50)


def pages_with_both(small: Project, code: str, lead: str, block: str) -> list[tuple[int, int]]:
    """Return the pages of the sentence *lead* and of *block*, each time with more lines above both."""
    path = small.source / "two/index.rst"
    text = path.read_text(encoding="utf-8")
    for number in FILLED:
        lines = "\n".join(f"| Line {line}" for line in range(number))
        text += f"{NEW_PAGE}{lines}\n\nStart{number} {lead}\n\n{block.replace('Block', f'Block{number}')}\n\nAfter.\n"
    path.write_text(text, encoding="utf-8")
    made, source = print_book(small, small.language(code))
    pages = pages_of(Path(made.path))
    assert latex.read_log(source.with_suffix(".log").read_text(encoding="utf-8")).overfull == ()
    places = {word: [next(place for place, page in enumerate(pages) if f"{word}{number}" in page) for number in FILLED]
              for word in ("Start", "Block")}  # fmt: skip
    return list(zip(places["Start"], places["Block"], strict=True))


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS)
def test_a_sentence_with_a_colon_stays_with_what_it_leads_to(small: Project, block: str) -> None:
    places = pages_with_both(small, "en", "leads on:", BLOCKS[block])
    assert [first for first, _ in places] == [second for _, second in places]
    assert len({second - first for first, second in zip(places[0], places[-1], strict=True)}) == 1


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize(("code", "lead"), [("zh_CN", "引出下文："), ("fr", "mène à la suite\u00a0:")])
def test_a_colon_of_the_language_leads_as_well(small: Project, code: str, lead: str) -> None:
    places = pages_with_both(small, code, lead, BLOCKS["list"])
    assert [first for first, _ in places] == [second for _, second in places]
