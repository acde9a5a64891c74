"""Test the project: reading of [tool.octavo], errors, documents, languages, editions."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sphinx.util.i18n import docname_to_domain

from octavo.errors import OctavoError
from octavo.project import Format, Language, Project, documents, domains, find_root, from_table, load, source_files
from octavo.project.configuration import conf_literals
from octavo.project.configuration.reader import KEYS
from tests.conftest import ROOT

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
    (tmp_path / "pyproject.toml").write_text('[tool.octavo]\nmaster = "en"\npaper = "x"\n', encoding="utf-8")
    return tmp_path


def test_languages_begin_with_the_master_and_books_keep_their_order(root: Path) -> None:
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
        ({"theme": 3}, ["theme", "text"]),
        ({"source": "../elsewhere"}, ["source", "../elsewhere"]),
        ({"build": "/elsewhere"}, ["build", "/elsewhere"]),
        ({"build": "."}, ["build", "“.”", "“source”"]),
        ({"build": "source"}, ["build", "“source”"]),
        ({"build": ".git/hooks"}, ["build", "“.git/hooks”", "git"]),
        ({"build": "source/build"}, ["build", "“source/build”"]),
        ({"build": "docs", "catalogs": "docs/locale"}, ["build", "“catalogs”"]),
        ({"build": "locales/build"}, ["build", "“catalogs”"]),
        ({"build": "docs/build", "configuration": "docs"}, ["build", "“configuration”"]),
        ({"compact": 3}, ["compact", "true, false or a name"]),
        ({"house-style": "no"}, ["house-style", "true or false"]),
        ({"paper": "a7"}, ["paper", "a7"]),
        ({"metadata": {}}, ["metadata.title"]),
        ({"metadata": {"title": "A", "mood": "good"}}, ["metadata.mood"]),
    ],
)
def test_each_wrong_value_is_an_error_that_names_its_key(
    root: Path, change: dict[str, object], words: list[str]
) -> None:
    with pytest.raises(OctavoError) as caught:
        from_table(root, GOOD | change)
    assert caught.value.exit_status == 2
    assert "pyproject.toml" in caught.value.sentence
    for word in words:
        assert word in caught.value.sentence


def test_a_build_folder_that_leads_out_of_the_project_or_to_the_text_is_refused(root: Path) -> None:
    (root.parent / "outside").mkdir(exist_ok=True)
    for target in (root.parent / "outside", root / "source", root):
        (root / "build").unlink(missing_ok=True)
        (root / "build").symlink_to(target)
        with pytest.raises(OctavoError, match="build:"):
            from_table(root, GOOD)


def test_a_build_folder_in_a_project_whose_text_is_in_its_own_folder_is_good(root: Path) -> None:
    (root / "index.rst").touch()
    (root / "one").mkdir()
    (root / "one/index.rst").touch()
    assert from_table(root, GOOD | {"source": ".", "build": "_build"}).build == root / "_build"


_ODD = (None, True, 0, -1, 1.5, "", " ", "a\nb", "\0", "..", [], [None], [{}], [""], {}, {"a": None}, {"fr": 3})


def test_every_key_has_a_row_in_the_reference() -> None:
    page = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"\n| `{key}` | " not in page] == []


@pytest.mark.parametrize("key", sorted(KEYS))
def test_no_value_of_a_key_is_a_traceback(root: Path, key: str) -> None:
    for value in (*_ODD, *({inner: odd} for odd in _ODD for inner in ("fr", "book", "below", "title", "editor"))):
        with suppress(OctavoError):
            from_table(root, GOOD | {key: value})


def test_no_value_of_a_book_is_a_traceback(root: Path) -> None:
    for odd in _ODD:
        for inner in ("slug", "root", "set"):
            with suppress(OctavoError):
                from_table(root, GOOD | {"books": [{"slug": "a", "root": "index"} | {inner: odd}]})


#: Values in TOML: numbers, dates, control characters, addresses, paths, and what is very long or deep.
_ODD_TOML = (
    "1e999", "nan", "9" * 5000, "2020-01-01", "07:00:00", "2020-01-01T00:00:00Z", r'"\u0000"', r'"\u001b[31m"',
    r'"a\nb"', '"-x"', '"/etc/passwd"', '"../../x"', '"{nope}"', '"{"', '"%(x)s"', '"http://["', '"http://a:99999999/"',
    '"javascript:alert(1)"', f'"{"x" * 100_000}"', "[[]]", '["../x"]', r'["\u0000"]', '{fr="{nope}"}',
    r'{"\u0000"="a"}',
    "[" * 3000 + "]" * 3000, "{a=" * 900 + "0" + "}" * 900,
)  # fmt: skip


@pytest.mark.parametrize("key", sorted(KEYS))
def test_an_odd_value_in_the_file_is_read_or_is_one_sentence(root: Path, key: str) -> None:
    others = "".join(
        f"{name} = {json.dumps(value)}\n" for name, value in GOOD.items() if name not in (key, "books", "metadata")
    )
    if key != "metadata":
        others += 'metadata = {title = "A"}\n'
    if key != "books":
        others += 'books = [{slug = "set", root = "index", set = true}]\n'
    for value in _ODD_TOML:
        (root / "pyproject.toml").write_text(f'[tool.octavo]\n{others}"{key}" = {value}\n', encoding="utf-8")
        try:
            load(root)
        except OctavoError as error:
            assert error.exit_status == 2
            assert len(error.sentence) < 4_000
            assert error.sentence.isprintable()


@pytest.mark.parametrize("text", ["tool = 3 # tool.octavo", "tool.octavo = 3", "tool.octavo = []", "# tool.octavo"])
def test_a_file_without_a_table_of_keys_is_one_sentence(root: Path, text: str) -> None:
    (root / "pyproject.toml").write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(OctavoError, match="Write the keys below a line"):
        load(root)


@pytest.mark.parametrize("key", ["master", "languages"])
def test_a_missing_key_is_an_error_that_names_it(root: Path, key: str) -> None:
    with pytest.raises(OctavoError, match=rf"{key}: the key is missing"):
        from_table(root, {name: value for name, value in GOOD.items() if name != key})


def test_the_error_has_the_line_of_the_key(root: Path) -> None:
    with pytest.raises(OctavoError) as caught:
        from_table(root, GOOD | {"paper": "x"})
    assert caught.value.line == 3


def test_missing_values_are_taken_from_the_literals_of_conf_py(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "contents.md").write_text("# A heading\n", encoding="utf-8")
    (tmp_path / "docs" / "conf.py").write_text(
        'import os\nproject = "Gadget"\nauthor = os.sep\ncopyright = "2024, Ada"\nroot_doc = "contents"\n'
        'html_theme = "alabaster"\nhtml_baseurl = "https://gadget.example.org/docs/"\n',
        encoding="utf-8",
    )
    table = {"master": "en", "languages": ["en"], "source": "docs", "configuration": "docs", "catalogs": "docs/locale"}
    project = from_table(tmp_path, table)
    assert project.texts == {"title": "Gadget", "copyright": "2024, Ada"}  # the author is computed
    assert (project.theme, project.base_url) == ("alabaster", "https://gadget.example.org/docs")
    assert [(book.root, book.is_set) for book in project.books] == [("contents", True)]
    assert project.configuration == tmp_path / "docs" / "conf.py"
    assert project.catalogs(Language("fr")) == tmp_path / "docs" / "locale" / "fr" / "LC_MESSAGES"


def test_conf_py_is_never_executed(tmp_path: Path) -> None:
    path = tmp_path / "conf.py"
    path.write_text(f"open({str(tmp_path / 'run')!r}, 'w')\nproject = 'Gadget'\n", encoding="utf-8")
    assert conf_literals.read(path) == {"project": "Gadget"}
    path.write_text("project = (", encoding="utf-8")
    assert conf_literals.read(path) == {}
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("compact", [False, True, "docs"])
def test_a_document_has_the_same_domain_as_in_sphinx(small: Project, compact: bool | str) -> None:
    project = replace(small, compact=compact)
    for document in documents(project):
        assert project.domain_of(document) == docname_to_domain(document, compact)
    assert (
        sorted(domains(project))
        == {
            False: ["glossary", "index", "one/chapter", "one/index", "two/index"],
            True: ["glossary", "index", "one", "two"],
            "docs": ["docs"],
        }[compact]
    )


def test_catalogs_below_the_source_are_no_files_of_the_master(tmp_path: Path) -> None:
    """A language is built again if a file of the master changed, but not if the catalog of another one did."""
    for name in ("index.rst", "locales/fr/LC_MESSAGES/index.po", "locales/fr/figure.svg"):
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).touch()
    table = GOOD | {"books": [{"slug": "book", "root": "index", "set": True}], "catalogs": "source/locales"}
    files = source_files.files(from_table(tmp_path, table))
    assert [path.name for path in files] == ["index.rst", "figure.svg"]


def test_built_and_hidden_files_are_not_documents(tmp_path: Path) -> None:
    for name in ("index.md", "build/copy.rst", ".venv/readme.rst", "node_modules/readme.md", "part/page.rst"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Title\n=====\n", encoding="utf-8")
    table = GOOD | {"source": ".", "books": [{"slug": "book", "root": "index", "set": True}]}
    assert documents(from_table(tmp_path, table)) == {"index", "part/page"}


def test_invalid_toml_is_an_error_that_names_the_file(root: Path) -> None:
    (root / "pyproject.toml").write_text("[tool.octavo\n", encoding="utf-8")
    with pytest.raises(OctavoError, match=r"pyproject\.toml.*TOML"):
        load(root)


def test_a_folder_without_a_project_is_an_error_that_names_init(tmp_path: Path) -> None:
    with pytest.raises(OctavoError, match="octavo init"):
        find_root(tmp_path)


def test_a_language_has_tag_name_and_direction() -> None:
    assert Language("zh_CN").tag == "zh-CN"
    assert Language("fr").name == "français"
    assert Language("zh_CN", "简体中文").name == "简体中文"
    assert (Language("ar").direction, Language("fr").direction) == ("rtl", "ltr")


def test_html_has_one_edition_for_each_language_and_other_formats_one_for_each_book(small: Project) -> None:
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


def test_an_unknown_name_is_an_error_that_lists_the_valid_ones(small: Project) -> None:
    with pytest.raises(OctavoError, match=r"no language “de”.*en, zh_CN, fr"):
        small.language("de")
    with pytest.raises(OctavoError, match=r"no book “three”.*set, one, two"):
        small.book("three")


def test_a_language_is_found_by_its_tag_too(small: Project) -> None:
    assert small.language("zh-CN").locale == "zh_CN"


def test_guides_have_positions_and_the_set_has_none(small: Project) -> None:
    assert [small.position(book) for book in small.books] == [None, 1, 2]


def test_formats_have_the_names_of_the_configuration() -> None:
    names = ["html", "epub", "pdf", "letter.pdf", "large-print.pdf", "accessible.pdf", "zip", "zim"]
    assert [kind.value for kind in Format] == names
