"""Web fonts: small files by ranges of characters, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.editions.formats.html import web_fonts
from octavo.project import Language

pytest.importorskip("fontTools")
pytest.importorskip("brotli")


@pytest.mark.slow
def test_ranges_are_small_and_reproducible(tmp_path: Path) -> None:
    found = web_fonts.files(Language("fr"), tmp_path / "one")
    if not found:
        pytest.skip("the faces are not installed")
    assert found == web_fonts.files(Language("fr"), tmp_path / "two")
    latin = {name: data for name, data in found.items() if name.endswith("_latin.woff2")}
    assert len(latin) == 3
    assert all(data.startswith(b"wOF2") and len(data) < 25_000 for data in latin.values())
    rules = web_fonts.rules(Language("fr"), found)
    assert rules.count("@font-face") == rules.count("unicode-range") == len(found)
    assert "http" not in rules


def test_without_fonttools_pages_use_the_readers_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fonts, "find_spec", lambda _name: None)
    assert web_fonts.files(Language("fr"), tmp_path) == {}
    assert web_fonts.rules(Language("fr"), {}) == ""
