"""Design tokens: any colour of a book is legible in both schemes, and every output takes the same values."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from octavo.errors import OctavoError
from octavo.project import Book, Format, Language, Project
from octavo.ui import tokens

BOOKS = (Book("set", "index", is_set=True), Book("one", "one/index"), Book("two", "two/index", colour="olive"))


def project(*books: Book) -> Project:
    english = Language("en")
    return Project(Path("/nowhere"), english, (english,), books or BOOKS, (Format.HTML,), "https://example.org")


@pytest.mark.parametrize("colour", [*tokens.tokens()["colours"].values(), "#ffd400", "#000000", "#ffffff", "#ff00ff"])
def test_every_colour_is_legible_in_both_schemes(colour: str) -> None:
    own, light, dark = tokens.shades_of(colour), tokens.tokens()["light"], tokens.tokens()["dark"]
    assert tokens.contrast(own.solid, "#ffffff") >= tokens.TEXT
    assert tokens.contrast(own.ink, own.tint) >= 4.5
    assert tokens.contrast(own.dark_ink, dark["paper"]) >= tokens.TEXT
    assert tokens.contrast(own.dark_ink, own.dark_tint) >= 4.5
    assert tokens.contrast(light["ink"], own.tint) >= tokens.TEXT
    assert tokens.contrast(dark["ink"], own.dark_tint) >= tokens.TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_lines_and_edges_have_contrast(scheme: str) -> None:
    own = tokens.tokens()[scheme]
    for name in ("ink", "quiet", "danger", "warning", "success"):
        assert tokens.contrast(own[name], own["paper"]) >= tokens.TEXT, name
        assert tokens.contrast(own[name], own["raised"]) >= 4.5, name
    assert tokens.contrast(own["edge"], own["paper"]) >= tokens.EDGE


def test_a_book_has_its_own_colour_or_the_next_in_order() -> None:
    named = tokens.tokens()["colours"]
    _, one, two = BOOKS
    assert tokens.colour(project(), one) == named[tokens.tokens()["order"]["guides"][0]]
    assert tokens.colour(project(), two) == named["olive"]
    assert tokens.colour(project(), None) == named[tokens.tokens()["order"]["set"]]
    assert tokens.colour(project(), dataclasses.replace(one, colour="#0B5D3B")) == "#0b5d3b"


def test_an_unknown_colour_is_named_with_the_known_ones() -> None:
    with pytest.raises(OctavoError, match="fuchsia") as caught:
        tokens.colour(project(), Book("one", "one/index", colour="fuchsia"))
    assert "teal" in (caught.value.remedy or "")


def test_the_style_sheet_has_every_token() -> None:
    sheet = tokens.css(project(), Language("zh_CN"))
    for name in tokens.tokens()["light"]:
        assert sheet.count(f"--octavo-{name}:") == 3, name  # light, dark by choice, dark by the system
    assert '"Noto Sans CJK SC"' in sheet
    assert "[data-book=two]" in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize(
    ("locale", "family"),
    [
        ("fr", "Noto Sans"),
        ("zh_TW", "Noto Sans CJK TC"),
        ("ja", "Noto Sans CJK JP"),
        ("ar", "Noto Sans Arabic"),
        ("sr", "Noto Sans"),
    ],
)
def test_the_script_of_a_language_chooses_the_face(locale: str, family: str) -> None:
    assert tokens.face("sans", Language(locale)).family == family
    assert tokens.families("sans", Language(locale))[0] == "Noto Sans"
