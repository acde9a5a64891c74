"""The grammar of the command line: languages are arguments, a mistyped name gets a suggestion, help is grouped."""

from __future__ import annotations

import re

import click
import pytest

from octavo.cli import main
from octavo.cli.commands import octavo
from octavo.project import Project


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(small.root)
    return small


@pytest.mark.parametrize(
    ("call", "suggestion"),
    [
        ("biuld", "There is no command “biuld”. Did you mean “build”?"),
        ("build frr", "there is no language “frr” in this project. Did you mean “fr”? Use one of: en, zh_CN, fr."),
        ("todo zh", "Did you mean “zh_CN”?"),
        ("build FR", "Did you mean “fr”?"),
        ("build -b tow", "Did you mean “two”?"),
        ("todo fr onee", "Did you mean “one”?"),
        ("todo fr chapter", "Did you mean “one/chapter”?"),
        ("proof fr two/indx", "Did you mean “two/index”?"),
        ("export fr chapter", "Did you mean “one/chapter”?"),
        ("review fr --by Ada chapter", "Did you mean “one/chapter”?"),
        ("check frr", "Did you mean “fr”?"),
    ],
)
def test_a_mistyped_name_gets_a_suggestion(
    here: Project, capsys: pytest.CaptureFixture[str], call: str, suggestion: str
) -> None:
    assert main(call.split()) == 2
    assert suggestion in capsys.readouterr().err


def test_a_name_that_is_like_no_other_gets_no_suggestion(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["todo", "de"]) == 2
    said = capsys.readouterr().err
    assert "Did you mean" not in said
    assert "To add it, run “octavo add-language de”" in said
    assert main(["todo", "xx"]) == 2
    assert "add-language" not in capsys.readouterr().err, "Babel does not know xx"
    assert main(["nothing"]) == 2
    assert "“octavo --help”" in capsys.readouterr().err


@pytest.mark.parametrize("call", ["todo en", "status en", "update fr en", "proof en", "export en"])
def test_the_master_is_not_a_translation(here: Project, capsys: pytest.CaptureFixture[str], call: str) -> None:
    before = {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()}
    assert main(call.split()) == 2
    assert "Use one of: zh_CN, fr. [master-language]" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in here.root.rglob("*") if path.is_file()} == before


def test_languages_are_arguments(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "fr", "--csv"]) == 0
    assert {line.split(",")[0] for line in capsys.readouterr().out.splitlines()[1:]} == {"fr"}
    assert main(["status", "zh_CN", "fr", "fr", "--csv"]) == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()[1:]] == ["zh_CN"] * 3 + ["fr"] * 3


def test_check_takes_a_language_and_a_path(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "fr"])
    by_language = capsys.readouterr().out
    main(["check", "locales/fr"])
    assert by_language == capsys.readouterr().out
    assert "locales/fr" in by_language
    main(["check", "zh-CN"])
    assert "locales/fr" not in capsys.readouterr().out


def test_a_project_of_one_language_says_what_to_do_next(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = here.root / "pyproject.toml"
    text = path.read_text(encoding="utf-8").replace('languages = ["en", "zh_CN", "fr"]', 'languages = ["en"]')
    path.write_text(text, encoding="utf-8")
    assert main(["status"]) == 0
    assert "To add a translation, run “octavo add-language LANG”" in capsys.readouterr().err


@pytest.mark.slow
def test_a_build_in_one_language_says_what_to_do_next(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = here.root / "pyproject.toml"
    text = path.read_text(encoding="utf-8").replace('languages = ["en", "zh_CN", "fr"]', 'languages = ["en"]')
    path.write_text(text, encoding="utf-8")
    assert main(["build", "-f", "html"]) == 0
    first, last = capsys.readouterr().err.splitlines()[-2:]
    assert first == "The editions are in build/editions/en."
    assert "“octavo add-language LANG”" in last


def test_the_help_groups_the_commands_in_whole_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    titles = re.findall(r"^(Commands for .*):$", text, re.MULTILINE)
    assert titles == [
        "Commands for translators and reviewers",
        "Commands for editors and publishers",
        "Commands for coordinators and maintainers",
    ]
    listed = dict(re.findall(r"^  ([a-z-]+)  +([A-Z].*)$", text[text.index(titles[0]) :], re.MULTILINE))
    assert sorted(listed) == octavo.list_commands(click.Context(octavo))
    assert [name for name, summary in listed.items() if not summary.endswith(".")] == []
    assert "…" not in text and "..." not in text.partition("Commands for")[2]
