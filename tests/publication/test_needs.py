"""What a coordinator asks of the coverage page: what next, who, and how long."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.errors import OctavoError
from octavo.project import Book, Language, Project
from octavo.project.configuration.reader import Reader
from octavo.publication.site import needs
from octavo.publication.site.needs import RemainingWork
from octavo.workflow.coverage import Coverage, HistoryPoint

FRENCH, ONE = Language("fr"), Book("one", "one/index")
DAY = 24 * 60 * 60


def point(day: int, words: int) -> HistoryPoint:
    return HistoryPoint(str(day), day * DAY, {("fr", "one"): Coverage(translated_words=words)})


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([], 0),
        ([point(0, 50)], 0),
        ([point(0, 10), point(10, 50)], 40),
        ([point(0, 10), point(40, 20), point(60, 90), point(70, 100)], 80),
        ([point(0, 100), point(5, 60)], -40),
    ],
)
def test_the_pace_is_that_of_the_last_four_weeks(points: list[HistoryPoint], words: int) -> None:
    assert needs.gained(points, FRENCH, ONE) == words


@pytest.mark.parametrize(
    ("left", "gained", "days"), [(0, 0, 0), (100, 0, None), (100, -5, None), (100, 28, 100), (1, 999, 1)]
)
def test_without_progress_there_is_no_date(left: int, gained: int, days: int | None) -> None:
    assert needs.days_left(left, gained) == days


def test_the_most_words_left_come_first_then_the_most_without_review() -> None:
    def need(left: int, reviewed: int) -> RemainingWork:
        cover = Coverage(translated_words=100, untranslated_words=left, reviewed_words=reviewed)
        return RemainingWork(FRENCH, ONE, cover, "", datetime.date(2026, 1, 1), 0, None)

    done, open_, unread = need(0, 100), need(9, 100), need(0, 20)
    assert needs.ordered([done, unread, open_]) == [open_, unread, done]
    assert unread.unreviewed == 80


def test_an_owner_is_named_for_a_language_or_for_a_guide(small: Project) -> None:
    project = replace(small, owners={"fr": {"": "Team", "one": "Ana"}})
    two = Book("two", "two/index")
    assert [needs.owner(project, FRENCH, book) for book in (ONE, two)] == ["Ana", "Team"]
    assert needs.owner(project, Language("zh_CN"), ONE) == ""


@pytest.mark.parametrize("table", [{"xx": "A"}, {"fr": 3}, {"fr": {"three": "A"}}, {"fr": {"one": 3}}])
def test_wrong_owners_are_named(table: dict[str, object]) -> None:
    with pytest.raises(OctavoError, match="owners"):
        Reader(Path("pyproject.toml")).owners(table, ["en", "fr"], ["one", "two"])


def test_owners_are_read_as_names_or_tables() -> None:
    found = Reader(Path("pyproject.toml")).owners({"fr": "Team", "en": {"one": "Ana"}}, ["en", "fr"], ["one"])
    assert found == {"fr": {"": "Team"}, "en": {"one": "Ana"}}
