"""Test the widths of columns on paper, and the places for the points of self-checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from octavo.sphinxext.latex import tables
from tests.sphinxext.latex.printing import print_book
from tests.sphinxext.latex.test_moving import pages_of

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
LONG = "a sentence of many words that says at length what the thing in the first column is good for"


def read(rows: list[list[str]], *options: str) -> nodes.table:
    lines = "\n".join(f"   {'*' if not place else ' '} - {cell}" for row in rows for place, cell in enumerate(row))
    text = "\n".join([".. list-table::", *(f"   {option}" for option in options), "", lines])
    whole: nodes.document = publish_doctree(text)  # type: ignore[no-untyped-call]
    return whole.next_node(nodes.table)


def widths(table: nodes.table, *, everywhere: bool = False) -> list[int]:
    tables.fit(table, 80, everywhere=everywhere)
    return [column["colwidth"] for column in table.findall(nodes.colspec)]


def test_a_column_of_short_words_is_narrow() -> None:
    short, long = widths(read([["H5P", LONG], ["LibreOffice", LONG]], ":widths: 50 50"))
    # Eleven letters and the gap, of a line of 80.
    assert 0.17 < short / (short + long) < 0.25


def test_a_column_of_much_longer_texts_gets_most_of_the_line() -> None:
    words = "words that fill a line"
    first, second = widths(read([[words * 2, f"{LONG} " * 3]], ":widths: 50 50"))
    assert second > 2 * first


def test_a_column_has_room_for_its_longest_word() -> None:
    first, *_ = widths(read([["Characteristically", LONG, LONG]], ":widths: 10 45 45"))
    assert first * 80 / 1000 > len("Characteristically")


def test_short_texts_share_the_line_by_their_lengths() -> None:
    first, second = widths(read([["one two", "one two three four five six"]], ":widths: 50 50"))
    assert second > 2 * first


def test_a_chinese_character_is_as_wide_as_two_letters() -> None:
    first, second = widths(read([["文字文字文字文字", "abcdefghijklmnop"]], ":widths: 50 50"))
    assert first == second


def test_more_long_words_than_a_line_holds_share_it() -> None:
    assert widths(read([["a" * 50, "a" * 50]], ":widths: 20 80")) == [500, 500]


def test_a_form_keeps_the_widths_of_its_author() -> None:
    assert widths(read([["Name", "Date"], ["..", ".."]], ":widths: 70 30")) == [70, 30]


def test_tabulary_measures_a_table_without_widths_unless_it_cannot() -> None:
    rows = [["one", "one two three"]]
    assert widths(read(rows)) == [50, 50]
    first, second = widths(read(rows), everywhere=True)
    assert second > first


def test_each_statement_of_a_self_check_has_points_and_each_part_a_sum() -> None:
    table = read([["A1", "I plan."], ["A2", "I ask."], ["B1", "I rest."]], ":class: self-check")
    tables.add_points(table)
    cells = [cell.astext() for cell in table.findall(nodes.entry)]
    statements = [rf"{text}\octavopoints" for text in ("I plan.", "I ask.", "I rest.")]
    assert [cell.replace("\n", "") for cell in cells[1::2]] == statements
    assert [cell.replace("\n", "") for cell in cells[::2]] == ["A1", r"A2\octavosum{4}", r"B1\octavosum{2}"]


@pytest.mark.parametrize(("rows", "expected"), [(3, False), (20, True)])
def test_a_long_self_check_runs_over_pages(rows: int, expected: bool) -> None:
    table = read([[f"A{number}", "I plan."] for number in range(rows)], ":class: self-check")
    tables.add_points(table)
    assert ("longtable" in table["classes"]) is expected


def test_a_row_with_a_plain_number_has_no_sum() -> None:
    table = read([["1", "We plan."], ["2", "We ask."]], ":class: self-check")
    tables.add_points(table)
    assert "octavosum" not in table.astext()
    assert table.astext().count(r"\octavopoints") == 2


def test_a_part_in_one_row_sums_its_statements() -> None:
    table = read([["Planning", "I plan.", "I ask."], ["Rest", "I rest.", "`Link <https://example.org>`_"]])
    tables.add_points(table)
    assert "octavo" not in table.astext()
    table["classes"].append(tables.SELF_CHECK)
    tables.add_points(table)
    assert table.astext().count(r"\octavopoints") == 3
    assert [table.astext().count(rf"\octavosum{{{most}}}") for most in (4, 2)] == [1, 1]


@needs_tex
@pytest.mark.slow
def test_cells_are_ragged_without_hyphens_and_statements_have_boxes(small: Project) -> None:
    words = "international organisations understanding responsibilities " * 3
    rows = "".join(f"   * - {words}\n     - {words}\n     - {words}\n" for _ in range(3))
    check = ".. list-table::\n   :widths: 30 70\n   :class: self-check\n\n   * - A1\n     - I plan.\n"
    text = f"\n.. list-table::\n   :widths: 33 33 34\n\n{rows}\n{check}"
    made, _ = print_book(small, small.master, text)
    assert made.warnings == ()
    whole = "".join(pages_of(Path(made.path), "-layout"))
    assert whole.count("responsibilities") == 27
    assert not re.search(r"[a-z]-\s", whole)
    assert re.search(r"I plan\.\s.*0 +1 +2", whole, re.DOTALL)
    assert re.search(r"/ ?2", whole)


@needs_tex
@pytest.mark.slow
def test_one_space_stands_before_the_number_of_a_table_that_goes_on(small: Project) -> None:
    rows = "".join(f"   * - Cell {number}\n     - {LONG}\n" for number in range(60))
    table = f"\n.. list-table:: A long table\n   :class: longtable\n\n{rows}"
    made, _ = print_book(small, small.language("fr"), table)
    assert made.warnings == ()
    boxes = "".join(pages_of(Path(made.path), "-bbox"))
    found = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">Tableau</word>\s*<word xMin="([\d.]+)"', boxes)
    gaps = [float(start) - float(end) for end, start in found]
    assert len(gaps) > 1
    assert max(gaps) < 4, "points"
