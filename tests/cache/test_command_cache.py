"""An answer is given again only while nothing that it came from has changed."""

import os
import subprocess
from pathlib import Path

import pytest

from octavo.cache import command_cache
from octavo.cache.command_cache import CachedResult, Sources
from octavo.cache.fingerprint import InputState

QUESTION = ("build", "-f", "html")
ANSWER = CachedResult("out\n", "err\n", 0)
LONG_AGO = 1_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that was built: the answer to the question is known."""
    files = {"pyproject.toml": "[tool.octavo]\n", "source/index.rst": "Text\n", "source/a/b.rst": "More\n"}
    for name, text in {**files, "build/editions/fr/html/index.html": "page"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (LONG_AGO, LONG_AGO))
    (tmp_path / "build" / "site").symlink_to("publications/one")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=tmp_path, check=True)
    commit(tmp_path, "first")
    remember(tmp_path)
    return tmp_path


def commit(root: Path, message: str) -> None:
    who = ("-c", "user.name=N", "-c", "user.email=n@example.org")
    subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", message], cwd=root, check=True)


def sources(root: Path) -> Sources:
    inputs = (root / "pyproject.toml", root / "conf.py", root / "source")
    outputs = (root / "build" / "editions", root / "build" / "site")
    return Sources(str(root), tuple(map(str, inputs)), tuple(map(str, outputs)))


def settled(found: Sources) -> InputState:
    """Return the state of the inputs as it is after a while."""
    return command_cache.fingerprint(found)._replace(is_settled=True)


def remember(root: Path) -> None:
    found = sources(root)
    before = settled(found)
    command_cache.store(QUESTION, ANSWER, found, before, root / "build" / command_cache.FILE)


def test_the_same_question_has_the_same_answer_in_any_folder_of_the_project(root: Path) -> None:
    assert command_cache.lookup(QUESTION, root) == command_cache.lookup(QUESTION, root / "source" / "a") == ANSWER


def test_a_folder_that_cannot_be_written_costs_only_the_answer(root: Path) -> None:
    """``octavo check`` reads a project of somebody else."""
    found = sources(root)
    command_cache.store(QUESTION, ANSWER, found, settled(found), root / "pyproject.toml" / command_cache.FILE)


def test_another_question_has_none(root: Path) -> None:
    assert command_cache.lookup((*QUESTION, "--json"), root) is None


def test_several_answers_are_kept(root: Path) -> None:
    other = CachedResult("other", "", 0)
    found = sources(root)
    command_cache.store(("publish",), other, found, settled(found), root / "build" / command_cache.FILE)
    assert (command_cache.lookup(("publish",), root), command_cache.lookup(QUESTION, root)) == (other, ANSWER)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "source" / "index.rst").write_text("Else\n"),  # of the same size
        lambda root: (root / "source" / "a" / "new.rst").write_text("New\n"),
        lambda root: (root / "source" / "a" / "b.rst").unlink(),
        lambda root: (root / "source" / "a").rename(root / "source" / "c"),
        lambda root: (root / "conf.py").write_text("language = 'en'\n"),
        lambda root: (root / "pyproject.toml").write_text("[tool.octavo]\n\n"),
        lambda root: (root / "build" / "editions" / "fr" / "html" / "index.html").unlink(),
        lambda root: ((root / "build" / "site").unlink(), (root / "build" / "site").symlink_to("publications/two")),
        lambda root: commit(root, "second"),
        lambda root: os.environ.__setitem__("SOURCE_DATE_EPOCH", "1"),
        lambda root: (root / "build" / command_cache.FILE).write_text("{]"),
    ],
)  # fmt: skip
def test_no_answer_outlives_a_change(root: Path, change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", os.environ.get("SOURCE_DATE_EPOCH", ""))
    remember(root)
    assert command_cache.lookup(QUESTION, root) == ANSWER
    change(root)
    assert command_cache.lookup(QUESTION, root) is None


def test_what_was_edited_while_the_command_ran_is_not_taken_for_done(root: Path) -> None:
    found = sources(root)
    before = settled(found)
    (root / "source" / "index.rst").write_text("Edited meanwhile\n")
    command_cache.store(("publish",), ANSWER, found, before, root / "build" / command_cache.FILE)
    assert command_cache.lookup(("publish",), root) is None


def test_what_was_edited_a_moment_before_is_looked_at_again(root: Path) -> None:
    (root / "source" / "index.rst").write_text("Just now\n")
    found = sources(root)
    command_cache.store(
        ("publish",), ANSWER, found, command_cache.fingerprint(found), root / "build" / command_cache.FILE
    )
    assert command_cache.lookup(("publish",), root) is None


def test_a_change_of_the_file_behind_a_link_is_seen(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shared = tmp_path_factory.mktemp("shared") / "conf.py"
    shared.write_text("first")
    (root / "conf.py").symlink_to(shared)
    remember(root)
    assert command_cache.lookup(QUESTION, root) == ANSWER
    shared.write_text("other, and longer")
    assert command_cache.lookup(QUESTION, root) is None


def test_outside_of_projects_there_is_no_answer(tmp_path: Path) -> None:
    assert command_cache.lookup(QUESTION, tmp_path) is None


def test_an_answer_before_anything_was_made_is_kept(root: Path, tmp_path: Path) -> None:
    """A command that had nothing to make leaves no folder for what is made."""
    file = tmp_path / "nothing" / "made" / command_cache.FILE
    command_cache.store(QUESTION, ANSWER, sources(root), settled(sources(root)), file)
    assert file.is_file()
