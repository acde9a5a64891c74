"""Test the badges: coverage as text, for screen readers, and as JSON for shields.io."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from octavo.project import Language, Project
from octavo.publication.feeds import badges
from octavo.workflow.language_build import resolve
from tests.conftest import of_books

SVG = "{http://www.w3.org/2000/svg}"


def test_a_badge_shows_the_coverage_of_its_language_or_book(lagging: Project, tmp_path: Path) -> None:
    badges.write(resolve(lagging), tmp_path)
    figures = of_books(lagging, lagging.language("fr"))
    for name, cover in (("fr", figures["set"]), ("fr/set", figures["set"]), ("fr/one", figures["one"]),
                        ("fr/two", figures["two"])):  # fmt: skip
        data = json.loads((tmp_path / f"badges/{name}.json").read_text(encoding="utf-8"))
        assert re.sub(r"\s", " ", data["message"]) == f"{cover.shown:g} %".replace(".", ",")
        root = etree.parse(tmp_path / f"badges/{name}.svg").getroot()
        assert [text.text for text in root.iter(f"{SVG}text")] == [data["label"], data["message"]]
        assert data["message"] in root.get("aria-label", "")
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == root.get("aria-label")
    assert json.loads((tmp_path / "badges/fr/two.json").read_text(encoding="utf-8"))["color"] == "red"
    assert json.loads((tmp_path / "badges/zh-CN.json").read_text(encoding="utf-8")) == {
        "schemaVersion": 1, "label": "中文", "message": "100%", "color": "brightgreen",
    }  # fmt: skip
    assert not (tmp_path / "badges/en.svg").exists(), "the master is not translated"


def test_only_100_percent_has_the_brightest_green() -> None:
    colours = [badges.endpoint(Language("fr"), "x", percent)["color"] for percent in (0, 50, 75, 95, 99.9, 100)]
    assert colours == ["red", "orange", "yellow", "green", "green", "brightgreen"]


def test_a_language_without_catalogs_has_a_badge_too(small: Project, tmp_path: Path) -> None:
    for path in small.catalogs(small.language("fr")).rglob("*.po"):
        path.unlink()
    badges.write(resolve(small), tmp_path)
    assert json.loads((tmp_path / "badges/fr.json").read_text(encoding="utf-8"))["message"][0] == "0"


@pytest.mark.parametrize("colour", [own for _, own, _ in badges.COLOURS])
def test_white_text_has_enough_contrast_on_every_badge(colour: str) -> None:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    assert 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) >= 4.5


def test_a_label_of_wide_characters_gets_a_wider_badge() -> None:
    widths = [
        int(etree.fromstring(badges.svg(Language("fr"), label, 50.0).encode()).get("width", "0"))
        for label in ("abc", "abcabc", "中文中文中文")
    ]
    assert widths[0] < widths[1] < widths[2]
