"""Test the search of an edition with a small index: words of readers, of danger, and of no meaning."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from octavo.editions.formats.html import search_index
from octavo.project import Language, Project
from octavo.workflow.language_build import LanguageBuild
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def find(folder: Path, *queries: str) -> list[dict[str, Any]]:
    """Search as the page does, without a browser."""
    node, script = Path(sys.executable).with_name("node"), ROOT / "octavo/ui/static/octavo/search.js"
    done = subprocess.run(
        [node, Path(__file__).with_name("find.mjs"), script, folder, json.dumps(queries)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def written(project: Project, folder: Path, words: str, locale: str = "fr", **pages: str) -> Path:
    """Write the index of *pages* by their document, with the editors' *words*; a slash is written as ``__``."""
    for name, text in pages.items():
        file = folder / f"{name.replace('__', '/')}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'<html><body><div data-search="{name}"><h1>{name}</h1>{text}</div></body></html>', "utf-8")
    language = project.language(locale)
    project.search_words(language).write_text(words, "utf-8")
    search_index.build_search_index(LanguageBuild(project, language, project), folder)
    return folder


def test_a_page_is_found_by_the_words_with_which_readers_ask(small: Project, tmp_path: Path) -> None:
    words = '[asked]\n"two/index" = ["mon ordi rame", "réseau saturé"]\n'
    folder = written(
        small, tmp_path / "html", words, two__index="<p>La bande passante.</p>", one__index="<p>Le réseau.</p>"
    )
    rame, reseau, wrong = find(folder, "mon ordinateur rame", "le réseau est saturé", "satturé")
    assert (rame["pages"], reseau["pages"][0]) == (["two/index"], "two/index")
    assert (wrong["pages"], wrong["corrected"]) == (["two/index"], "sature")


def test_words_that_tell_who_asks_prefer_the_pages_for_them(small: Project, tmp_path: Path) -> None:
    text = "<p>Les devoirs des enfants.</p>"
    words = '[readers]\n"two/" = ["mon fils"]\n'
    folder = written(small, tmp_path / "html", words, one__index=text, two__index=text)
    assert [answer["pages"][0] for answer in find(folder, "devoirs", "devoirs de mon fils")] == [
        "one/index",
        "two/index",
    ]


def test_words_of_danger_show_the_notice_of_the_page_that_helps(small: Project, tmp_path: Path) -> None:
    notice = '<div class="admonition warning"><p class="admonition-title">!</p><p>Appelez.</p></div>'
    place = '<section id="ici"><h2>Ici</h2><p>Un numéro.</p></section>'
    text = f'<div class="admonition note"><p>Rien.</p></div>{notice}{place}'
    words = '[help]\n"two/index#ici" = ["veux mourir", "voulait mourir", "mourir"]\n'
    folder = written(small, tmp_path / "html", words, one__index="<p>Mourir.</p>", two__index=text)
    danger, other = find(folder, "je veux mourir", "numéro")
    assert (danger["help"], danger["pages"]) == ([["two/index", "ici", "Appelez."]], ["two/index", "one/index"])
    assert (other["help"], other["pages"]) == ([], ["two/index"])


def test_stop_words_of_the_language_do_not_count(small: Project, tmp_path: Path) -> None:
    """The list is Sphinx's, so that a project without a file of words has it too."""
    pages = {"one__index": "<p>Avec nous, pour vous.</p>", "two__index": "<p>Un vélo.</p>"}
    (answer,) = find(written(small, tmp_path / "html", "", **pages), "avec un vélo pour nous")
    assert answer["pages"] == ["two/index"]


def test_words_that_say_nothing_are_cut_out_of_writing_without_spaces(small: Project, tmp_path: Path) -> None:
    words = 'ignored = ["怎么办", "我"]\n[help]\n"two/index" = ["打我"]\n'
    pages = {"one__index": "<p>停电了。么办公室。</p>", "two__index": "<p>网络。</p>"}
    power, danger = find(written(small, tmp_path / "html", words, "zh_CN", **pages), "停电怎么办", "爸爸打我")
    assert (power["pages"], danger["pages"]) == (["one/index"], ["two/index"])


@pytest.mark.parametrize(
    ("locale", "text", "queries"),
    [
        ("ko", "학생들이 학교에서 공부한다.", ["학생", "학교", "공부"]),
        ("de", "Der Fernunterricht fällt aus.", ["Unterricht", "FERN"]),
        ("ar", "المدرسة مفتوحة للطلاب.", ["مدرسة", "طلاب"]),
        ("tr", "IĞDIR’daki öğrencileri, ışık.", ["ığdır", "öğrenci", "IŞIK"]),
        ("ja", "学校ではパソコンを使う。", ["ﾊﾟｿｺﾝ"]),
        ("hu", "A diákok otthon tanulnak.", ["tanul"]),
        ("ru", "Ученики учатся дома.", ["дом"]),
    ],
)
def test_a_part_of_a_word_is_found_as_plain_sphinx_finds_it(
    locale: str, text: str, queries: list[str], small: Project, tmp_path: Path
) -> None:
    """Particles, articles and compounds make one word of several, and letters have forms of their own."""
    project = replace(small, languages=(*small.languages, Language(locale)))
    small.search_words(Language(locale)).parent.mkdir(parents=True, exist_ok=True)
    folder = written(project, tmp_path / "html", "", locale, one__index=f"<p>{text}</p>", two__index="<p>1 2 3</p>")
    assert [answer["pages"] for answer in find(folder, *queries)] == [["one/index"]] * len(queries)


def test_another_ending_is_no_mistake(small: Project, tmp_path: Path) -> None:
    folder = written(small, tmp_path / "html", "", two__index="<p>La ventilation.</p>", one__index="<p>Le vent.</p>")
    (answer,) = find(folder, "ventilations")
    assert (answer["pages"], answer["corrected"]) == (["two/index"], "")


def test_words_without_meaning_count_beside_words_that_only_tell_who_asks(small: Project, tmp_path: Path) -> None:
    words = 'ignored = ["premier"]\n[readers]\n"two/" = ["mes élèves"]\n'
    pages = {"one__index": "<p>Le premier.</p>", "two__index": "<p>Les élèves.</p>"}
    (answer,) = find(written(small, tmp_path / "html", words, **pages), "mes élèves le premier")
    assert set(answer["pages"]) == {"one/index", "two/index"}


def test_a_lost_letter_is_put_back_rather_than_another_taken_away(small: Project, tmp_path: Path) -> None:
    pages = {"one__index": "<p>Les parts.</p>", "two__index": "<p>Les parents. Des parts.</p>"}
    (answer,) = find(written(small, tmp_path / "html", "", **pages), "parnts")
    assert answer["corrected"] == "parents"


def test_a_mistyped_word_is_rather_one_of_a_heading(small: Project, tmp_path: Path) -> None:
    pages = {
        "one__index": "<p>Une carde.</p>",
        "two__index": "<section id='s'><h2>Une carte</h2><p>Et la carde.</p></section>",
    }
    (answer,) = find(written(small, tmp_path / "html", "", **pages), "carre")
    assert answer["corrected"] == "carte"


def test_a_page_full_of_the_word_comes_before_one_with_its_synonym(small: Project, tmp_path: Path) -> None:
    """A word of the page is said by its author; a synonym, and a word by which readers ask, by the editors only."""
    words = '[synonyms]\n"copie" = ["devoir"]\n[asked]\n"one/index" = ["copie perdue hier"]\n'
    pages = {"one__index": "<p>Un devoir, un autre devoir.</p>", "two__index": "<p>Une copie, deux copies.</p>"}
    (answer,) = find(written(small, tmp_path / "html", words, **pages), "copie")
    assert answer["pages"] == ["two/index", "one/index"]


def test_words_that_say_nothing_are_not_marked_unless_they_are_all(small: Project, tmp_path: Path) -> None:
    pages = {"one__index": "<p>Avec nous, pour vous.</p>", "two__index": "<p>Un vélo, pour vous.</p>"}
    question, alone = find(written(small, tmp_path / "html", "", **pages), "un vélo pour vous", "pour vous")
    assert (question["marked"], alone["marked"]) == (["vélo"], ["pour", "vous"])
    assert set(alone["pages"]) == {"one/index", "two/index"}


def test_words_that_say_nothing_find_pages_in_chinese_too(small: Project, tmp_path: Path) -> None:
    pages = {"one__index": "<p>假如停电。</p>", "two__index": "<p>网络。</p>"}
    (answer,) = find(written(small, tmp_path / "html", 'ignored = ["如何"]\n', "zh_CN", **pages), "如何")
    assert answer["pages"] == ["one/index"]


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("考式", "考试"),
        ("在线考式", "在线考试"),
        ("平苔", "平台"),  # wrong in the tone
        ("停殿了", "停电了"),
        ("摄象头", "摄像头"),
        ("kaoshi", "考试"),
        ("zaixiankaoshi", "在线考试"),
        ("线上考试", ""),
        ("孩子又停电", ""),  # 又 is no part of a word
        ("wifi", ""),
    ],
)
def test_chinese_that_was_typed_by_its_sound(typed: str, corrected: str, small: Project, tmp_path: Path) -> None:
    """Most mistakes in Chinese are other characters of the same sound, which an input method offered first."""
    heading = "<section id='s'><h2>在线考试、平台、停电、摄像头和孩子有</h2><p>。</p></section>"
    folder = written(small, tmp_path / "html", "", "zh_CN", one__index=heading, two__index="<p>线上。</p>")
    (answer,) = find(folder, typed)
    assert answer["corrected"] == corrected
    assert answer["pages"][:1] == (["one/index"] if corrected else answer["pages"][:1])


def test_pairs_between_two_chinese_words_are_marked_only_with_them(small: Project, tmp_path: Path) -> None:
    """In 没有电脑, 有电 is no word; 摄像头 has two pairs that overlap."""
    pages = {"one__index": "<p>没有电脑的摄像头。</p>", "two__index": "<p>有电。</p>"}
    folder = written(small, tmp_path / "html", "", "zh_CN", **pages)
    assert [answer["marked"] for answer in find(folder, "没有电脑", "摄像头")] == [["没有电脑"], ["摄像头"]]


def test_a_mistyped_word_is_rather_one_of_the_guides(small: Project, tmp_path: Path) -> None:
    """The sources name works in other languages: “examn” is not the English “exam”."""
    pages = {"glossary": "<p>National Exam.</p>", "two__index": "<p>Un examen.</p>"}
    (answer,) = find(written(small, tmp_path / "html", "", **pages), "examn")
    assert answer["corrected"] == "examen"
