"""``octavo update``, ``todo`` and ``status`` from the command line: what translators type, and what they see."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.cli import main
from octavo.cli.translate.todo import _duration
from octavo.project import Project
from octavo.workflow.coverage import Open

BOLD = "This is **bold**, isn't it?"


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("NO_COLOR", "1")
    return small


def change(project: Project, domain: str, msgid: str, **parts: object) -> Path:
    """Edit one message of a French catalog."""
    path = project.catalogs(project.language("fr")) / f"{domain}.po"
    content = po.read(path)
    assert any(message.msgid == msgid for message in content)
    messages = tuple(m.edited(**parts) if m.msgid == msgid else m for m in content.messages)
    po.write(replace(content, messages=messages))
    return path


def line_of(path: Path, msgid: str) -> int:
    return next(message for message in po.read(path) if message.msgid == msgid).msgstr_line


@pytest.mark.slow
def test_update_shows_what_it_did_and_the_second_time_does_nothing(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence is edited and a page renamed: counts by language, fuzzy with its previous msgid, then no change."""
    main(["update"])
    page = here.source / "one/chapter.rst"
    text = page.read_text(encoding="utf-8")
    (here.source / "one/renamed.rst").write_text(text, encoding="utf-8")
    page.unlink()
    index = here.source / "one/index.rst"
    index.write_text(
        index.read_text(encoding="utf-8").replace("   chapter\n", "   renamed\n").replace("isn't it?", "is it not?"),
        encoding="utf-8",
    )
    capsys.readouterr()
    assert main(["update", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done.keys() == {"zh_CN", "fr"}
    assert done["fr"]["changed"] == 1
    assert done["fr"]["moved"] > 1
    assert done["fr"]["new"] == done["fr"]["obsolete"] == 0
    assert "locales/fr/LC_MESSAGES/one/renamed.po" in done["fr"]["written"]
    edited = [m for m in po.read(here.catalogs(here.language("fr")) / "one/index.po") if m.is_fuzzy]
    assert [message.previous_msgid for message in edited] == [BOLD]
    before = {path: path.read_bytes() for path in here.locales.rglob("*.po")}
    assert main(["update"]) == 0
    assert {path: path.read_bytes() for path in here.locales.rglob("*.po")} == before
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split("  ")[0] == "language"
    assert [row.split()[0] for row in rows] == ["zh_CN", "fr"]


@pytest.mark.slow
def test_update_brings_only_the_language_asked_for_up_to_date(here: Project) -> None:
    """``octavo update fr`` leaves the Chinese catalogs alone, and an unknown language is a sentence."""
    (here.source / "two/index.rst").write_text("Two\n===\n\nNew.\n", encoding="utf-8")
    chinese = {path: path.read_bytes() for path in here.catalogs(here.language("zh_CN")).rglob("*.po")}
    assert main(["update", "fr"]) == 0
    assert {path: path.read_bytes() for path in here.catalogs(here.language("zh_CN")).rglob("*.po")} == chinese
    assert main(["update", "xx"]) == 2


def test_todo_shows_a_changed_text_word_by_word(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = change(
        here, "one/index", BOLD,
        flags=("fuzzy",), previous=(None, "This was **bold**, isn't it?", None),
    )  # fmt: skip
    assert main(["todo", "fr"]) == 0
    place, text, present, total = capsys.readouterr().out.splitlines()
    assert place == f"{path.relative_to(here.root)}:{line_of(path, BOLD)}  5 words, fuzzy, about 1 min"
    assert text == "  This [-was-] {+is+} **bold**, isn't it?"
    (message,) = (item for item in po.read(path) if item.msgid == BOLD)
    assert present == f"  fr: {message.msgstr}"
    assert total == "1 message, 5 words, about 1 min"


def test_todo_takes_a_guide(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, "one/index", "Guide one", msgstrs=("",))
    path = change(here, "two/index", "Guide two", msgstrs=("",))
    assert main(["todo", "fr", "two", "--open"]) == 0
    assert capsys.readouterr().out == f"{path.relative_to(here.root)}:{line_of(path, 'Guide two')}\n"
    assert main(["todo", "fr", "one", "two", "--json"]) == 0
    assert [row["msgid"] for row in json.loads(capsys.readouterr().out)] == ["Guide one", "Guide two"]


def test_todo_counts_hours_and_minutes(here: Project) -> None:
    path = here.root / "a.po"
    words = po.Message("word " * 1000, ("",))
    fuzzy = po.Message("word " * 100, ("mot",), flags=("fuzzy",))
    assert _duration([Open(path, words)]) == "3 h 20 min"
    assert _duration([Open(path, fuzzy)]) == "10 min"
    assert _duration([]) == "0 min"


@pytest.mark.slow
def test_update_ends_with_what_to_do_next(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    main(["update"])
    assert capsys.readouterr().err == "Everything is translated. Next: “octavo check”, then “octavo publish”.\n"
    change(here, "two/index", "Guide two", msgstrs=("",))
    main(["update"])
    assert capsys.readouterr().err == "Next: “octavo todo fr” lists 1 message to translate or review.\n"


def test_todo_open_prints_places_only(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = change(here, "two/index", "Guide two", msgstrs=("",))
    assert main(["todo", "fr", "--open"]) == 0
    assert capsys.readouterr().out == f"{path.relative_to(here.root)}:{line_of(path, 'Guide two')}\n"


def test_todo_json_has_all(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, "two/index", "Guide two", msgstrs=("",))
    assert main(["todo", "fr", "--json", "-n", "1"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["state"], row["words"], row["msgid"]) == ("untranslated", 2, "Guide two")


def test_status_shows_a_bar_and_what_is_left_of_each_book(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, "two/index", "Guide two", msgstrs=("",))
    assert main(["status", "fr"]) == 0
    head, *rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert head == ["language", "name", "done", "left", "messages"]
    assert [row[:2] for row in rows] == [["fr", "set"], ["one", "█" * 12], ["two", rows[2][1]]]
    assert rows[1][2:] == ["100.0", "%", rows[1][-1]]
    assert "░" in rows[2][1]
    assert rows[2][4] == "2"


def test_status_in_json_and_csv_says_the_same(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    main(["status", "--json"])
    as_json = json.loads(capsys.readouterr().out)
    main(["status", "--csv"])
    as_csv = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(r["language"], r["name"], str(r["translated_words"])) for r in as_json] == [
        (r["language"], r["name"], r["translated_words"]) for r in as_csv
    ]
    assert len(as_csv) == 6


def test_status_of_pages_sums_up_to_that_of_the_books(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    main(["status", "fr", "--pages", "--json"])
    pages = json.loads(capsys.readouterr().out)
    main(["status", "fr", "-b", "set", "--json"])
    (whole,) = json.loads(capsys.readouterr().out)
    assert [page["name"] for page in pages][:2] == ["publication", "index"]
    assert all(sum(page[name] for page in pages) == whole[name] for name in ("words", "messages", "characters"))
    main(["status", "fr", "--pages", "-b", "one", "--json"])
    assert {page["name"] for page in json.loads(capsys.readouterr().out)} == {"one/index", "one/chapter"}


def test_status_tells_the_points_since_the_last_publication(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    here.site.mkdir(parents=True)
    editions = [{"locale": "fr", "book": "two", "percent": 40.0}]
    (here.site / "manifest.json").write_text(json.dumps({"editions": editions}), encoding="utf-8")
    main(["status", "fr", "-b", "two"])
    assert "+60.0" in capsys.readouterr().out
    editions[0]["text_date"] = "2026-05-03"  # a text of which the catalogs of today are no continuation
    (here.site / "manifest.json").write_text(json.dumps({"editions": editions}), encoding="utf-8")
    main(["status", "fr", "-b", "two"])
    out = capsys.readouterr().out
    assert "+60.0" not in out
    assert "2026-05-03" in out


def test_status_counts_what_the_compiler_refuses_and_what_the_checks_find(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are counted again when the catalog changes, though it is remembered in between."""
    main(["status", "fr", "--trouble", "--json"])
    before = json.loads(capsys.readouterr().out)[0]
    change(here, "one/index", BOLD, msgstrs=("Voici `un piège <javascript:alert(1)>`_",))
    for _ in range(2):
        main(["status", "fr", "--trouble", "--json"])
        after = json.loads(capsys.readouterr().out)[0]
        assert (after["blocked"], after["blocked_words"]) == (before["blocked"] + 1, before["blocked_words"] + 5)
        assert after["found"] > before["found"]


@pytest.mark.slow
def test_status_foresees_what_an_update_leaves(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The master changed: the catalogs are complete, and would not be after the update, which is not done."""
    main(["update"])
    page = here.source / "one/index.rst"
    page.write_text(page.read_text(encoding="utf-8").replace("isn't it?", "is it not so?"), encoding="utf-8")
    capsys.readouterr()
    assert main(["status", "fr", "--after-update", "--fail-under", "100", "--json"]) == 1
    row = json.loads(capsys.readouterr().out)[0]
    assert row["percent"] == 100.0
    assert (row["after_update"]["fuzzy"], row["after_update"]["percent"]) == (1, pytest.approx(90, abs=9.9))
    main(["update"])
    main(["status", "fr", "--json"])
    done = json.loads(capsys.readouterr().out.partition("\n[")[2].join(["[", ""]))[0]
    assert {key: done[key] for key in row["after_update"]} == row["after_update"]


def test_status_fails_under_the_share_asked_for(here: Project) -> None:
    assert main(["status", "--fail-under", "100"]) == 0
    change(here, "two/index", "Guide two", msgstrs=("",))
    assert main(["status", "--fail-under", "100"]) == 1
    assert main(["status", "zh_CN", "--fail-under", "100"]) == 0


def test_status_of_a_language_without_catalogs_says_what_to_do(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in here.catalogs(here.language("fr")).rglob("*.po"):
        path.unlink()
    assert main(["status", "fr"]) == 1
    assert "Run “octavo update fr”. [no-catalogs]" in capsys.readouterr().err
