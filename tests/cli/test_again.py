"""Built again without a change, a publication says in no time what it would say after looking at everything."""

import re
import shutil
from pathlib import Path

import pytest

from octavo.cache import command_cache, fingerprint
from octavo.cli import main

PROJECT = Path(__file__).parent.parent / "projects" / "small"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small project, edited long ago by the clock of the tests."""
    shutil.copytree(PROJECT, tmp_path / "small", ignore=shutil.ignore_patterns("build"))
    now = fingerprint.clock() + 10**11
    monkeypatch.setattr(fingerprint, "clock", lambda: now)
    monkeypatch.chdir(tmp_path / "small")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delenv("CI", raising=False)
    return tmp_path / "small"


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_what_is_remembered_is_what_a_look_at_everything_says(
    root: Path, capfd: pytest.CaptureFixture[str], more: list[str]
) -> None:
    call = ["publish", "-f", "html", *more]
    assert main(call) == 0
    capfd.readouterr()
    assert command_cache.lookup(call, root) is not None
    assert main(call) == 0
    remembered = capfd.readouterr()
    (root / "build" / command_cache.FILE).unlink()
    assert main(call) == 0
    looked = capfd.readouterr()
    assert remembered.out == looked.out
    # Rich may break its lines elsewhere.
    assert re.sub(r"\s+", " ", remembered.err) == re.sub(r"\s+", " ", looked.err)
    assert "unchanged" in remembered.err


@pytest.mark.slow
def test_a_changed_catalog_is_built(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call = ["build", "fr", "-f", "html"]
    assert main(call) == 0
    catalog = root / "locales" / "fr" / "LC_MESSAGES" / "one" / "chapter.po"
    catalog.write_text(catalog.read_text("utf-8").replace("Asseyez-vous.", "Assieds-toi."), "utf-8")
    assert main(call) == 0
    assert "fr-html: " in capfd.readouterr().err
    page = root / "build" / "editions" / "fr" / "html" / "one" / "chapter.html"
    assert "Assieds-toi." in page.read_text("utf-8")
