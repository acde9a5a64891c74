"""``octavo add-language``: one line of pyproject.toml changes, catalogs are at 0 %, a wrong call changes nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from babel import Locale, localedata

from octavo.catalogs import po
from octavo.catalogs.po import State
from octavo.cli import main
from octavo.project import Project, add_language, load
from tests.conftest import ROOT


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("NO_COLOR", "1")
    return small


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('languages = ["en", "zh_CN", "fr"]', 'languages = ["en", "zh_CN", "fr", "ar"]'),
        ("languages=['en' , 'fr'] # two", "languages=['en' , 'fr', \"ar\"] # two"),
        ('languages = [\n  "en", # the master\n  "fr",\n]', 'languages = [\n  "en", # the master\n  "fr",\n  "ar",\n]'),
        ('languages = [\r\n  "en",\r\n  "fr"\r\n]', 'languages = [\r\n  "en",\r\n  "fr",\r\n  "ar"\r\n]'),
    ],
    ids=["one line", "single quotes and a comment", "a line each", "no last comma, CRLF"],
)
def test_only_the_new_locale_is_added_to_the_file(small: Project, before: str, after: str) -> None:
    path = small.root / "pyproject.toml"
    text = "# first\n\n" + path.read_text(encoding="utf-8") + "\n# last  \n[tool.other]\nx   =   1"
    path.write_bytes(text.replace('languages = ["en", "zh_CN", "fr"]', before).encode())
    expected = text.replace('languages = ["en", "zh_CN", "fr"]', after).encode()
    add_language(load(small.root), "ar")
    assert path.read_bytes() == expected


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("fr", "the project already has the language “fr”. Run “octavo update fr”"),
        ("en", "already has the language “en”"),
        ("xx", "“xx” is not a locale that Babel knows. Use a form like"),
        ("ar-EG", "“ar-EG” is not a locale"),
        ("../ar", "“../ar” is not a locale"),
    ],
)
def test_a_wrong_locale_is_one_sentence_and_changes_nothing(
    here: Project, capsys: pytest.CaptureFixture[str], locale: str, words: str
) -> None:
    before = {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()}
    assert main(["add-language", locale]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert len(captured.err.splitlines()) == 1
    assert {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()} == before


def test_a_dry_run_says_what_it_would_do_and_does_nothing(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()}
    assert main(["add-language", "--dry-run", "he"]) == 0
    assert capsys.readouterr().out == (
        "עברית (he), written from right to left, would be added to pyproject.toml, "
        "its catalogs to locales/he/LC_MESSAGES/.\n"
    )
    assert {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_all_catalogs_of_the_new_language_are_made_at_nothing(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the command makes is what ``octavo update`` would make: it finds nothing left to do."""
    assert main(["add-language", "ar"]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith(
        "العربية (ar), written from right to left, was added to pyproject.toml; its 6 catalogs are in"
    )
    assert all(line.startswith("- ") for line in rest)
    assert any("“octavo publish” builds its editions" in line for line in rest), "it is there in every project"
    project = load(here.root)
    arabic = project.language("ar")
    paths = sorted(project.catalogs(arabic).rglob("*.po"))
    french = sorted(project.catalogs(project.language("fr")).rglob("*.po"))
    assert [p.relative_to(project.catalogs(arabic)) for p in paths] == [
        p.relative_to(project.catalogs(project.language("fr"))) for p in french
    ]
    assert {message.state for path in paths for message in po.read(path)} == {State.UNTRANSLATED}
    # CLDR: Arabic has six plural forms.
    header = po.read(paths[0]).header_message
    assert header is not None
    assert "nplurals=6" in header.msgstr
    before = {path: path.read_bytes() for path in paths}
    assert main(["update", "ar"]) == 0
    assert {path: path.read_bytes() for path in paths} == before


def shell(root: Path, *arguments: str) -> list[str]:
    command = ["sh", ".ci/languages.sh", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split()


def ask(tmp_path: Path, languages: str, *arguments: str) -> list[str]:
    (tmp_path / ".ci").mkdir(exist_ok=True)
    (tmp_path / ".ci/languages.sh").write_bytes((ROOT / ".ci/languages.sh").read_bytes())
    text = f'[tool.other]\nlanguages = ["xx"]\n[tool.octavo]\nmaster = "en"\n{languages}\nformats = ["html"]\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    return shell(tmp_path, *arguments)


def test_the_makefile_reads_the_languages_of_the_project(tmp_path: Path) -> None:
    assert shell(ROOT) == [language.locale for language in load(ROOT).languages]
    assert ask(tmp_path, 'languages = [\n  "en", # "not this"\n  "fr",\n  "ar_EG",\n]') == ["en", "fr", "ar_EG"]


@pytest.mark.slow
def test_the_makefile_knows_which_languages_are_written_from_right_to_left(tmp_path: Path) -> None:
    locales = localedata.locale_identifiers()
    quoted = ", ".join(f'"{locale}"' for locale in locales)
    expected = [locale for locale in locales if Locale.parse(locale).character_order == "right-to-left"]
    assert ask(tmp_path, f"languages = [{quoted}]", "-r") == expected
