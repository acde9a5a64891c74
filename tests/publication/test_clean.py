"""``octavo clean`` removes what Octavo made, and nothing else."""

from __future__ import annotations

import ast
import fcntl
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import octavo
from octavo.cli import main
from octavo.project import Project
from octavo.publication import clean


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(small.root)
    small.build.mkdir()
    return small


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_files_of_others_stay_and_are_named(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("editions", "html", "publications"):
        (here.build / name).mkdir()
    (here.build / "notes.txt").touch()
    (here.build / ".12345678.octavo-tmp").touch()
    assert main(["clean", "--all"]) == 0
    assert names(here.build) == {"html", "notes.txt", ".lock"}
    said = capsys.readouterr().err
    assert "not removed: html (Octavo did not make it)" in said
    assert "not removed: notes.txt" in said


def test_no_link_is_followed(here: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    for name in ("editions", "preview", "logs"):
        (here.build / name).symlink_to(outside)
    (here.build / "figures").mkdir()
    (here.build / "figures" / "link").symlink_to(outside)
    assert main(["clean"]) == 0
    assert names(outside) == {"kept"}
    assert names(here.build) == {"preview", ".lock"}


def test_a_preview_that_runs_keeps_its_files(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    for locale in ("fr", "zh_CN"):
        (here.build / "preview" / locale).mkdir(parents=True)
    with (here.build / "preview/fr/.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert main(["clean"]) == 0
    assert names(here.build / "preview") == {"fr"}
    assert "not removed: preview/fr (a preview of it runs)" in capsys.readouterr().err
    assert main(["clean"]) == 0
    assert names(here.build) == {".lock"}


@pytest.mark.parametrize("build", [".", "source", "locales"])
def test_a_build_folder_that_holds_other_things_is_refused(
    here: Project, capsys: pytest.CaptureFixture[str], build: str
) -> None:
    """It deleted the whole project, with its history."""
    file = here.root / "pyproject.toml"
    text = file.read_text(encoding="utf-8").replace("[tool.octavo]", f'[tool.octavo]\nbuild = "{build}"', 1)
    file.write_text(text, encoding="utf-8")
    shutil.rmtree(here.build)
    before = {path for path in here.root.rglob("*") if "__pycache__" not in path.parts}
    assert main(["clean", "--all"]) == 2
    assert {path for path in here.root.rglob("*") if "__pycache__" not in path.parts} == before
    assert "[config-value]" in capsys.readouterr().err


def written_names() -> Iterator[str]:
    """Yield the names that the code joins to the build folder: ``project.build / NAME``."""
    package = Path(octavo.__file__).parent
    for path in package.rglob("*.py"):
        module = ".".join((package.name, *path.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if ".build / " in text else ():
            if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Attribute) and node.left.attr == "build":
                if isinstance(node.right, ast.Constant):
                    yield str(node.right.value)
                elif isinstance(node.right, ast.Name) and node.right.id.isupper():
                    yield str(getattr(import_module(module), node.right.id))


def test_every_name_in_the_build_folder_is_one_that_clean_knows() -> None:
    names = set(written_names())
    assert {"assets", "charts", "versions"} <= names
    assert names - {*clean.MADE, *clean.PUBLISHED, clean.PREVIEW} == set()


@pytest.mark.slow
def test_all_that_the_commands_make_is_removed(here: Project) -> None:
    for command in (
        ["update"], ["build", "fr", "-f", "html", "-f", "epub"], ["publish", "-f", "html"], ["status"],
        ["export", "fr", "-f", "csv"], ["proof", "fr", "-f", "html"],
    ):  # fmt: skip
        assert main(command) in (0, 1), command
    assert main(["clean"]) == 0
    assert names(here.build) == {"site", "publications", ".lock"}
    assert main(["clean", "--all"]) == 0
    assert names(here.build) == {".lock"}
