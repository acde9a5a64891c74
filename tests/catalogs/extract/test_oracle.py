"""Sphinx's own gettext builder beside ours: whatever it extracts, ``octavo update`` extracts too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract import pot
from octavo.project import load
from octavo.workflow import init
from tests.workflow.init import tiny

HERE = Path(__file__).parent / "everything"
Messages = set[tuple[str, str | None, str]]


def messages(folder: Path) -> Messages:
    """Return every message below *folder* with its domain, context and text."""
    return {
        (path.relative_to(folder).with_suffix("").as_posix(), message.msgctxt, message.msgid)
        for path in folder.rglob("*.pot")
        for message in po.read(path)
    }


def of_sphinx(source: Path, output: Path) -> Messages:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", str(source), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return messages(output)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Messages, Messages]:
    """What Sphinx and what Octavo extract from the project that uses everything."""
    root = tmp_path_factory.mktemp("oracle")
    shutil.copytree(HERE, root / "docs")
    expected = of_sphinx(root / "docs", root / "plain")
    init.apply_init(init.plan_init(root))
    # A process of its own: Sphinx keeps the words of a language that another test built.
    tiny.run(root, "octavo", "update")
    return expected, messages(load(root).templates)


@pytest.mark.slow
def test_whatever_sphinx_extracts_is_extracted(both: tuple[Messages, Messages]) -> None:
    expected, found = both
    assert len(expected) > 250
    # The class "notranslate" is Octavo's own way to leave a text to itself.
    assert expected - found == {("blocks", None, "Left as it is by its class.")}


@pytest.mark.slow
def test_the_rest_is_octavos_own(both: tuple[Messages, Messages]) -> None:
    expected, found = both
    figures = {(page, None, text) for page in ("blocks", "myst", "with_design") for text in ("Plan", "Way out")}
    substitutions = {(page, None, "the **makers**") for page in ("blocks", "inline")}
    own = {message for message in found - expected if message[0] != pot.PUBLICATION}
    assert own <= figures | substitutions
    assert own >= substitutions | {message for message in figures if message[0] != "with_design"}
