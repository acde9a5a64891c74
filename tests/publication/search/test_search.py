"""Test the search of this publication: the pages that answer everyday words, mistyped words and words of danger."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from tests.publication.browser import measured
from tests.publication.search import measure

HERE = Path(__file__).parent
QUERIES = measure.queries()
#: Least share of the 100 queries of a language that must find their page.
WANTED = 0.95
GROUPS = ("safety", "open", "apart")


def test_there_are_a_hundred_queries_for_each_language() -> None:
    sizes = {tag: [len(groups[name]) for name in GROUPS] for tag, groups in QUERIES.items()}
    assert sizes == {tag: [12, 68, 20] for tag in ("en", "fr", "zh-CN")}


@pytest.mark.slow
@pytest.mark.parametrize("tag", list(QUERIES))
def test_the_wanted_page_is_among_the_first(publication: Path, tag: str) -> None:
    groups = QUERIES[tag]
    found = measure.answers(publication, tag, [query for group in groups.values() for query in group])
    missed = {name: measure.missed(name, wanted, found) for name, wanted in groups.items()}
    assert missed["safety"] == {}
    lost = {query: pages for name in GROUPS for query, pages in missed[name].items()}
    assert len(lost) <= (1 - WANTED) * sum(len(groups[name]) for name in GROUPS), lost
    for name in ("plain", "personas", "outside"):
        assert len(missed[name]) <= (1 - WANTED) * len(groups[name]), missed[name]


def typed(folder: Path, texts: list[str], *, script: bool = True) -> list[dict[str, Any]]:
    page = str(folder / "search.html")
    answers: list[dict[str, Any]] = measured(HERE / "typing.mjs", page=page, typed=texts, script=script)
    return answers


@pytest.mark.slow
def test_results_are_shown_while_a_reader_types(publication: Path) -> None:
    guide = "Guidance for Students"
    mistyped, begun, danger, letter = typed(publication / "en", ["bandwith", "cyberbul", "self-harm", "j"])
    assert mistyped["meant"] == "bandwidth" and mistyped["results"][0]["marks"]
    assert begun["meant"] == "" and guide in begun["found"]
    first = danger["results"][0]
    assert (first["guide"], first["title"]) == (guide, "Staying well and safe")
    assert letter["results"] == [] and mistyped["fields"] == 1
    assert mistyped["found"][0] == "Best matches" and len(mistyped["found"]) > 2
    assert danger["help"][0].startswith("If somebody is hurting you") and danger["help"][1] == "Call a helpline"
    assert mistyped["help"] == []
    assert not any("¶" in result["text"] for answer in (mistyped, begun, danger) for result in answer["results"])
    assert begun["results"][0]["headings"]


@pytest.mark.slow
def test_a_correction_has_the_accents_of_its_word(publication: Path) -> None:
    (mistyped,) = typed(publication / "fr", ["evalution"])
    assert mistyped["meant"] == "évaluation"


@pytest.mark.slow
def test_the_typed_word_comes_before_its_synonyms(publication: Path) -> None:
    """A page that has only a synonym, in its text, comes after all pages with the word, or is left out."""
    found = measure.answers(publication, "en", ["homework", "assignment", "task"], most=200)
    texts = {name: (publication / f"en/search/{name}.js").read_text("utf-8").lower() for name in found["homework"]}
    assert {name for name in found["homework"] if "homework" in texts[name]} >= {"parents/home-and-routine"}
    assert len(found["homework"]) < len({*found["assignment"], *found["task"]}) / 2
    answer, exact = typed(publication / "en", ["homework", "bandwidth"])
    shown = {result["title"]: result["marks"] for result in answer["results"]}
    assert {"task", "assignment"} & set(answer["also"].split(" · ")), "the page says why other words are marked"
    assert "homework" not in answer["also"] and exact["also"] == ""
    assert shown["Home and routine"] == ["homework"], "the excerpt shows the word itself"
    (plan,) = (result["text"] for result in answer["results"] if result["title"] == "Planning your week")
    assert "____" not in plan, "sentences are shown rather than lines to fill in"


@pytest.mark.slow
def test_an_excerpt_shows_why_its_page_was_found(publication: Path) -> None:
    """Words of a question are not marked. A page without the words is shown by its description, not by any part."""
    (asked,) = typed(publication / "en", ["how do I take attendance"])
    first = asked["results"][0]
    assert (first["title"], first["headings"]) == ("Reaching every learner", ["Notice who is missing"])
    marked = {word.lower() for result in asked["results"] for word in result["marks"]}
    assert marked and not marked & {"how", "do", "i", "take"}
    (described,) = (result for result in asked["results"] if result["title"] == "Quality and evidence")
    page = (publication / "en/principals/quality-and-evidence.html").read_text("utf-8")
    assert (
        described["marks"]
        or html.unescape(re.search('content="([^"]+)" name="description"', page)[1]) in described["text"]
    )  # type: ignore[index]


@pytest.mark.slow
def test_a_chinese_word_with_a_character_of_the_same_sound_is_corrected(publication: Path) -> None:
    mistyped, right = typed(publication / "zh-CN", ["考式", "考试"])
    assert (mistyped["meant"], right["meant"]) == ("考试", "")
    assert mistyped["results"] == right["results"] and mistyped["results"][0]["marks"]


@pytest.mark.slow
def test_chinese_excerpts_have_no_space_after_a_full_stop(publication: Path) -> None:
    answers = typed(publication / "zh-CN", ["作业", "考试", "网络"])
    texts = [result["text"] for answer in answers for result in answer["results"]]
    assert any("。" in text for text in texts)
    assert [text for text in texts if re.search("[。！？；] |… | …", text)] == []


@pytest.mark.slow
def test_words_after_an_elision_are_found(publication: Path) -> None:
    texts = (path.read_text("utf-8").lower() for path in (publication / "fr/search").glob("*/*.js"))
    pages = sum("l’apprentissage" in text for text in texts)
    found = measure.answers(publication, "fr", ["apprentissage", "l’apprentissage"], most=200)
    assert len(found["apprentissage"]) >= pages > 20
    assert found["apprentissage"] == found["l’apprentissage"]


@pytest.mark.slow
def test_without_scripts_the_search_page_leads_to_the_index(publication: Path) -> None:
    (answer,) = typed(publication / "fr", ["rien"], script=False)
    assert "genindex.html" in answer["links"]
    assert answer["fields"] == 0 and answer["buttons"] == ["Index"], "nothing that cannot work is shown"
