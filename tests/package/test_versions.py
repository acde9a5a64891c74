"""The versions that are tested are the same everywhere, and within those that the package takes."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.conftest import ROOT

_PAIR = re.compile(r'nox\.param\("([\d.]+)", "([\d.]+)", "([\d.]*)", id="([\d.]+)"\)')
#: Python and the session of nox.
Pairs = set[tuple[str, str]]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sessions() -> list[tuple[str, ...]]:
    """Return Python, Sphinx, docutils and name of each session."""
    return _PAIR.findall(text("noxfile.py"))


def pairs() -> Pairs:
    return {(python, name) for python, _, _, name in sessions()}


def of_github() -> Pairs:
    jobs: Any = yaml.safe_load(text(".github/workflows/tests.yml"))["jobs"]
    return {(entry["python"], entry["sphinx"]) for entry in jobs["tests"]["strategy"]["matrix"]["include"]}


def of_gitlab() -> Pairs:
    job: Any = yaml.safe_load(text(".gitlab-ci.yml"))["tests"]
    return {(entry["PYTHON"], name) for entry in job["parallel"]["matrix"] for name in entry["SPHINX"]}


@pytest.mark.parametrize("found", [of_github(), of_gitlab()], ids=["github", "gitlab"])
def test_the_matrix_is_that_of_nox(found: Pairs) -> None:
    assert found == pairs()
    assert len(found) == 4


def test_each_pair_is_within_what_the_package_asks_for() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    bounds = {wanted.name: wanted.specifier for wanted in map(Requirement, project["dependencies"])}
    assert len(sessions()) == 4
    for python, sphinx, docutils, name in sessions():
        assert python in SpecifierSet(project["requires-python"])
        assert sphinx in bounds["sphinx"]
        assert sphinx.startswith(f"{name}.")
        assert not docutils or docutils in bounds["docutils"]
    assert "furo" in project["optional-dependencies"]["themes"]  # without a bound


def test_continuous_integration_runs_the_oldest_pair_and_the_newest() -> None:
    names = sorted(name for _, name in pairs())
    assert f'nox -s "tests({names[0]})"' in text("Makefile")
    assert f'nox -s "tests({names[-1]})"' in text(".ci/newest.sh")
    assert {"make test", "make oldest", "sh .ci/newest.sh"} <= {
        line.partition(" ||")[0] for line in text(".ci/run").splitlines()
    }


@pytest.mark.parametrize(
    ("user", "debootstrap", "reason"),
    [("0", "echo E: no network; exit 1", "E: no network"), ("1000", "exit 1", "Debian 13 is set up by root only")],
)
def test_where_there_is_no_debian_13_a_line_says_so_and_the_run_goes_on(
    tmp_path: Path, user: str, debootstrap: str, reason: str
) -> None:
    programs = {"id": f"echo {user}", "dpkg-query": "echo installed", "debootstrap": debootstrap, "apt-get": "exit 1"}
    for name, line in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path / "tmp")}
    run = subprocess.run(
        ["sh", ROOT / ".ci/newest.sh"], env=environment, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (0, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith("Not tested with Sphinx 9.2: ")
    assert reason in line
    assert list((tmp_path / "tmp").iterdir()) == []
