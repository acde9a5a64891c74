"""Test the layout of the site in a browser: what stays in view, and what fits a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.publication.browser import measured


@pytest.fixture(scope="module")
def layout(publication: Path) -> dict[str, Any]:
    """Return what a browser measured in pages of the site."""
    answer: dict[str, Any] = measured(Path(__file__).with_name("layout.mjs"), site=str(publication.resolve()))
    return answer


@pytest.mark.slow
def test_pages_fit_their_screens(layout: dict[str, Any]) -> None:
    scrolled, top = layout["header"]
    assert scrolled > 1000
    assert top == 0, "the header stays in view"
    too_wide, statement = layout["statements"]
    assert too_wide <= 0
    assert statement > 280, "a statement of a self-check has the width of a phone"
    assert layout["figure"] == [False, True, False], "a soft edge shows that a figure goes on, until its end"
    assert layout["rows"] == [[5, 1], [3, 3]], "the help to choose fills a row, or the last cell"
    assert layout["cells"] == ["top"]


@pytest.mark.slow
def test_the_boxes_of_a_form_are_before_its_answers(layout: dict[str, Any]) -> None:
    for before, answers, ticks, too_wide in layout["choices"]:
        assert set(before) == {"none"}, "a question has no box"
        assert answers == [6, 3, 3, 3, 5, 5, 2]
        assert ticks == 0
        assert too_wide <= 0


@pytest.mark.slow
def test_the_start_page_has_one_grid(layout: dict[str, Any]) -> None:
    home = layout["home"]
    cards, halves = home["cards"], home["halves"]
    assert [half[0] for half in halves] == [cards[0][0], cards[2][0]] * 2, "columns begin where cards begin"
    assert [half[1] for half in halves] == [cards[1][1], cards[4][1]] * 2, "columns end where cards end"
    assert {end[0] for end in home["ends"]} == {cards[0][0]}, "header and footer begin there too"
    assert len({date[0] for date in home["dates"]}) == len({title[0] for title in home["titles"]}) == 1
    assert home["dates"][0][1] < home["titles"][0][0], "the date comes first"
    assert len(set(home["sizes"])) == 1, "headings of one size"
    assert home["next"] == []


@pytest.mark.slow
def test_a_guide_lists_its_chapters_with_descriptions_and_minutes(layout: dict[str, Any]) -> None:
    assert len(layout["chapters"]) == 12
    for nested, is_described, _ in layout["chapters"]:
        assert (nested, is_described) == (0, True)
    assert all(re.fullmatch(r"\d+\xa0min\xa0read", minutes) for *_, minutes in layout["chapters"][1:-1])


@pytest.mark.slow
def test_coverage_and_downloads_are_aligned(layout: dict[str, Any]) -> None:
    assert layout["coverage"] == [0], "the table of guides fits a phone"
    select, words = layout["filter"]
    assert select[2:] == words[2:], "the filters are in one line"
    assert set(layout["lines"]) == {1}, "size and pages are not torn apart"


@pytest.mark.slow
def test_the_header_of_a_phone_is_one_line_of_large_targets(layout: dict[str, Any]) -> None:
    for targets in layout["targets"]:
        assert len(targets) >= 4
        for left, right, top, bottom in targets:
            assert right - left >= 44 and bottom - top >= 44
            assert bottom <= 49 and left >= 0 and right <= 360


@pytest.mark.slow
def test_an_open_menu_lies_above_the_page_and_closes(layout: dict[str, Any]) -> None:
    """By a click beside it, and by Escape; the veil covers the header too."""
    assert layout["drawer"] == [True, True, False] * 2


@pytest.mark.slow
def test_a_printed_box_has_no_icon_over_its_title(layout: dict[str, Any]) -> None:
    assert layout["printed"] and set(layout["printed"]) == {"none"}


@pytest.mark.slow
def test_the_shares_of_all_languages_have_one_width(layout: dict[str, Any]) -> None:
    shares = layout["shares"]
    widths = [right - left for left, right, *_ in shares]
    assert len(widths) == 2 and max(widths) - min(widths) <= 1
