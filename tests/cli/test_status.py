"""``octavo status``: its views, what it says when a language is below, and what it remembers."""

from __future__ import annotations

import csv
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.cache import fingerprint
from octavo.catalogs import po
from octavo.catalogs.po import reviews
from octavo.cli import main
from octavo.project import Project
from octavo.workflow import coverage
from tests.conftest import Repository, copy_project


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(copy_project("small", tmp_path))
    (made.project.root / ".gitignore").write_text("build/\n", encoding="utf-8")
    made.commit()
    monkeypatch.chdir(made.project.root)
    monkeypatch.setenv("NO_COLOR", "1")
    return made


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["status", "--json", *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock be later, so that files which were just written have settled."""
    now = fingerprint.clock() + 10**11
    monkeypatch.setattr(fingerprint, "clock", lambda: now)


def test_what_is_below_is_named_with_its_words(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repo.french("two/index", "Guide two", msgstrs=("",))
    assert main(["status", "-b", "two", "--fail-under", "95"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith("fr two: ")
    assert said[0].endswith("% is below 95 %, 2 words left.")
    assert main(["status", "-b", "one", "--fail-under", "95"]) == 0
    assert main(["status", "zh_CN", "--fail-under", "95"]) == 0
    assert main(["status", "--pages", "-b", "two", "--fail-under", "95"]) == 1
    assert main(["status", "--fail-under", "101"]) == 2


def test_every_figure_of_the_pages_sums_up_to_that_of_the_set(
    repo: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.french("two/index", "Guide two", msgstrs=("Guide 2",), flags=("fuzzy",))
    repo.french("one/index", "Guide one", msgstrs=("",))
    repo.french("one/chapter", "Chapter", msgstrs=("Chapter",))
    pages = rows(capsys, "fr", "--pages", "--trouble")
    (whole,) = rows(capsys, "fr", "-b", "set", "--trouble")
    guides = rows(capsys, "fr", "-b", "one", "-b", "two", "--trouble")
    names = [name for name, value in whole.items() if isinstance(value, int)]
    assert {"translated", "fuzzy_words", "untranslated", "equal", "blocked", "found_words", "reviewed"} <= {*names}
    for name in names:
        assert sum(page[name] for page in pages) == whole[name], name
        inside = (page for page in pages if page["name"].startswith(("one/", "two/")))
        assert sum(page[name] for page in inside) == sum(guide[name] for guide in guides), name
    assert (whole["fuzzy"], whole["untranslated"]) == (1, 1)


def test_reviews_that_count_are_counted_with_the_day_of_the_newest(
    repo: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    french = repo.project.language("fr")
    for name, day in (("Ada", 3), ("Émile", 5)):
        reviews.record(repo.project, french, ["two/index"], name, datetime.date(2026, 5, day))
    (line,) = rows(capsys, "fr", "-b", "two")
    assert line["reviewed"] == line["messages"]
    assert line["reviewed_words"] == line["words"]
    assert line["reviewed_on"] == "2026-05-05"
    repo.french("two/index", "Guide two", msgstrs=("Guide 2",))
    (line,) = rows(capsys, "fr", "-b", "two")
    assert line["reviewed"] == int(str(line["messages"])) - 1
    main(["status", "fr", "-b", "two"])
    assert "reviewed" in capsys.readouterr().out
    (line,) = rows(capsys, "fr", "-b", "one")
    assert (line["reviewed"], line["reviewed_on"]) == (0, None)


def test_every_message_is_shown_with_what_is_known_of_it(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.commit()
    repo.french("one/chapter", "Chapter", msgstrs=("Chapter",))
    repo.french("one/index", "Guide one", msgstrs=("Un `piège <javascript:alert(1)>`_",))
    found = rows(capsys, "fr", "--messages", "--trouble")
    by_text = {(row["page"], row["msgid"]): row for row in found}
    waiting = by_text["two/index", "Guide two"]
    assert (waiting["state"], waiting["words"], waiting["since"]) == ("untranslated", 2, "2020-09-14")
    assert by_text["one/chapter", "Chapter"]["equal"] is True
    refused = by_text["one/index", "Guide one"]
    assert refused["blocked"] is True
    path, _, line = str(refused["place"]).rpartition(":")
    text = (repo.project.root / path).read_text(encoding="utf-8").splitlines()
    assert text[int(line) - 1].startswith("msgstr")
    (whole,) = rows(capsys, "fr", "-b", "set", "--trouble")
    assert len(found) == whole["messages"]
    assert sum(int(str(row["words"])) for row in found) == whole["words"]
    assert sum(row["blocked"] is True for row in found) == whole["blocked"] == 1
    assert sum(bool(row["findings"]) for row in found) == whole["found"]
    assert {row["page"] for row in rows(capsys, "--messages", "-b", "two")} == {"two/index"}
    assert main(["status", "fr", "--messages"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"{waiting['place']}  untranslated, 2 words, since 2020-09-14" in lines


def test_the_history_is_shown_day_by_day(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.commit()
    found = rows(capsys, "--history", "fr", "-b", "two")
    assert [(row["date"], row["percent"] == 100.0) for row in found] == [("2020-09-13", True), ("2020-09-14", False)]
    assert {row["name"] for row in rows(capsys, "--history")} == {"set", "one", "two"}
    assert main(["status", "--history", "--csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 2 * 2 * 3
    assert main(["status", "--history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["date", "zh_CN", "fr"]
    assert lines[1].split() == ["2020-09-13", "100.0", "%", "100.0", "%"]


@pytest.mark.slow
def test_what_an_update_would_leave_is_shown_until_something_changes(
    repo: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = repo.project.source / "one/index.rst"
    main(["update"])
    later(monkeypatch)
    page.write_text(page.read_text(encoding="utf-8").replace("isn't it?", "is it not so?"), encoding="utf-8")
    capsys.readouterr()
    assert "after_update" not in rows(capsys, "fr")[0]
    asked = rows(capsys, "fr", "--after-update")
    assert rows(capsys, "fr") == asked
    main(["status", "fr"])
    assert "updated" in capsys.readouterr().out
    # It is shown, but does not decide unless it is asked for.
    assert main(["status", "fr", "--fail-under", "100"]) == 0
    assert main(["status", "fr", "--fail-under", "100", "--after-update"]) == 1
    page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    capsys.readouterr()
    assert "after_update" not in rows(capsys, "fr")[0]


def test_a_catalog_as_it_was_committed_is_not_counted_twice(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was counted in the file stands for the same content in git."""
    from octavo.workflow.coverage import history

    later(monkeypatch)
    for language in repo.project.translations:
        coverage.of_language(repo.project, language)
    monkeypatch.setattr(history, "_counted", lambda data: pytest.fail("counted again"))
    assert len(coverage.load_history(repo.project).versions) == 12


def test_days_are_remembered_until_another_commit(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    project = repo.project
    french = project.language("fr")
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.commit()
    first = coverage.report(project, [french])
    with monkeypatch.context() as patch:
        patch.setattr(
            "octavo.workflow.coverage.history.load_history", lambda project: pytest.fail("git was asked again")
        )
        assert coverage.report(project, [french]) == first
    assert str(first[0].oldest) == "2020-09-14"
    path = project.catalogs(french) / "two/index.po"
    content = po.read(path)
    po.write(replace(content, messages=content.messages[:1]))
    repo.commit()
    assert coverage.report(project, [french])[0].oldest is None


def test_characters_are_those_that_are_letters_or_digits(small: Project) -> None:
    content = po.Catalog(Path("zh.po"), (po.Message("a", ("在线 学习，a_1 ²！",)),))
    cover = coverage.of_catalog(content)
    assert cover.characters == sum(map(str.isalnum, "在线 学习，a_1 ²！")) == 7
