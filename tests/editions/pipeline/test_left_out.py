"""What this machine cannot print is left out with a sentence; the rest is made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline import build_editions
from octavo.project import Book, Edition, Format, Language, Project
from tests.conftest import ROOT

BOOK = Book("set", "index", is_set=True)
WANTED = [Edition(Language(locale), BOOK, kind) for locale in ("en", "ar") for kind in (Format.EPUB, Format.PDF)]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH, with all programs of a PDF, and a TeX without bidi."""
    for name in (*latex.PROGRAMS, "kpsewhich"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_bidi_only_what_runs_from_right_to_left_is_not_printed(programs: Path) -> None:
    possible, sentence = build_editions.possible_editions(WANTED)
    assert [edition.name for edition in possible] == ["en/set.epub", "en/set.pdf", "ar/set.epub"]
    assert sentence.startswith("PDFs in العربية were left out: TeX's bidi is not installed.")
    assert build_editions.possible_editions(WANTED[:2]) == (WANTED[:2], "")


def test_without_tex_nothing_is_printed(programs: Path) -> None:
    (programs / "xelatex").unlink()
    possible, sentence = build_editions.possible_editions(WANTED)
    assert [edition.name for edition in possible] == ["en/set.epub", "ar/set.epub"]
    assert sentence.startswith("PDFs were left out: xelatex is not installed.")


def test_several_missing_programs_are_named_in_one_sentence(programs: Path) -> None:
    for name in ("xelatex", "rsvg-convert"):
        (programs / name).unlink(missing_ok=True)
    _, sentence = build_editions.possible_editions(WANTED)
    assert "xelatex, rsvg-convert are not installed. On Debian: apt-get install texlive-xetex " in sentence


def test_the_packages_that_are_named_are_those_that_make_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    installed = {name for line in re.findall(r"^BUILD_PACKAGES .?= (.*)$", makefile, re.M) for name in line.split()}
    assert {*latex.DEBIAN_PACKAGES, *latex.BIDI_PACKAGES} <= installed


def test_a_format_that_was_named_and_cannot_be_made_is_an_error_of_the_environment(
    programs: Path, small: Project
) -> None:
    (programs / "xelatex").unlink()
    named = build_editions.build(small, ["en"], ["pdf"])
    assert (named.status, named.made) == (2, ())
    assert named.left_out.startswith("PDFs were left out")
