"""History and freshness: what git alone knows of a translation's way."""

from __future__ import annotations

import datetime
import os
import subprocess
import time
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.cli import main
from octavo.project import Project, git
from octavo.project.dates import date_of
from octavo.workflow import coverage
from octavo.workflow.coverage import LineScope, history
from octavo.workflow.coverage.freshness import since
from tests.conftest import DAY, START, Repository, copy_project, of_books


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Repository(copy_project("small", tmp_path))
    made.commit()
    return made


def open_since(project: Project) -> dict[str, str]:
    past = coverage.load_history(project)
    found = coverage.todo(project, project.language("fr"))
    return {item.message.msgid: str(since(project, item.path, item.message, past)) for item in found}


def french(project: Project) -> list[float]:
    found = coverage.history_points(project, coverage.load_history(project))
    return [snapshot.covers["fr", "set"].shown for snapshot in found]


def test_the_history_has_the_coverage_after_every_commit(repo: Repository) -> None:
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.commit()
    (repo.project.root / "README").write_text("no text of the books", encoding="utf-8")
    repo.commit()
    repo.french("two/index", "Guide two", msgstrs=("Second guide",))
    repo.commit()
    whole = french(repo.project)
    assert whole == [100.0, whole[1], 100.0]
    now = of_books(repo.project, repo.project.language("fr"))["set"]
    found = coverage.history_points(repo.project, coverage.load_history(repo.project))
    assert found[-1].covers["fr", "set"] == now
    assert [snapshot.time for snapshot in found] == [START, START + DAY, START + 3 * DAY]


def test_the_history_is_the_same_when_it_is_remembered(repo: Repository) -> None:
    before = coverage.load_history(repo.project)
    assert (repo.project.build / "coverage/history.json").is_file()
    assert coverage.load_history(repo.project) == before


def test_a_page_counts_while_the_master_has_it(repo: Repository) -> None:
    """Its words are left where a language has no catalog of it, and are gone with the page."""
    chapter = repo.project.catalogs(repo.project.language("fr")) / "one/chapter.po"
    chapter.unlink()
    repo.commit()
    (repo.project.source / "one/chapter.rst").unlink()
    repo.commit()
    found = coverage.history_points(repo.project, coverage.load_history(repo.project))
    words = [snapshot.covers["fr", "one"].words for snapshot in found]
    left = [snapshot.covers["fr", "one"].words_left for snapshot in found]
    assert words[0] == words[1] > words[2]
    assert left[0] == left[2] == 0 < left[1]
    assert found[1].covers["zh_CN", "one"].words_left == 0


def test_a_catalog_that_was_broken_at_a_commit_counts_as_before(repo: Repository) -> None:
    path = repo.project.catalogs(repo.project.language("fr")) / "two/index.po"
    whole = path.read_text(encoding="utf-8")
    path.write_text("<<<<<<< HEAD\n" + whole, encoding="utf-8")
    repo.commit()
    path.write_text(whole, encoding="utf-8")
    repo.commit()
    assert french(repo.project) == [100.0, 100.0, 100.0]


def test_a_merged_branch_counts_on_the_day_of_the_merge(repo: Repository) -> None:
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.commit()
    repo.git("switch", "-q", "-c", "work")
    repo.french("two/index", "Guide two", msgstrs=("Second guide",))
    repo.commit()
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "work")
    found = coverage.history_points(repo.project, coverage.load_history(repo.project))
    assert [s.covers["fr", "set"].shown == 100.0 for s in found] == [True, False, True]
    assert found[-1].time == START + 3 * DAY


def test_without_git_there_is_no_history(small: Project) -> None:
    assert coverage.history_points(small, coverage.load_history(small)) == []


def test_what_waits_is_told_with_the_day_since_when(repo: Repository) -> None:
    """The day is that of the commit that brought the text, not of later edits of the same catalog."""
    french_ = repo.project.language("fr")
    repo.french("two/index", "Guide two", msgstrs=("Guide 2",), flags=("fuzzy",), previous=(None, "Guide 2", None))
    repo.commit()
    repo.french("one/index", "Guide one", msgstrs=("",))
    repo.commit()
    repo.french("two/index", "Guide two", comments=("later",))
    repo.commit()
    repo.french("one/chapter", "Chapter", msgstrs=("",))
    assert open_since(repo.project) == {"Guide two": "2020-09-14", "Guide one": "2020-09-15", "Chapter": "None"}
    lines = coverage.report(repo.project, [french_], LineScope.BOOK)
    assert {line.name: (str(line.oldest), line.changed) for line in lines} == {
        "set": ("2020-09-14", 1), "one": ("2020-09-15", 0), "two": ("2020-09-14", 1),
    }  # fmt: skip


def test_a_text_that_was_translated_in_between_waits_since_it_is_open_again(repo: Repository) -> None:
    for text in ("", "Second guide", ""):
        repo.french("two/index", "Guide two", msgstrs=(text,))
        repo.commit()
    assert list(open_since(repo.project).values()) == ["2020-09-16"]


def test_the_same_bytes_of_a_catalog_are_counted_once(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    coverage.load_history(repo.project)
    monkeypatch.setattr(history, "_counted", lambda data: pytest.fail("counted again"))
    coverage.load_history(repo.project)


def test_files_of_a_commit_are_exported_as_they_were(repo: Repository, tmp_path: Path) -> None:
    first = git.head(repo.project.root)
    page = repo.project.source / "two/index.rst"
    before = page.read_bytes()
    page.write_text("New\n===\n", encoding="utf-8")
    repo.commit()
    target = tmp_path / "then"
    git.export(repo.project.root, first, ["source", "locales", "not/there"], target)
    assert (target / "source/two/index.rst").read_bytes() == before
    assert (target / "locales/fr/LC_MESSAGES/two/index.po").is_file()


def test_paths_with_other_letters_and_a_project_below_its_repository_are_read(tmp_path: Path) -> None:
    project = copy_project("small", tmp_path / "books")
    (project.source / "été.rst").write_text("Été\n===\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    outer = Repository(project)
    outer.commit()
    git.export(project.root, "HEAD", ["."], tmp_path / "then")
    assert (tmp_path / "then/source/été.rst").is_file()
    changes = [change.path for commit in git.commits(project.root, ["source"]) for change in commit.changes]
    assert "source/été.rst" in changes
    assert all(path.startswith("source/") for path in changes)


def test_what_did_not_change_is_not_read_again(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of a change decides, even when the size and the text's date stay the same."""
    language = small.language("fr")
    old = time.time() - 100
    for path in small.catalogs(language).rglob("*.po"):
        os.utime(path, (old, old))
    now = time.time_ns()
    monkeypatch.setattr("octavo.cache.fingerprint.clock", lambda: now + 10**11)
    first = coverage.of_language(small, language)
    reads: list[Path] = []
    read = po.data_of
    monkeypatch.setattr(po, "data_of", lambda path: reads.append(path) or read(path))
    assert coverage.of_language(small, language) == first
    assert reads == []
    path = small.catalogs(language) / "two/index.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr "Second guide"', 'msgstr ""           '), encoding="utf-8")
    os.utime(path, (old, old))
    assert coverage.of_language(small, language)["two/index"].untranslated == 1
    assert reads == [path]


def test_what_changed_just_now_is_not_remembered(small: Project) -> None:
    """Two saves within one tick of a clock look alike."""
    language = small.language("fr")
    # On a slow machine "just now" would be over before the count.
    for path in (*small.locales.rglob("*.po"), *small.templates.rglob("*.pot")):
        os.utime(path, (time.time() + 60,) * 2)
    coverage.of_language(small, language)
    assert not (small.build / "coverage/fr.json").exists()


def test_a_damaged_memory_is_counted_anew(small: Project) -> None:
    language = small.language("fr")
    first = coverage.of_language(small, language)
    store = small.build / "coverage/fr.json"
    store.parent.mkdir(parents=True, exist_ok=True)
    for text in ("", "[]", "{", '{"rules": 1}'):
        store.write_text(text, encoding="utf-8")
        assert coverage.of_language(small, language) == first


@pytest.mark.parametrize("moment", [253402300801, 9999999999999999, 4102600000, 100_000, 200_000])
def test_a_commit_of_an_impossible_time_is_one_of_the_nearest_day(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], moment: int
) -> None:
    """Anybody can choose the time of a commit: of the year 10000, of none, or before ZIP can store a time."""
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.day = (moment - START) // DAY
    repo.commit()
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(repo.project.root)
    nearest = datetime.date(2099 if moment > START else 1980, *((12, 31) if moment > START else (1, 1)))
    assert date_of(repo.project) == nearest
    for call in ("status --history", "status --messages", "status --history --json", "todo fr", "rollback --list"):
        assert main(call.split()) == 0, call
    assert nearest.isoformat() in capsys.readouterr().out
    assert git.commits(repo.project.root, ["locales"])[-1].time in (git.EARLIEST, git.LATEST)
    assert max(time for _, time in git.authors(repo.project.root, "locales")) <= git.LATEST
