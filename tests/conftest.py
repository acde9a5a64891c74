"""Tiny whole projects for the tests that need one; each test gets its own copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.project import Project, load

PROJECTS = Path(__file__).parent / "projects"
#: The repository itself: the publication that the slow tests build and read.
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def projects_folder() -> Path:
    return PROJECTS


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project of two guides in English, Chinese and French, in a folder of its own."""
    return copy_project("small", tmp_path)


def copy_project(name: str, folder: Path) -> Project:
    target = folder / name
    shutil.copytree(PROJECTS / name, target)
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
