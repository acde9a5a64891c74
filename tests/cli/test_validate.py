"""``octavo validate``: success means that something was checked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.cli import main
from octavo.project import Format, Project
from octavo.publication import validation
from octavo.publication.validation import editions, programs
from tests.conftest import ROOT


@pytest.fixture
def here(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(small.root)
    monkeypatch.delenv("CI", raising=False)
    return small


def build(project: Project, locale: str, kind: Format) -> None:
    """Put an edition with an empty page in its place."""
    for edition in project.editions():
        if (edition.language.locale, edition.format) == (locale, kind):
            path = editions.plan.output_path(project, edition)
            path.mkdir(parents=True)
            page = f'<html lang="{edition.language.tag}"><title>a</title><body><h1>a</h1></body></html>'
            (path / "index.html").write_text(page, encoding="utf-8")


def test_nothing_built_is_no_success(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 2
    captured = capsys.readouterr()
    assert captured.err.count(": not checked: ") == len(validation.CHECKERS)
    assert "epubcheck: not checked: no epub edition is built. Run “octavo publish -f epub”. [not-built]" in captured.err
    assert captured.err.endswith("Nothing was checked.\n")
    assert captured.out.count("not checked") == len(validation.CHECKERS)


def test_a_checker_that_cannot_run_is_an_error_if_strict(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(here, "en", Format.HTML)
    build(here, "fr", Format.HTML)
    assert main(["validate", "agreement", "nu"]) == 0
    assert main(["validate", "agreement", "nu", "--strict"]) == 2
    captured = capsys.readouterr()
    assert f"npm install --save-dev --ignore-scripts --prefix {here.root} vnu-jar@" in captured.err
    assert main(["validate", "agreement", "--strict"]) == 0


def test_editions_that_are_not_built_are_named(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(here, "en", Format.HTML)
    assert main(["validate", "agreement"]) == 2, "one language agrees with itself"
    build(here, "fr", Format.HTML)
    capsys.readouterr()
    assert main(["validate", "agreement"]) == 0
    assert "1 edition is not built, so not checked (" in capsys.readouterr().err
    assert main(["validate", "agreement", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert len(row["not_built"]) == 1
    assert "zh" in row["not_built"][0]


def test_a_format_that_the_project_does_not_have_is_not_missing(here: Project) -> None:
    project = replace(here, formats=(Format.HTML,), languages=(here.master,))
    reports = {report.checker: report for report in validation.validate(project, ["latex", "epubcheck", "agreement"])}
    assert {report.is_missing for report in reports.values()} == {False}
    assert reports["latex"].left_out == "this project has no pdf"
    assert reports["agreement"].left_out == "this project has one language"


def test_every_checker_of_editions_says_what_it_reads() -> None:
    assert set(validation.CHECKERS) - set(validation.FORMATS) == {"axe", "opds"}, "they need the published site"


def test_the_npm_packages_are_those_of_the_tests() -> None:
    tested = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    for packages in programs.NODE_PACKAGES.values():
        assert packages.items() <= tested.items()


def test_every_npm_package_that_a_script_loads_is_named(here: Project) -> None:
    folder = Path(validation.__file__).parent / "web"
    for name in ("axe", "opds"):
        script = (folder / f"{name}.mjs").read_text(encoding="utf-8")
        named = set(re.findall(r'(?:require|resolve|from)\("((?:@[\w-]+/)?[\w.-]+)', script))
        own = {package for package in named if package in programs.install_command(here, name)}
        assert own == set(programs.NODE_PACKAGES[name])
