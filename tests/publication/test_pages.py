"""Test in a browser how readers find their way: guides, menus, search, boxes, and the pages around the text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.publication.browser import measured

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(publication: Path) -> dict[str, Any]:
    """Return what a browser measured in pages of the site."""
    answer: dict[str, Any] = measured(Path(__file__).with_name("pages.mjs"), site=str(publication.resolve()))
    return answer


def test_a_guide_begins_with_its_cover_files_and_chapters(pages: dict[str, Any]) -> None:
    for guide in pages["guides"]:
        assert guide["before"] == ["H1", "P", "H2"], "one paragraph before the chapters"
        assert guide["cover"] == 240
        assert guide["files"] == ["EPUB", "PDF"]
        assert re.fullmatch(r"\.\./downloads\.html#book-\w+", guide["more"])
        assert guide["next"] == 2


def test_pages_whose_texts_say_their_time_show_no_other(pages: dict[str, Any]) -> None:
    """The page "In ten minutes" and the self-check at the end."""
    for guide in pages["guides"]:
        first, *middle, last = guide["minutes"]
        assert first == last == "" and all(re.fullmatch(r"\d+\xa0min\xa0de\xa0lecture", one) for one in middle)


def test_a_page_shows_the_way_to_it_and_a_chapter_its_place(pages: dict[str, Any]) -> None:
    chapter, downloads, about, home, index = pages["ways"]
    assert chapter[0] == ["Home", "Guidance for Students", "Learning on a weak connection"]
    assert re.fullmatch(r"Chapter 6 of 12 · \d+\xa0min\xa0read", chapter[1][0])
    assert downloads == [["Home", "Downloads"], []]
    assert about[0][0] == "Home" and about[1] == []
    assert home == [[], []]
    assert index == [["Home", "Index"], []]


def test_the_menu_shows_the_current_page(pages: dict[str, Any]) -> None:
    assert pages["menu"] == [True, True]


def test_the_link_to_the_top_covers_no_text(pages: dict[str, Any]) -> None:
    assert pages["top"] == [[False, False], [False, False], [True, False]]


def test_the_header_is_one_line_in_every_language(pages: dict[str, Any]) -> None:
    for height, is_line in pages["header"]:
        assert height <= 60 and is_line


def test_the_search_field_suggests_pages(pages: dict[str, Any]) -> None:
    suggestions = pages["suggestions"]
    assert 0 < len(suggestions["found"]) <= 6
    assert all("Guidance for" in one for one in suggestions["found"]), "each with its guide"
    assert suggestions["target"].startswith("file:") and ".html" in suggestions["target"]
    assert suggestions["hidden"]


def test_a_suggestion_shows_why_it_is_one(pages: dict[str, Any]) -> None:
    """A page whose title lacks the word leads to the heading that has it."""
    first, second, *_ = pages["headings"]
    assert first == ["Assessment and feedbackGuidance for Teachers", "", "feedback"]
    text = "Use the feedback you getAssignments and exams · Guidance for Students"
    assert second == [text, "#use-the-feedback-you-get", "feedback"]


def test_a_search_without_a_result_leads_on(pages: dict[str, Any]) -> None:
    guides = ("students", "teachers", "principals", "parents", "technologies")
    assert pages["none"] == ["genindex.html", *(f"{name}/index.html" for name in guides)]


def test_kinds_of_boxes_differ_in_colour_and_icon(pages: dict[str, Any]) -> None:
    colours, icons = zip(*pages["boxes"], strict=True)
    assert len(set(colours)) == len(colours)
    assert len(set(icons[1:])) >= 3 and icons[0] not in icons[1:]


def test_answers_figures_and_tables_suit_a_phone(pages: dict[str, Any]) -> None:
    assert pages["points"] and all(width >= 44 and height >= 44 for width, height in pages["points"])
    assert pages["slide"] == [True, False], "a hint where a figure goes on"
    assert pages["links"] == 0, "no button lies in a link"
    narrowest, width = pages["columns360"]
    assert narrowest >= 112 and width == 360, "columns are wide enough; the page does not scroll sideways"


def test_the_landing_page_shows_each_cover_once_beside_the_others(pages: dict[str, Any]) -> None:
    first, *others = pages["landing"]
    assert len(first) == 5 and others == [[], []]
    assert all(left[1] < right[0] for left, right in pairwise(first))


def test_files_are_in_the_same_columns_in_all_guides(pages: dict[str, Any]) -> None:
    assert len(pages["columns"]) == 6 and len(set(map(tuple, pages["columns"]))) == 1


def test_coverage_begins_with_a_sentence_and_names_files_shortly(pages: dict[str, Any]) -> None:
    assert pages["coverage"] == ["octavo-result", 0]
    assert max(pages["overflow"]) <= 0, "the open tables fit a phone"


def test_news_are_by_month_and_guide(pages: dict[str, Any]) -> None:
    news = pages["news"]
    assert news["months"] and all(re.fullmatch(r"[a-zéû]+\s\d{4}", month) for month in news["months"])
    assert "Guide pour les élèves et les étudiants" in news["guides"]
    assert not [title for title in news["titles"] if " – " in title], "the guide is the heading"


def test_a_phone_shows_the_usual_files_first_and_all_formats_in_a_fold(pages: dict[str, Any]) -> None:
    phone, desktop = pages["formats"]
    assert phone and {(0 < usual <= 2, is_open) for usual, is_open in phone} == {(True, False)}
    assert {tuple(book) for book in desktop} == {(0, True)}


def test_coverage_has_one_width_aligned_bars_and_no_words_of_programmers(pages: dict[str, Any]) -> None:
    for bars in pages["bars"]:
        assert len({width for width, _ in bars}) == 1, "bars of the same share have the same length"
        assert {distance for _, distance in bars} == {0}, "each number is in line with its guide"
    assert len(pages["tables"]) > 1 and len(set(pages["tables"])) == 1
    assert "Contributors" in pages["readers"]
    assert not re.search(r"\bgit\b|catalog|JSON|Badges", pages["readers"])


def test_the_landing_page_has_a_lead_in_each_language_and_the_edition_once(pages: dict[str, Any]) -> None:
    leads = pages["leads"]
    assert {"fr", "zh-CN"} <= {tag for tag, _ in leads}
    assert sum("Second, independent edition" in text for _, text in leads) == 1


def test_cards_of_the_start_page_have_no_holes(pages: dict[str, Any]) -> None:
    assert pages["choose"] < 32, "the button is under the text"
    assert len(pages["covers"]) == 5 and max(map(abs, pages["covers"])) <= 1, "covers are centred"


def test_an_empty_search_page_waits_for_words(pages: dict[str, Any]) -> None:
    first, answered = pages["focused"]
    assert first == "octavo-query" and answered != first
