"""docs/reference/coverage.md says what the program does: its examples are counted, its keys and commands exist."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace

import pytest

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message
from octavo.cli import main
from octavo.project import Project
from octavo.workflow import coverage
from tests.conftest import ROOT, of_books

#: What is counted; where it is shown is another matter.
TEXT = (ROOT / "docs/reference/coverage.md").read_text(encoding="utf-8").partition("## Places that show coverage")[0]
WORDS = re.findall(r"^\| (`+)(.+?) ?\1 \| (\d+) \|$", TEXT, re.MULTILINE)
COMMANDS = re.findall(r"^\$ octavo (status.*?) +#", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("text", "count"), [(text, int(count)) for _, text, count in WORDS])
def test_the_examples_of_words_are_counted_so(text: str, count: int) -> None:
    assert coverage.words(text) == count


def test_all_examples_and_commands_were_found() -> None:
    assert len(WORDS) == 6
    assert len(COMMANDS) == 7


@pytest.mark.parametrize("command", [line for line in COMMANDS if "--after-update" not in line])
def test_every_command_runs(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.chdir(small.root)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out.strip() or "--history" in command


def test_every_key_that_is_told_of_is_there(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    assert main(["status", "fr", "-b", "set", "--trouble", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    told = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) | {"characters", "changed"}
    assert told <= row.keys()
    assert {f"{name}_words" for name in ("untranslated", "fuzzy", "translated", "equal", "blocked")} <= row.keys()


def test_contexts_and_obsolete_messages_are_counted_as_told() -> None:
    messages = (
        po.header({"Language": "fr"}),
        Message("Open", ("Ouvrir",)),
        Message("Open", ("Ouvert",), msgctxt="state"),
        Message("Gone", ("Parti",), obsolete=True),
        Message("Flag only", ("",), flags=("fuzzy",)),
        Message("one", ("", "plusieurs"), msgid_plural="many"),
    )
    cover = coverage.of_catalog(Catalog(ROOT / "fr.po", messages))
    assert (cover.translated, cover.fuzzy, cover.untranslated) == (2, 0, 2)


def test_the_back_matter_and_the_publications_texts_count_in_the_set_only(small: Project) -> None:
    by_domain = coverage.of_language(small, small.language("fr"))
    books = of_books(small, small.language("fr"))
    alone = coverage.total(by_domain[name] for name in ("index", "publication", "glossary"))
    assert coverage.total((books["one"], books["two"], alone)) == books["set"]


def test_a_percentage_is_rounded_down() -> None:
    cover = coverage.Coverage(translated_words=99_999, untranslated_words=1)
    assert cover.shown == 99.9


def test_blocked_messages_are_translated_all_the_same(small: Project) -> None:
    from octavo.workflow.coverage import problems

    french = small.language("fr")
    path = small.catalogs(french) / "two/index.po"
    content = po.read(path)
    bad = "Un `piège <javascript:alert(1)>`_"
    messages = tuple(m.edited(msgstrs=(bad,)) if m.msgid == "Guide two" else m for m in content.messages)
    po.write(replace(content, messages=messages))
    cover = coverage.of_language(small, french)["two/index"]
    assert cover.words_left == 0
    assert problems.of_language(small, french)["two/index"].blocked == 1
