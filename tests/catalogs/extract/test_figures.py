"""SVG ↔ its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from octavo.catalogs.extract import figures
from octavo.errors import ContentError
from octavo.project import Language

FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">
<title>Plan</title><desc>A box.</desc>
<text x="150" y="50" font-size="20" text-anchor="middle" data-wrap="120">Read the goal of the lesson</text>
<text x="10" y="20">1</text><text x="10" y="40">Plan</text></svg>"""


@pytest.fixture
def figure(tmp_path: Path) -> Path:
    path = tmp_path / "plan.svg"
    path.write_text(FIGURE, encoding="utf-8")
    return path


def test_words_are_titles_descriptions_and_texts_once_and_no_numbers(figure: Path) -> None:
    assert figures.words(figure) == ["Plan", "A box.", "Read the goal of the lesson"]


def test_every_text_is_translated_wrapped_and_marked_with_its_language(figure: Path) -> None:
    data = figures.localise(figure, Language("fr"), lambda text: text.replace("goal", "objectif"))
    root = etree.fromstring(data)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    spans = [span.text for span in root.iter("{*}tspan")]
    assert spans[:3] == ["Read the", "objectif of", "the lesson"]
    assert b"data-wrap" not in data


def test_lines_are_centred_on_the_place_of_the_text(figure: Path) -> None:
    root = etree.fromstring(figures.localise(figure, Language("en"), str))
    text = next(root.iter("{*}text"))
    middles = [float(span.get("y")) - 0.35 * 20 for span in text]
    assert sum(middles) / len(middles) == pytest.approx(50, abs=0.2)


def test_chinese_breaks_between_characters_but_not_before_closing_punctuation() -> None:
    lines = list(figures.break_lines("学习目标（很重要），请先读。", 5))
    assert "".join(lines) == "学习目标（很重要），请先读。"
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)


@given(st.text("ab 学习，（）", max_size=40), st.integers(3, 20))
def test_breaking_lines_loses_nothing_but_spaces(text: str, limit: int) -> None:
    lines = list(figures.break_lines(text, limit))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text("abc ", max_size=60), st.integers(5, 20))
def test_no_line_is_wider_than_asked_unless_it_is_one_word(text: str, limit: int) -> None:
    assert all(figures.width(line) <= limit or " " not in line for line in figures.break_lines(text, limit))


def test_no_last_line_holds_a_lone_character() -> None:
    assert figures.balanced_lines("直播课，或最难的任务", 9) == ["直播课，或", "最难的任务"]


@given(st.text("ab 学习，（）", max_size=40), st.integers(3, 20))
def test_even_lines_are_as_few_as_can_be(text: str, limit: int) -> None:
    assert len(figures.balanced_lines(text, limit)) == len(list(figures.break_lines(text, limit)))


def test_markup_in_a_translation_stays_text(figure: Path) -> None:
    data = figures.localise(figure, Language("fr"), lambda text: "<script>alert(1)</script>&x;")
    assert b"<script" not in data
    assert not list(etree.fromstring(data).iter("{*}script"))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        "<svg",
    ],
)
def test_entities_and_broken_xml_are_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.svg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"bad\.svg"):
        figures.words(path)
