"""Reviews in catalogs: recorded once, carried by merges, gone as soon as the text or its translation is another."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from octavo.catalogs import merge, po
from octavo.catalogs.po import FUZZY, Catalog, Message, reviews
from octavo.cli import main
from octavo.errors import OctavoError
from octavo.project import Project

DAY = datetime.date(2026, 11, 24)
ODDLY_WRAPPED = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    '# a note\n#: source/index.rst\nmsgid "One "\n"text."\nmsgstr ""\n"Un "\n"texte."\n\n'
    'msgid "Two."\nmsgstr "Deux."\n\nmsgid "Three."\nmsgstr ""\n\n#, fuzzy\nmsgid "Four."\nmsgstr "Cinq."\n'
)


def put(project: Project, domain: str = "index") -> Path:
    path = project.catalogs(project.language("fr")) / f"{domain}.po"
    path.write_text(ODDLY_WRAPPED, encoding="utf-8")
    return path


def record(project: Project, *places: str, name: str = "Ada") -> reviews.Recorded:
    return reviews.record(project, project.language("fr"), places, name, DAY)


def by_text(path: Path) -> dict[str, Message]:
    return {message.msgid: message for message in po.read(path)}


def test_a_review_counts_until_the_text_or_its_translation_changes() -> None:
    message = reviews.reviewed(Message("One", ("Un",)), "Ada", DAY)
    assert [(r.name, r.date) for r in reviews.reviews(message)] == [("Ada", "2026-11-24")]
    assert not reviews.is_reviewed(message.edited(msgstrs=("Une",)))
    assert not reviews.is_reviewed(message.edited(msgid="One!"))
    assert not reviews.is_reviewed(message.with_flag(FUZZY, True))
    assert not reviews.is_reviewed(Message("One", ("Un",)))


def test_reviews_of_two_people_stand_together_and_outdated_ones_leave() -> None:
    both = reviews.reviewed(reviews.reviewed(Message("One", ("Un",)), "Ada", DAY), "Zoé (Lyon)", DAY)
    assert [review.name for review in reviews.reviews(both)] == ["Ada", "Zoé (Lyon)"]
    again = reviews.reviewed(both.edited(msgstrs=("Une",)), "Ada", DAY)
    assert len(again.comments) == len(reviews.reviews(again)) == 1


NO_DAYS = (
    "9999-99-99", "0000-00-00", "2026-02-30", "10000-01-01", "٢٠٢٦-١١-٢٤", "today", "-1", "²", "2026-11-24T25:00",
)  # fmt: skip


def test_a_review_of_no_day_counts_for_nothing(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(small)
    [message] = [item for item in po.read(path) if item.msgid == "Two."]
    comments = "".join(f"# octavo: reviewed {day} by Ada ({reviews.code(message)})\n" for day in NO_DAYS)
    path.write_text(ODDLY_WRAPPED.replace('msgid "Two."', f'{comments}msgid "Two."'), encoding="utf-8")
    monkeypatch.chdir(small.root)
    for call in ("proof fr -f html", "proof fr --json", "todo fr", "status", "status --messages", "export fr -f csv"):
        assert main(call.split()) == 0, call
    capsys.readouterr()
    main(["check", "fr"])
    assert capsys.readouterr().out.count("[review-malformed]") == len(NO_DAYS)
    assert not reviews.is_reviewed(by_text(path)["Two."])
    # They are no reviews, so a new one leaves them as they are.
    record(small, "index")
    assert reviews.is_reviewed(by_text(path)["Two."])
    assert comments in path.read_text(encoding="utf-8")


def test_the_last_day_of_the_calendar_is_a_day(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(small)
    reviews.record(small, small.language("fr"), ["index"], "Ada", datetime.date.max)
    monkeypatch.chdir(small.root)
    assert main(["proof", "fr", "-f", "html"]) == 0
    assert reviews.is_reviewed(by_text(path)["Two."])


def test_recording_adds_one_line_and_the_second_time_none(small: Project) -> None:
    path = put(small)
    done = record(small, "index")
    assert (done.messages, done.left, done.written) == (2, 2, (path,))
    first, second = (message.comments[-1] for message in list(po.read(path))[:2])
    added = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# octavo")]
    assert added == [f"# {first}", f"# {second}"]
    assert "".join(f"{x}\n" for x in path.read_text(encoding="utf-8").splitlines() if x not in added) == ODDLY_WRAPPED
    assert record(small, "index") == reviews.Recorded(0, 2, ())


@pytest.mark.parametrize("place", ["index:{line}", "locales/fr/LC_MESSAGES/index.po:{line}", "index#{code}"])
def test_a_place_is_one_message(small: Project, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(small.root)
    path = put(small)
    two = by_text(path)["Two."]
    assert record(small, place.format(line=two.msgstr_line, code=reviews.code(two))).messages == 1
    assert [text for text, message in by_text(path).items() if reviews.is_reviewed(message)] == ["Two."]


def test_a_folder_is_all_its_catalogs(small: Project) -> None:
    assert len(record(small, "one").written) == 2


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("nowhere", "unknown-page"),
        ("../../zh_CN/LC_MESSAGES/index", "unknown-page"),
        ("one:3", "unknown-page"),
        ("index#00000000", "review-place"),
        ("index:1", "review-place"),
    ],
)
def test_what_is_not_there_is_a_sentence_and_nothing_is_written(small: Project, place: str, error: str) -> None:
    path = put(small)
    with pytest.raises(OctavoError) as caught:
        record(small, "index", place)
    assert caught.value.code == error
    assert path.read_text(encoding="utf-8") == ODDLY_WRAPPED


def test_an_open_message_cannot_be_reviewed_by_its_line(small: Project) -> None:
    four = by_text(put(small))["Four."]
    with pytest.raises(OctavoError, match="review-place"):
        record(small, f"index:{four.msgstr_line}")


@pytest.mark.parametrize("name", ["", " ", "A\nB"])
def test_a_name_fits_on_a_line(small: Project, name: str) -> None:
    with pytest.raises(OctavoError, match="review-name"):
        record(small, "index", name=name)


def merged(project: Project, **pages: list[str]) -> None:
    templates = {
        domain: Catalog(project.templates / f"{domain}.pot", tuple(Message(text) for text in texts))
        for domain, texts in pages.items()
    }
    merge.merge_all(project, project.language("fr"), templates)


def test_a_merge_carries_reviews_without_churn_and_to_another_page(small: Project) -> None:
    """The same text keeps its bytes; a moved one keeps its review; that of an edited one no longer counts."""
    for path in small.catalogs(small.language("fr")).rglob("*.po"):
        path.unlink()
    path = put(small)
    record(small, "index")
    merged(small, index=["One text.", "Two."])
    before = path.read_bytes()
    merged(small, index=["One text.", "Two."])
    assert path.read_bytes() == before
    assert all(map(reviews.is_reviewed, po.read(path)))
    merged(small, index=["One new text."], other=["Two."])
    assert reviews.is_reviewed(by_text(path.with_name("other.po"))["Two."])
    (edited,) = po.read(path)
    assert any(map(reviews.is_review, edited.comments))
    assert not reviews.is_reviewed(edited.with_flag(FUZZY, False))


def test_the_verb_records_and_says_how_many(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    put(small)
    assert main(["review", "fr", "--by", "Ada", "index", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"reviewed": 2, "not_translated": 2, "written": ["locales/fr/LC_MESSAGES/index.po"]}
    assert main(["review", "fr", "--by", "Ada", "index"]) == 0
    assert capsys.readouterr().err == "0 reviewed, 2 not translated yet\n"
    assert main(["review", "fr", "index"]) == 2
