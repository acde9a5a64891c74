"""``octavo build`` says where its reader finds what was made."""

from __future__ import annotations

import pytest

from octavo.cli import main
from octavo.project import Project


@pytest.mark.slow
def test_a_build_says_in_which_folder_the_editions_are(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    assert main(["build", "fr", "-f", "html"]) == 0
    assert "The editions are in build/editions/fr." in capsys.readouterr().err


def test_a_text_that_is_elsewhere_is_found_by_the_key_of_its_folder(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first hurdle of a project made by sphinx-quickstart, whose text is beside conf.py."""
    (small.root / "source").rename(small.root / "text")
    monkeypatch.chdir(small.root)
    assert main(["status"]) == 2
    assert "“source”" in capsys.readouterr().err
