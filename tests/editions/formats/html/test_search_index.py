"""Test the search index: the words of a page by heading, and the editors' words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.editions.formats.html import search_index, search_pages, search_words
from octavo.editions.formats.html.search_tokens import fold, spellings, stemmer, tokens
from octavo.errors import ContentError
from octavo.project import Language, Project
from octavo.workflow.language_build import LanguageBuild
from tests.conftest import ROOT

PAGE = """<html lang="fr"><head><title>x</title><meta name="description" content="Le résumé."></head><body>
<nav>menu</nav><div data-search="Un titre"><section id="a"><h1>Un titre<a class="headerlink" href="#a">¶</a></h1>
<p>Des élèves, l’école.</p><section id="b"><h2>Une <em>partie</em><a class="headerlink" href="#b">¶</a></h2>
<p>Le Wi-Fi<a class="footnote-reference">1</a> de J. Dupont</p>
<img alt="Un dessin"><dl class="glossary"><dt id="term-net">net<a class="headerlink" href="#term-net">¶</a></dt>
<dd>Un réseau.</dd></dl></section></section></div></body></html>"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’apprentissage d'élèves", ["apprentissage", "eleves"]),
        ("dell’università, l’escola", ["dell", "universita", "escola"]),
        ("J. R. Dupont, 5 œuvres", ["dupont", "oeuvres"]),
        ("self-harm", ["self", "harm", "selfharm"]),
        ("wi\u2011fi", ["wi", "fi", "wifi"]),
        ("网络欺凌", ["网络", "络欺", "欺凌"]),
        ("用5G网络", ["用", "5g", "网络"]),
        ("Straße", ["strasse"]),
        ("مُدَرِّس", ["مدرس"]),
        ("हिन्दी", ["हिन्दी"]),
        ("한국어", ["한국", "국어"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert list(tokens(fold(text))) == words


def read(path: Path) -> dict[str, object]:
    """Return what a script of the index hands to the search page."""
    text = path.read_text("utf-8")
    value: dict[str, object] = json.loads("[" + text[text.index("(") + 1 : text.rindex(")")] + "]")[-1]
    return value


def build(project: Project, folder: Path) -> dict[str, object]:
    (folder / "two").mkdir(parents=True, exist_ok=True)
    (folder / "two/index.html").write_text(PAGE, "utf-8")
    (folder / "about.html").write_text(PAGE.replace("data-search", "data-other"), "utf-8")
    search_index.build_search_index(LanguageBuild(project, project.language("fr"), project), folder)
    return read(folder / "search/index.js")


def test_a_page_is_indexed_by_heading_without_marks_of_links(small: Project, tmp_path: Path) -> None:
    index = build(small, tmp_path / "html")
    assert read(tmp_path / "html/search/two/index.js") == [
        ["", "Des élèves, l’école."],
        ["b", "Le Wi-Fi de J. Dupont\nUn dessin"],
        ["term-net", "Un réseau."],
    ]
    script = (tmp_path / "html/search/two/index.js").read_text("utf-8")
    assert script.startswith('octavoSearch.text("two/index","Le résumé.",'), "an excerpt of a page without the words"
    (page,) = index["pages"]  # type: ignore[misc]
    assert page == ["two/index", "Un titre", 1, 1, [["b", "Une partie"], ["term-net", "net"]]]
    words = {word: group for group, one in enumerate(index["words"]) for word in one.split()}  # type: ignore[attr-defined,var-annotated,arg-type]
    assert {"wifi", "ecole", "resume", "dessin", "partie"} <= words.keys()
    assert not {"j", "1", "menu", "¶"} & words.keys()


def test_signs_of_html_are_words_of_the_index(small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search page writes them as text."""
    signs = "</script><b onclick=x>\\u003c ]]> \u2028"
    escaped = signs.replace("<", "&lt;").replace(">", "&gt;")
    monkeypatch.setattr(sys.modules[__name__], "PAGE", PAGE.replace("Un réseau.", escaped).replace("partie", escaped))
    index = build(small, tmp_path / "html")
    assert ["term-net", " ".join(signs.split())] in read(tmp_path / "html/search/two/index.js")
    assert any(signs.split(maxsplit=1)[0] in heading for _, heading in index["pages"][0][4])  # type: ignore[index]


def test_words_of_one_stem_are_one_group(small: Project, tmp_path: Path) -> None:
    words = small.search_words(small.language("fr"))
    words.write_text('[synonyms]\n"élève" = ["écoles"]\n', "utf-8")
    index = build(small, tmp_path / "html")
    assert {"eleve eleves", "ecole ecoles"} <= set(index["words"])  # type: ignore[call-overload]
    ((key, targets),) = index["synonyms"]  # type: ignore[misc]
    groups = list(index["words"])  # type: ignore[call-overload]
    assert (key, targets) == ([groups.index("eleve eleves")], [[groups.index("ecole ecoles")]])


def test_the_same_pages_give_the_same_bytes(small: Project, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(small, tmp_path / name)
    files = [sorted((tmp_path / name / "search").rglob("*.js")) for name in ("one", "two")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_files_of_an_older_index_are_deleted(small: Project, tmp_path: Path) -> None:
    old = tmp_path / "html/search/gone.js"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    build(small, tmp_path / "html")
    assert not old.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[synonyms", "it is not valid TOML"),
        ("[synonym]\n", "“synonym” is not known"),
        ('[synonyms]\n"a" = "b"\n', "“a” has no list of texts"),
        ('[first]\n"two/indx" = ["x"]\n', "there is no page “two/indx”. Did you mean “two/index”"),
        ('[asked]\n"two" = ["x"]\n', "there is no page “two”"),
        ('[readers]\n"two" = ["x"]\n', "there is no folder “two”"),
    ],
)
def test_a_mistake_of_the_editors_is_named_with_its_file(small: Project, text: str, sentence: str) -> None:
    small.search_words(small.language("fr")).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        search_words.read(small, small.language("fr"))
    assert sentence in caught.value.sentence and "fr/search.toml" in caught.value.sentence


def test_phrases_may_lead_to_several_pages_with_headings(small: Project) -> None:
    text = '[first]\n"two/index#b" = ["wifi", "net"]\n"one/index" = ["wifi"]\n'
    small.search_words(small.language("fr")).write_text(text, "utf-8")
    words = search_words.read(small, small.language("fr"))
    assert words.first == {"wifi": (("two/index", "b"), ("one/index", "")), "net": (("two/index", "b"),)}


CASES = [
    "L’apprentissage d'élèves",
    "wi\u2011fi",
    "网络欺凌 用5G网络",
    "Straße œuvre",
    "مُدَرِّس",
    "हिन्दी भाषा",
    "한국어를 배운다",
    "IŞIK ve ışık",
    "ภาษาไทย",
    "J. 5",
]


@pytest.mark.slow
def test_the_page_splits_texts_as_the_index_does(small: Project, tmp_path: Path) -> None:
    """The search page and the index must agree on each word; the page does it in JavaScript."""
    shutil.copy(ROOT / "octavo/ui/static/octavo/search.js", tmp_path)
    script = """
globalThis.window = globalThis; globalThis.document = { querySelector: () => null };
await import(process.argv[1]);
console.log(JSON.stringify(JSON.parse(process.argv[2]).map((text) => window.octavoSearch.words(text))));"""
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, "--input-type=module", "-e", script, str(tmp_path / "search.js"), json.dumps(CASES)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [sorted(words) for words in json.loads(done.stdout)] == [sorted(tokens(fold(text))) for text in CASES]


def test_a_word_of_one_letter_and_a_hyphen_is_one_word() -> None:
    assert (spellings("e-learning"), spellings("self-harm")) == (["elearning"], ["self harm", "selfharm"])


def test_every_language_has_a_stemmer_or_none() -> None:
    assert stemmer(Language("ca"))("escoles") == stemmer(Language("ca"))("escola")
    assert stemmer(Language("zh_CN"))("school") == "school"


def test_an_index_on_top_of_another_is_a_clean_one(small: Project, tmp_path: Path) -> None:
    folder = tmp_path / "html"
    build(small, folder)
    (folder / "gone.html").write_text(PAGE, "utf-8")
    build(small, folder)
    (folder / "gone.html").unlink()
    (folder / "new.html").write_text(PAGE.replace("dessin", "croquis"), "utf-8")
    build(small, folder)
    clean = tmp_path / "clean"
    shutil.copytree(folder, clean, ignore=shutil.ignore_patterns("search"))
    shutil.rmtree(small.build)
    build(small, clean)
    written = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.js")}
    assert written == {path.relative_to(clean): path.read_bytes() for path in clean.rglob("*.js")}
    assert Path("search/new.js") in written
    assert Path("search/gone.js") not in written


def test_only_changed_pages_are_read_again(small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small, tmp_path / "html")
    monkeypatch.setattr(search_pages, "read", lambda document, data: pytest.fail(document))
    build(small, tmp_path / "html")


def test_a_page_may_name_the_attribute_of_its_text_before_the_text() -> None:
    page = (
        '<html><head><title>1 < 2: data-search</title><meta name="description" content="D"></head>'
        '<body><nav><a href="#">data-search</a></nav><div data-search="T"><p>dessin</p></div></body></html>'
    )
    read = search_pages.read("page", page.encode())
    assert read is not None
    assert (read.title, read.description, [section.text for section in read.sections]) == ("T", "D", ["dessin"])
