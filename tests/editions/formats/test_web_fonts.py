"""Web fonts: small files by ranges of characters, for every language without those that it does not need."""

from __future__ import annotations

import pytest

from octavo.editions.formats.html import web_fonts
from octavo.project import Language


@pytest.mark.parametrize(("locale", "own"), [("fr", set()), ("ar", {"arabic"}), ("he", {"hebrew"}), ("zh_CN", set())])
def test_a_language_has_latin_ranges_and_those_of_its_script(locale: str, own: set[str]) -> None:
    found = web_fonts.files(Language(locale))
    assert {name.removesuffix(".woff2").split("_")[2] for name in found} == set(web_fonts.RANGES["Latn"]) | own
    assert all(data.startswith(b"wOF2") for data in found.values())
    latin = [data for name, data in found.items() if name.endswith("_latin.woff2")]
    assert len(latin) == 3
    assert all(len(data) < 25_000 for data in latin)
    rules = web_fonts.rules(Language(locale), found)
    assert rules.count("@font-face") == rules.count("unicode-range") == len(found)
    assert "http" not in rules


@pytest.mark.slow
def test_a_file_has_the_characters_of_its_range_alone() -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    pytest.importorskip("brotli")
    subset = pytest.importorskip("fontTools.subset")
    ranges = {part: characters for parts in web_fonts.RANGES.values() for part, characters in parts.items()}
    paths = sorted(web_fonts.FOLDER.glob("*/*.woff2"))
    assert len(paths) >= 12
    for path in paths:
        wanted = set(subset.parse_unicodes(ranges[path.stem.split("_")[2]].replace("U+", "")))
        has = set(fonts.TTFont(path).getBestCmap())
        assert has <= wanted, path.name
        assert len(has) > len(wanted) / 2, path.name
