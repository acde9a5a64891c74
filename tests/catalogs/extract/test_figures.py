"""SVG ↔ its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from octavo.catalogs.extract import figure_lines, figures
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
    assert spans[:3] == ["Read the", "objectif", "of the"]
    assert b"data-wrap" not in data


def test_lines_are_centred_on_the_place_of_the_text(figure: Path) -> None:
    root = etree.fromstring(figures.localise(figure, Language("en"), str))
    text = next(root.iter("{*}text"))
    middles = [float(span.get("y")) - 0.35 * 20 for span in text]
    assert sum(middles) / len(middles) == pytest.approx(50, abs=0.2)


def test_chinese_breaks_between_characters_but_not_before_closing_punctuation() -> None:
    lines = list(figure_lines.break_lines("学习目标（很重要），请先读。", 5))
    assert "".join(lines) == "学习目标（很重要），请先读。"
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)


@given(st.text("ab 学习，（）", max_size=40), st.integers(3, 20))
def test_breaking_lines_loses_nothing_but_spaces(text: str, limit: int) -> None:
    lines = list(figure_lines.break_lines(text, limit))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text("abc ", max_size=60), st.integers(5, 20))
def test_no_line_is_wider_than_asked_unless_it_is_one_word(text: str, limit: int) -> None:
    # A short word stays with the next one.
    lines = figure_lines.break_lines(text, limit)
    assert all(figure_lines.width(line) <= limit or len(figure_lines.pieces(line)) == 1 for line in lines)


def test_no_last_line_holds_a_lone_character() -> None:
    pytest.importorskip("budoux")
    assert figure_lines.balanced_lines("直播课，或最难的任务", 9) == ["直播课，", "或最难的任务"]


@given(st.text("ab 学习，（）", max_size=40), st.integers(3, 20))
def test_even_lines_are_as_few_as_can_be(text: str, limit: int) -> None:
    assert len(figure_lines.balanced_lines(text, limit)) == len(list(figure_lines.break_lines(text, limit)))


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
        "",
        '<?xml version="1.0" encoding="no-such"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_entities_and_broken_xml_are_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.svg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"bad\.svg"):
        figures.words(path)


HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'
LINES = (
    f'{HEAD}<text y="40"><tspan x="150" y="40">first line</tspan><tspan x="150" y="60">second line</tspan></text>'
    '<text x="20" y="100">small <tspan font-weight="bold">bold</tspan> end</text><text x="1"></text></svg>'
)


def drawn(folder: Path, text: str) -> Path:
    path = folder / "drawn.svg"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_of_lines_are_apart_and_words_with_a_style_are_not(tmp_path: Path) -> None:
    assert figures.words(drawn(tmp_path, LINES)) == ["first line second line", "small bold end"]
    pieces = f'{HEAD}<text y="9"><tspan x="0" y="9">K</tspan><tspan x="8" y="9">ite</tspan></text></svg>'
    assert figures.words(drawn(tmp_path, pieces)) == ["Kite"]
    remark = f'{HEAD}<text><!-- no word -->Kite<tspan x="1" dy="1.2em">line</tspan></text></svg>'
    assert figures.words(drawn(tmp_path, remark)) == ["Kite line"]


def test_a_figure_without_a_translation_is_not_changed_and_an_empty_text_is_not_asked_for(tmp_path: Path) -> None:
    asked: list[str] = []
    path = drawn(tmp_path, LINES)
    assert figures.translated(path, Language("fr"), lambda text: asked.append(text) or text) is None  # type: ignore[func-returns-value]
    assert asked == ["first line second line", "small bold end"]
    asked.clear()
    figures.localise(path, Language("fr"), lambda text: asked.append(text) or text)  # type: ignore[func-returns-value]
    assert "" not in asked


@pytest.mark.parametrize("set_words", [figures.translated, figures.localise])
def test_translated_lines_are_where_the_masters_are(set_words: Callable[..., bytes], tmp_path: Path) -> None:
    said = {"first line second line": "une ligne puis une autre"}
    root = etree.fromstring(set_words(drawn(tmp_path, LINES), Language("fr"), lambda text: said.get(text, text)))
    spans = [(span.get("x"), span.get("y"), span.text) for span in root[0]]
    assert spans == [("150", "40", "une ligne puis"), ("150", "60", "une autre")]


def test_only_the_words_that_are_translated_change(tmp_path: Path) -> None:
    said = {"small bold end": "fin"}
    data = figures.translated(drawn(tmp_path, LINES), Language("fr"), lambda text: said.get(text, text))
    root = etree.fromstring(data or b"")
    assert etree.tostring(root[0]) == etree.tostring(etree.fromstring(LINES)[0])
    assert "font-family" not in root.attrib
    assert (root[1].get("x"), root[1].get("{http://www.w3.org/XML/1998/namespace}lang")) == ("20", "fr")
    assert "".join(root[1].itertext()) == "fin"


def test_a_translation_does_not_take_the_places_of_single_letters(tmp_path: Path) -> None:
    path = drawn(tmp_path, f'{HEAD}<text x="1 9 17 25" y="5">Kite</text></svg>')
    data = figures.translated(path, Language("fr"), lambda text: "Cerf-volant")
    assert etree.fromstring(data or b"")[0].get("x") == "1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12px", 12), (" 9pt", 12), ("1.5 2", 1.5), (".5in", 48), ("2em", 7), ("large", 7), ("", 7), ("-1e1", -10)],
)
def test_numbers_may_have_units(value: str, expected: float) -> None:
    assert figure_lines.number(value, 7) == pytest.approx(expected)


def test_a_size_with_a_unit_and_a_doctype_that_declares_nothing_are_read(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    path = drawn(tmp_path, f'{doctype}{HEAD}<text x="10px" y="20px" font-size="12px">Tail</text></svg>')
    data = figures.localise(path, Language("fr"), lambda text: "Queue")
    assert b"DOCTYPE" not in data and b"Queue" in data and b'y="24.2"' in data
