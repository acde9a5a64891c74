"""Completion, as a shell asks for it: by the environment, in the folder of a project."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from octavo.cli import main
from octavo.project import Project

#: Each test starts a shell and a Python.
pytestmark = pytest.mark.slow


def completed(project: Project, words: str, *, shell: str = "bash") -> list[str]:
    """Return what the shell is offered for the last of *words*, in the folder of *project*."""
    parts = words.split(" ")
    asked = {
        "_OCTAVO_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(parts) - 1),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "octavo"], cwd=project.root, env=os.environ | asked, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("octavo pu", ["publish"]),
        ("octavo todo ", ["zh_CN", "fr"]),
        ("octavo build f", ["fr"]),
        ("octavo build --book ", ["set", "one", "two"]),
        ("octavo proof fr one", ["one", "one/chapter", "one/index"]),
        ("octavo build -f ep", ["epub"]),
        ("octavo completion z", ["zsh"]),
    ],
)
def test_a_shell_is_offered_what_the_project_has(small: Project, words: str, offered: list[str]) -> None:
    assert sorted(completed(small, words)) == sorted(offered)


def test_outside_of_a_project_nothing_is_offered_and_nothing_is_said(small: Project) -> None:
    (small.root / "pyproject.toml").unlink()
    assert completed(small, "octavo todo ") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert f"_OCTAVO_COMPLETE={shell}_complete" in capsys.readouterr().out
