"""Test pages of the site on small screens: footer, menu, breadcrumbs, tables and forms."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.publication.browser import measured


@pytest.fixture(scope="module")
def phone(publication: Path) -> dict[str, Any]:
    """Return what a browser measured in pages of the site."""
    answer: dict[str, Any] = measured(Path(__file__).with_name("phone.mjs"), site=str(publication.resolve()))
    return answer


@pytest.mark.slow
def test_the_footer_has_two_columns_and_a_word_for_the_switch_of_colours(phone: dict[str, Any]) -> None:
    columns, word = phone["footer"]
    assert len(columns) == 2 and columns[0] == 16
    assert word == "Apparence"


@pytest.mark.slow
def test_the_menu_shows_the_title_of_the_guide_and_a_button_to_close(phone: dict[str, Any]) -> None:
    shows_title, width, height, is_open = phone["drawer"]
    assert shows_title and width >= 44 and height >= 44
    assert not is_open
    assert phone["landing"], "the landing page has the menu too"


@pytest.mark.slow
def test_the_contents_of_a_page_have_a_button_to_close(phone: dict[str, Any]) -> None:
    width, height, is_inside, is_open = phone["contents"]
    assert width >= 44 and height >= 44 and is_inside
    assert not is_open


@pytest.mark.slow
def test_a_chart_in_a_box_fits_a_phone(phone: dict[str, Any]) -> None:
    assert phone["boxes"] == [[0]] * 3


@pytest.mark.slow
def test_the_heads_of_a_table_begin_where_its_cells_begin(phone: dict[str, Any]) -> None:
    assert phone["heads"] and set(phone["heads"]) == {"start"}


@pytest.mark.slow
def test_breadcrumbs_wrap_like_text_and_end_with_a_page_that_is_in_no_guide(phone: dict[str, Any]) -> None:
    is_one_line, height = phone["way"]
    assert is_one_line and height < 56
    assert phone["current"] == [True] * 8


@pytest.mark.slow
def test_tables_end_where_the_text_ends_and_become_cards_on_a_phone(phone: dict[str, Any]) -> None:
    assert phone["overhang"] and all(sides == [0, 0, 0] for sides in phone["overhang"])
    assert phone["cards"][0] == [True, 0, '"Lourd"', 0], "cards begin where the text begins"
    assert phone["cards"][1][:3] == [False, 0, "none"]


@pytest.mark.slow
def test_a_mark_stays_beside_the_line_to_write_on(phone: dict[str, Any]) -> None:
    assert all(marks and all(marks) for marks in phone["marks"])


@pytest.mark.slow
def test_no_text_is_smaller_than_13_pixels(phone: dict[str, Any]) -> None:
    assert len(phone["smallest"]) == 9
    assert min(phone["smallest"]) >= 13


@pytest.mark.slow
def test_without_javascript_the_header_keeps_its_margin(phone: dict[str, Any]) -> None:
    assert phone["edge"] >= 16


@pytest.mark.slow
def test_a_chapter_shows_the_logo_in_a_link_that_a_finger_hits(phone: dict[str, Any]) -> None:
    for has_logo, height, title, space in phone["brands"]:
        assert has_logo and height >= 44 and title < 30 and space >= 0


@pytest.mark.slow
def test_a_cover_lies_beside_the_text_about_a_book_and_above_its_files(phone: dict[str, Any]) -> None:
    assert phone["books"] and all(book == [True, True, 0] for book in phone["books"])


@pytest.mark.slow
def test_the_heads_that_sort_a_list_of_cards_show_only_for_the_keyboard(phone: dict[str, Any]) -> None:
    assert phone["heads360"] == [[False, True], [True, False]]


@pytest.mark.slow
def test_the_page_for_an_unknown_address_begins_at_the_margin_of_the_header(phone: dict[str, Any]) -> None:
    assert len(set(phone["lost"])) == 1


@pytest.mark.slow
def test_a_ring_of_three_pixels_shows_the_place_of_the_keyboard(phone: dict[str, Any]) -> None:
    assert phone["rings"] == ["3px"] * 6


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "fr", "zh-CN"])
def test_words_after_a_line_of_a_form_are_apart_from_it_in_books(publication: Path, tmp_path: Path, tag: str) -> None:
    with zipfile.ZipFile(publication / "downloads" / tag / "parents.epub") as book:
        book.extractall(tmp_path)
    page = "EPUB/parents/home-and-routine.xhtml"
    spaces = measured(Path(__file__).with_name("book.mjs"), site=str(tmp_path), page=page)
    assert len(spaces) > 3
    assert min(spaces) > 3
