"""The small projects are built whole with whichever Sphinx is installed; continuous integration runs this with each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from octavo.project import Project, load
from tests.conftest import PROJECTS

pytestmark = pytest.mark.slow


def octavo(project: Path, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "octavo", *arguments], cwd=project, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def warnings(project: Project) -> list[str]:
    logs = sorted((project.build / "logs").glob("*.log"))
    assert logs
    return [line for log in logs for line in log.read_text(encoding="utf-8").splitlines() if "WARNING" in line]


def test_a_project_in_three_languages_is_built_as_html_and_epub(small: Project) -> None:
    octavo(small.root, "build", "-f", "html", "-f", "epub")
    editions = small.build / "editions"
    page = (editions / "fr/html/one/chapter.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in page
    assert "Regardez" in page
    with ZipFile(editions / "zh_CN/one.epub") as book:
        chapter = next(name for name in book.namelist() if name.endswith("chapter.xhtml"))
        assert "请看" in book.read(chapter).decode()
    assert warnings(small) == []


def test_a_plain_project_is_taken_over_and_built(tmp_path: Path) -> None:
    folder = shutil.copytree(PROJECTS / "plain", tmp_path / "plain")
    octavo(folder, "init")
    octavo(folder, "build", "-f", "html")
    project = load(folder)
    assert (project.build / "editions/fr/html/index.html").is_file()
    assert warnings(project) == []
