"""Test covers: lines that end between phrases, the edition on them, and an emblem for each guide."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from octavo.catalogs.extract import figure_lines
from octavo.editions.formats import cover
from octavo.editions.formats.html import covers
from octavo.project import Language, Project
from octavo.project.configuration.load import NOWHERE

TEXTS = {"title": "The Set", "edition": "Second edition", "motto": "“Go on”", "notice": "Independent.", "author": "A"}


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("Guides pour l’éducation en ligne pendant", 10, ["Guides pour", "l’éducation", "en ligne pendant"]),
        ("写给学生、家长与社区", 6, ["写给学生、", "家长与社区"]),
    ],
)
def test_lines_end_between_phrases(text: str, limit: float, lines: list[str]) -> None:
    pytest.importorskip("budoux")
    assert figure_lines.balanced_lines(text, limit) == lines


def test_a_cover_has_edition_motto_notice_and_emblem(small: Project) -> None:
    guide = next(book for book in small.books if not book.is_set)
    books = tuple(replace(book, emblem="home") if book == guide else book for book in small.books)
    project = replace(small, books=books)
    drawn = cover.svg(
        project,
        small.master,
        "One",
        TEXTS,
        project.position(books[books.index(replace(guide, emblem="home"))]),
        height=1414,
    )
    words = [" ".join("".join(text.itertext()).split()) for text in etree.fromstring(drawn).iter("{*}text")]
    assert {"One", "The Set", "“Go on”", "Independent.", "Book 1 of 2"} <= set(words)
    assert any(word.startswith("Second edition · ") for word in words)
    assert b"M14 96L100 24l86 72" in drawn
    assert b"M14 96L100 24l86 72" not in cover.svg(small, small.master, "One", TEXTS, 1, height=1414)


def test_covers_are_on_pages_of_a_site_with_an_address_and_on_cards(small: Project) -> None:
    nowhere = replace(small, base_url=NOWHERE)
    assert covers.are_shown(small)
    assert covers.are_shown(nowhere), "two guides have cards"
    assert not covers.are_shown(replace(nowhere, books=small.books[:2]))


@pytest.mark.parametrize(
    ("title", "lines"), [("One", 1), ("A guide with a title of so many words that it needs three lines", 3)]
)
def test_titles_of_all_covers_begin_at_one_height_and_the_rule_follows_them(
    small: Project, title: str, lines: int
) -> None:
    drawn = etree.fromstring(cover.svg(small, small.master, title, TEXTS, 1, height=1414))
    words = title.replace(" ", "")
    (text,) = (item for item in drawn.iter("{*}text") if "".join("".join(item.itertext()).split()) == words)
    size = float(text.get("font-size", ""))
    places = [float(place.get("y", "")) for place in text.iter("{*}tspan")] or [float(text.get("y", ""))]
    assert len(places) == lines
    assert places[0] - size == pytest.approx(160, abs=size / 4)
    (rule,) = (item for item in drawn.iter("{*}rect") if item.get("width") == "160")
    assert 0 < float(rule.get("y", "")) - places[-1] < size


LONG = "Guide pour les directions et les équipes administratives des établissements scolaires"
SUBTITLE = "Guides pour l’éducation en ligne pendant la pandémie de COVID-19, pour élèves, enseignants et familles"


def _lines(item: etree._Element) -> list[float]:
    return [float(line.get("y", "")) for line in item.iter("{*}tspan")]


@pytest.mark.parametrize("height", [cover.PAPER, cover.SCREEN])
@pytest.mark.parametrize("tag", ["en", "fr", "zh_CN", "ar"])
@pytest.mark.parametrize("title", ["One", LONG, "面向学校管理人员与行政团队的在线教育工作指南"])
def test_the_emblem_is_below_the_title_and_above_the_motto(small: Project, height: int, tag: str, title: str) -> None:
    texts = TEXTS | {"title": SUBTITLE}
    drawn = etree.fromstring(cover.svg(small, Language(tag), title, texts, 1, height=height))
    (disc,) = drawn.iter("{*}circle")
    middle, radius = float(disc.get("cy", "")), float(disc.get("r", ""))
    items = list(drawn.iter("{*}text"))
    (motto,) = (item for item in items if "".join(item.itertext()).strip() == TEXTS["motto"])
    above = [item for item in items[: items.index(motto)] if _lines(item)]
    assert len(above) == 3, "number, title and title of the set"
    assert max(place for item in above for place in _lines(item)) + 20 < middle - radius
    assert middle + radius < _lines(motto)[0] - 0.7 * float(motto.get("font-size", ""))
    assert radius > 100
    (group,) = (item for item in drawn.iter("{*}g") if "scale" in item.get("transform", ""))
    x, y, scale = map(float, re.findall(r"-?[\d.]+", group.get("transform", "")))
    assert (x + 100 * scale, y + 100 * scale) == pytest.approx((float(disc.get("cx", "")), middle))
    assert 100 * scale <= radius, "the emblem is inside its disc"


@pytest.mark.parametrize(
    ("motto", "lines"),
    [
        ("“Go on”", 1),
        ("« École interrompue, apprentissage ininterrompu »", 1),
        ("« École interrompue, apprentissage ininterrompu » " * 2, 2),
    ],
)
def test_the_motto_is_not_wider_than_the_rule_below_it(small: Project, motto: str, lines: int) -> None:
    drawn = etree.fromstring(cover.svg(small, Language("fr"), "One", TEXTS | {"motto": motto}, 1, height=cover.PAPER))
    (rule,) = (item for item in drawn.iter("{*}rect") if item.get("height") == "2")
    (item,) = (
        item for item in drawn.iter("{*}text") if "".join("".join(item.itertext()).split()) == "".join(motto.split())
    )
    size = float(item.get("font-size", ""))
    set_lines = [line.text or "" for line in item.iter("{*}tspan")]
    assert len(set_lines) == lines
    assert max(map(figure_lines.width, set_lines)) * size * figure_lines.BOLD <= float(rule.get("width", ""))
    assert size == 32 or len(motto) > 20, "a short motto keeps its size"
