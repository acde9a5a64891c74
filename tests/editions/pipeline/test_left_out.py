"""What this machine cannot print is left out with a sentence; the rest is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline import build_editions
from octavo.project import Book, Edition, Format, Language

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
