"""Test charts: from a data file to a figure with translated words and the numbers of the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from octavo.catalogs.extract import figures
from octavo.errors import ContentError
from octavo.project import Language
from octavo.sphinxext.doctree import charts

DATA = '# source: A Report (2020)\nlabel,value\nRadio,46\n"Phone, or none",27.2\n'


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    data = tmp_path / "homes.csv"
    data.write_text(DATA, encoding="utf-8")
    path = tmp_path / "homes.svg"
    path.write_bytes(charts.draw(charts.read(data), "Homes", "#5b0060", percent=True))
    return path


def test_bars_are_to_scale_and_begin_at_zero(chart: Path) -> None:
    bars = [float(bar.get("width", "")) for bar in etree.parse(chart).iterfind("{*}rect[@fill='#5b0060']")]
    assert bars[0] / bars[1] == pytest.approx(46 / 27.2, rel=0.01)


def test_only_a_bar_of_per_cent_has_a_track_to_100(chart: Path) -> None:
    _, track, bar, *_ = (float(rect.get("width", "")) for rect in etree.parse(chart).iter("{*}rect"))
    assert bar / track == pytest.approx(0.46, rel=0.01)
    plain = charts.draw([charts.Bar("Radio", "46")], "Homes", "#5b0060")
    assert len(list(etree.fromstring(plain).iter("{*}rect"))) == 2


def test_a_chart_is_legible_in_a_box_on_a_phone(chart: Path) -> None:
    """A box leaves 289 px of a screen of 360 px; a wider chart was cut off there."""
    assert 0 < figures.least_width(chart.read_bytes()) <= 289


def test_words_are_messages_and_numbers_are_written_as_in_the_language(chart: Path) -> None:
    assert figures.words(chart) == ["Homes", "Radio", "Phone, or none"]
    drawn = figures.localise(chart, Language("fr"), lambda text: {"Radio": "Poste"}.get(text, text))
    texts = ["".join(text.itertext()) for text in etree.fromstring(drawn).iter("{*}text")]
    assert "Poste" in texts
    assert "27,2\u202f%" in [text.replace("\u00a0", "\u202f") for text in texts]
    assert b"data-number" not in drawn


def test_a_long_label_stays_within_its_row(chart: Path) -> None:
    """Two lines fit beside a bar: a longer translation is set smaller, and ran into the row above before."""
    long = "Fenêtres ou portes ouvertes, ou bien des ventilateurs dans la salle"
    drawn = figures.localise(chart, Language("fr"), lambda text: long if text == "Radio" else text)
    texts = list(etree.fromstring(drawn).iter("{*}text"))
    label, value = texts[:2]
    assert " ".join(str(line.text).strip() for line in label) == long
    tops = [float(line.get("y")) for line in label]
    assert max(tops) - min(tops) < charts.ROW / 2
    assert float(label.get("font-size")) < 16
    assert b"data-lines" not in drawn
    assert value.get("font-size") == "18"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("label,value\nRadio,46\n", "chart-source", None),
        ("# source: x\nlabel,value\nRadio,many\n", "chart-row", 3),
        ("# source: x\nlabel,value\nRadio, or none,46\n", "chart-row", 3),
        ("# source: x\nlabel,value\n", "chart-row", None),
    ],
)
def test_a_wrong_data_file_is_named_with_its_line(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        charts.read(path)
    assert (caught.value.code, caught.value.line) == (code, line)
