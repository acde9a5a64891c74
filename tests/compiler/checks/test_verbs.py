"""``octavo check`` and ``octavo compile`` from the command line."""

import json

import pytest

from octavo.cli import main

PROJECT = """\
[tool.octavo]
master = "en"
languages = ["en", "fr"]
books = [{ slug = "set", root = "index", set = true }]
base-url = "https://octavo.example"
metadata = { title = "Guidance" }
"""
FAULT = 'msgid "Take 5 of them."\nmsgstr "Prenez-en 6."\n'
FIXABLE = 'msgid "It\'s a name"\nmsgstr "C\'est un nom"\n'


@pytest.fixture(autouse=True)
def here(project, monkeypatch):
    """The verbs find the project by the working folder."""
    (project.root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    monkeypatch.chdir(project.root)


def test_findings_are_printed_and_the_status_is_1(project, capsys, put):
    put(project, FAULT)
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "locales/fr/LC_MESSAGES/index.po:5: error: The number 5 is missing. "
        "Check the numbers against the original. [values-number]",
        "1 error in 1 file",
    ]


def test_without_findings_the_status_is_0(project, capsys, put):
    put(project, 'msgid "Now"\nmsgstr "Maintenant"\n')
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "no findings\n"


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_machines_get_nothing_but_their_format(project, capsys, form, put):
    put(project, FAULT)
    assert main(["check", "--format", form]) == 1
    out = capsys.readouterr().out
    assert out.startswith({"json": "{", "sarif": "{", "junit": "<testsuites", "github": "::error "}[form])


def test_fix_makes_the_corrections_and_then_checks(project, capsys, put):
    path = put(project, FIXABLE)
    assert main(["check", "--fix"]) == 0
    assert "C’est" in path.read_text(encoding="utf-8")


def test_a_baseline_takes_the_old_findings_out(project, tmp_path, capsys, put):
    put(project, FAULT)
    assert main(["check", "--write-baseline", "old.json"]) == 0
    assert main(["check", "--baseline", "old.json"]) == 0
    put(project, FAULT + '\nmsgid "Take 7 of them."\nmsgstr "Prenez-en 8."\n')
    assert main(["check", "--baseline", "old.json"]) == 1


def test_a_path_elsewhere_is_a_wrong_call(project, capsys):
    assert main(["check", "pyproject.toml"]) == 2
    assert "check-path" in capsys.readouterr().err


def test_compile_says_what_it_refused(project, capsys, put):
    put(project, 'msgid "Now"\nmsgstr "|x|"\n')
    assert main(["compile", "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"fr": {"messages": 0, "refused": 1, "changed": 0}}
    assert "guard-reference" in captured.err


def test_compile_strict_fails(project, capsys, put):
    put(project, 'msgid "Now"\nmsgstr "|x|"\n')
    assert main(["compile", "--strict"]) == 1
    assert "compile-refused" in capsys.readouterr().err
