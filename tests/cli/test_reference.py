"""The man page and the page of commands say what ``--help`` says."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from docs.generate import commands as reference
from tests.conftest import ROOT

REMEDY = "the help of a command changed: run “make reference”"


def test_the_page_of_commands_is_the_help() -> None:
    assert (ROOT / reference.COMMANDS).read_text(encoding="utf-8") == reference.commands(), REMEDY


def test_the_man_page_is_made_from_the_help() -> None:
    text = (ROOT / reference.MANUAL).read_text(encoding="utf-8")
    assert text == reference.manual(reference.day_of(text)), REMEDY


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_mandoc_finds_nothing_in_the_man_page() -> None:
    # Below warnings is style: mandoc counts each typographic quote as many bytes of a line.
    order = ["mandoc", "-T", "lint", "-W", "warning", str(ROOT / reference.MANUAL)]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)
