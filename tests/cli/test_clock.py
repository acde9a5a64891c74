"""A clock that goes back, times in the future and time zones: every command sees what changed and says the same."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from octavo.cli import main
from octavo.project import Project

#: Seconds since 1970: a clock that was never set, one before the catalogs were written, and one far in the future.
TIMES = (0, 946_684_800, 4_102_444_800)
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "No/Where", ":/etc/passwd", "")


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.chdir(small.root)
    yield small
    monkeypatch.undo()
    time.tzset()


def date(project: Project, seconds: int) -> None:
    """Give every file of *project* the time *seconds*, as an archive or another clock does."""
    for path in project.root.rglob("*"):
        if path.is_file():
            os.utime(path, (seconds, seconds))


def commit(project: Project, when: str) -> None:
    environment = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    for name in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{name}_NAME": "Ada", f"GIT_{name}_EMAIL": "ada@example.org"}
    for arguments in (["add", "-A"], ["commit", "-q", "-m", "x", "--allow-empty"]):
        subprocess.run(["git", *arguments], cwd=project.root, env=environment, check=True)


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    capfd.readouterr()
    assert main(list(arguments)) in (0, 1), capfd.readouterr().err
    return capfd.readouterr().out


@pytest.mark.parametrize("seconds", TIMES)
def test_a_change_is_seen_whatever_the_clock_says(
    here: Project, capfd: pytest.CaptureFixture[str], seconds: int
) -> None:
    catalog = here.catalogs(here.language("fr")) / "one/chapter.po"
    compiled = here.compiled_catalogs(here.language("fr")) / "one/chapter.mo"
    said(capfd, "compile", "fr")
    before = said(capfd, "status", "fr", "--json")
    catalog.write_text(catalog.read_text("utf-8").replace("Commencez.", "Allez-y."), "utf-8")
    date(here, seconds)
    said(capfd, "compile", "fr")
    assert b"Allez-y." in compiled.read_bytes()
    catalog.write_text(catalog.read_text("utf-8").replace("Allez-y.", ""), "utf-8")
    date(here, seconds)
    said(capfd, "compile", "fr")
    assert b"Allez-y." not in compiled.read_bytes()
    assert said(capfd, "status", "fr", "--json") != before


@pytest.mark.slow
@pytest.mark.parametrize("seconds", TIMES)
def test_a_text_that_was_edited_is_extracted_whatever_the_clock_says(
    here: Project, capfd: pytest.CaptureFixture[str], seconds: int
) -> None:
    said(capfd, "update", "fr")
    page = here.source / "one/chapter.rst"
    page.write_text(page.read_text("utf-8") + "\nOne text more.\n", "utf-8")
    date(here, seconds)
    said(capfd, "update", "fr")
    assert "One text more." in (here.catalogs(here.language("fr")) / "one/chapter.po").read_text("utf-8")


@pytest.mark.parametrize("when", ["1990-01-02T00:00:00Z", "2099-12-31T23:59:59+14:00"])
def test_the_history_takes_commits_in_any_order_of_time(
    here: Project, capfd: pytest.CaptureFixture[str], when: str
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=here.root, check=True)
    for moment in (when, "2026-01-01T12:00:00Z", when):
        page = here.source / "one/chapter.rst"
        page.write_text(page.read_text("utf-8") + f"\nAnother text of {moment}.\n", "utf-8")
        commit(here, moment)
        assert "fr" in said(capfd, "status")
    assert when[:4] in said(capfd, "status", "--history")


@pytest.mark.parametrize("call", [["status", "--json"], ["status", "--history"], ["todo", "fr"], ["check", "fr"]])
def test_every_time_zone_gets_the_same_answer(
    here: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], call: list[str]
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=here.root, check=True)
    commit(here, "2026-03-01T23:30:00+01:00")
    answers = set()
    for zone in ZONES:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        answers.add(said(capfd, *call))
    assert len(answers) == 1


def test_a_review_has_the_date_of_its_day_in_any_time_zone(
    here: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for zone in ZONES:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        said(capfd, "review", "fr", "two/index", "--by", "Ada")
    text = Path(here.catalogs(here.language("fr")) / "two/index.po").read_text("utf-8")
    assert "# octavo: reviewed" in text
    assert "review-malformed" not in said(capfd, "check", "fr")
