"""[tool.octavo] → Project: every mistake is one sentence that names its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.errors import OctavoError
from octavo.project import Format, Language, Project, find_root, from_table, load

GOOD: dict[str, object] = {
    "master": "en",
    "languages": ["en", "fr"],
    "books": [{"slug": "set", "root": "index", "set": True}, {"slug": "one", "root": "one/index"}],
    "base-url": "https://example.org/",
    "metadata": {"title": "A title"},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("index", "one/index"):
        path = tmp_path / "source" / f"{name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Title\n=====\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.octavo]\nmaster = "en"\ntheme = "x"\n', encoding="utf-8")
    return tmp_path


def test_a_good_table_gives_languages_with_the_master_first_and_books_in_order(root: Path) -> None:
    project = from_table(root, GOOD | {"languages": ["fr", "en"]})
    assert [language.locale for language in project.languages] == ["en", "fr"]
    assert [book.slug for book in project.books] == ["set", "one"]
    assert project.base_url == "https://example.org"
    assert [language.locale for language in project.translations] == ["fr"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, ["colour", "not known"]),
        ({"master": "de"}, ["languages", "de"]),
        ({"master": 3}, ["master", "text"]),
        ({"languages": ["en", "xx_YY_ZZ"]}, ["languages", "xx_YY_ZZ"]),
        ({"languages": ["en", "zh-CN"]}, ["languages", "zh-CN"]),
        ({"languages": ["en", "fr", "fr"]}, ["languages", "twice"]),
        ({"languages": ["en", 3]}, ["languages", "text"]),
        ({"formats": ["html", "docx"]}, ["formats", "docx"]),
        ({"books": []}, ["books", "empty"]),
        ({"books": [{"slug": "A b", "root": "index"}]}, ["slug", "A b"]),
        ({"books": [{"slug": "a", "root": "nowhere"}]}, ["root", "nowhere"]),
        ({"books": [{"slug": "a"}]}, ["books", "slug"]),
        ({"base-url": "example.org"}, ["base-url", "example.org"]),
        ({"theme": "shiny"}, ["theme", "shiny"]),
        ({"paper": "a7"}, ["paper", "a7"]),
        ({"metadata": {}}, ["metadata.title"]),
        ({"metadata": {"title": "A", "mood": "good"}}, ["metadata.mood"]),
    ],
)
def test_each_mistake_is_a_sentence_that_names_the_key(root: Path, change: dict[str, object], words: list[str]) -> None:
    with pytest.raises(OctavoError) as caught:
        from_table(root, GOOD | change)
    assert caught.value.exit_status == 2
    assert "pyproject.toml" in caught.value.sentence
    for word in words:
        assert word in caught.value.sentence


@pytest.mark.parametrize("key", ["master", "languages", "books", "base-url", "metadata"])
def test_a_key_that_is_missing_is_named(root: Path, key: str) -> None:
    with pytest.raises(OctavoError, match=rf"{key}: the key is missing"):
        from_table(root, {name: value for name, value in GOOD.items() if name != key})


def test_the_sentence_has_the_line_of_the_key(root: Path) -> None:
    with pytest.raises(OctavoError) as caught:
        from_table(root, GOOD | {"theme": "x"})
    assert caught.value.line == 3


def test_broken_toml_names_the_file(root: Path) -> None:
    (root / "pyproject.toml").write_text("[tool.octavo\n", encoding="utf-8")
    with pytest.raises(OctavoError, match=r"pyproject\.toml.*TOML"):
        load(root)


def test_a_folder_without_a_project_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OctavoError, match="octavo init"):
        find_root(tmp_path)


def test_languages_know_their_tag_name_and_direction() -> None:
    assert Language("zh_CN").tag == "zh-CN"
    assert Language("fr").name == "français"
    assert Language("zh_CN", "简体中文").name == "简体中文"
    assert (Language("ar").direction, Language("fr").direction) == ("rtl", "ltr")


def test_html_is_one_edition_a_language_and_the_other_formats_one_a_book(small: Project) -> None:
    names = [edition.name for edition in small.editions() if edition.language.locale == "fr"]
    assert names == [
        "fr/set.html",
        "fr/set.epub",
        "fr/one.epub",
        "fr/two.epub",
        "fr/set.pdf",
        "fr/one.pdf",
        "fr/two.pdf",
    ]


def test_an_unknown_name_lists_the_known_ones(small: Project) -> None:
    with pytest.raises(OctavoError, match=r"no language “de”.*en, zh_CN, fr"):
        small.language("de")
    with pytest.raises(OctavoError, match=r"no book “three”.*set, one, two"):
        small.book("three")


def test_a_tag_names_a_language_too(small: Project) -> None:
    assert small.language("zh-CN").locale == "zh_CN"


def test_guides_have_positions_and_the_set_has_none(small: Project) -> None:
    assert [small.position(book) for book in small.books] == [None, 1, 2]


def test_formats_are_the_words_of_the_configuration() -> None:
    assert [kind.value for kind in Format] == ["html", "epub", "pdf", "accessible.pdf"]
