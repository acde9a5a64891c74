"""The package's own words: said in each language that the package speaks."""

from __future__ import annotations

import re

import pytest

from octavo.project import Language
from octavo.ui.translations import ui_messages
from tests.conftest import ROOT

_IN_PAGES = re.compile(r'word\("([^"]+)"\)')
_IN_CODE = re.compile(r'(?:word|interface\([\w. ()]+\))\(\s*"([^"]+)"\s*\)')
_PLACES = re.compile(r"\{\w+\}")


def said() -> set[str]:
    pages = (path for path in (ROOT / "octavo/ui/templates").rglob("*") if path.is_file())
    found = {word for path in pages for word in _IN_PAGES.findall(path.read_text(encoding="utf-8"))}
    code = (path.read_text(encoding="utf-8") for path in (ROOT / "octavo").rglob("*.py"))
    return found | {word for text in code for word in _IN_CODE.findall(text)}


@pytest.mark.parametrize("locale", ["fr", "zh_CN", "ar"])
def test_every_word_is_translated_with_the_same_places_for_figures(locale: str) -> None:
    words = {message.msgid: message.msgstr for message in ui_messages(Language(locale))}
    assert len(said()) > 70
    assert sorted(said() - words.keys()) == []
    assert [text for text, own in words.items() if sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(own))] == []
