"""Tiny whole projects for the tests that need one; each test gets its own copy."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from octavo.catalogs import po
from octavo.catalogs.extract import sphinx_compat
from octavo.project import Language, Project, load
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage

# A shell without job control (nohup, a background job) starts its programs with SIGINT ignored, and so would the tests
# start theirs. With a handler here they get the default again (signal(7), execve(2)).
signal.signal(signal.SIGINT, signal.default_int_handler)
# The tests of a process keep much and leave little garbage: with Python's threshold of 700 objects, looking for garbage
# takes a tenth of their time.
gc.set_threshold(100_000, 20, 20)
# No test depends on the speed of the machine, and the same code passes or fails the same way each time. By hand,
# HYPOTHESIS_PROFILE=search looks for new examples.
settings.register_profile("octavo", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
# What "make quick" uses.
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=10)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "octavo")
settings.load_profile(PROFILE)

PROJECTS = Path(__file__).parent / "projects"
#: The repository itself: the publication that the slow tests build and read.
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def projects_folder() -> Path:
    return PROJECTS


@pytest.fixture(autouse=True)
def _no_earlier_run() -> None:
    """Let no test find what a run of Sphinx in another test left in this process."""
    if "sphinx.config" in sys.modules:
        sphinx_compat.forget_earlier_run()


@pytest.fixture(autouse=True)
def _no_dictionary(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start hunspell for tests of spelling and slow tests only: it takes longer than most quick tests."""
    spelling = sys.modules.get("octavo.compiler.checks.rules.spelling")
    if spelling and "spelling" not in request.node.name and "slow" not in request.keywords:
        monkeypatch.setattr(spelling, "unknown", lambda words: frozenset())


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project of two guides in English, Chinese and French, in a folder of its own."""
    return copy_project("small", tmp_path)


@pytest.fixture
def lagging(small: Project) -> Project:
    """The small project, whose second guide is not translated into French at all."""
    path = small.catalogs(small.language("fr")) / "two/index.po"
    content = po.read(path)
    messages = tuple(m if m.is_header else m.edited(msgstrs=("",)) for m in content.messages)
    po.write(replace(content, messages=messages))
    return small


def of_books(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage of every book of *language* by its slug, in the readers' order."""
    by_domain = coverage.of_language(project, language)
    return {book.slug: coverage.of_book(book, by_domain) for book in project.books}


def examples(number: int, **more: Any) -> settings:
    """Return the settings of a test of *number* examples, of which "make quick" runs a tenth."""
    return settings(max_examples=number // 10 if PROFILE == "quick" else number, deadline=None, **more)


def copy_project(name: str, folder: Path) -> Project:
    target = folder / name
    shutil.copytree(PROJECTS / name, target, ignore=shutil.ignore_patterns("build"))
    return load(target)


@pytest.fixture(scope="session")
def publication() -> Path:
    """The whole publication of this repository, made (or found up to date) once for all slow tests; its site."""
    project = load(ROOT)
    result = subprocess.run(
        [sys.executable, "-m", "octavo", "publish"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return project.site


DAY = 86400
START = 1_600_000_000


class Repository:
    """A project under git whose commits are days apart."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.day = 0
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        moment = f"@{START + self.day * DAY} +0000"
        who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER")
               for part, value in (("NAME", "Ada Été"), ("EMAIL", "ada@example.org"), ("DATE", moment))}  # fmt: skip
        return subprocess.run(
            ["git", "-c", "commit.gpgsign=false", *arguments], cwd=self.project.root, env=os.environ | who, check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"day {self.day}")
        self.day += 1

    def french(self, domain: str, msgid: str, **parts: object) -> None:
        path = self.project.catalogs(self.project.language("fr")) / f"{domain}.po"
        content = po.read(path)
        assert any(message.msgid == msgid for message in content)
        messages = tuple(m.edited(**parts) if m.msgid == msgid else m for m in content.messages)
        po.write(replace(content, messages=messages))
