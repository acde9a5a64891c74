"""The package's own words: said in each language that the package speaks."""

from __future__ import annotations

import re
import tomllib

import pytest

from octavo.project import Format, Language
from octavo.ui.translations import NOTICE, reader_language, translator, ui_messages
from tests.conftest import ROOT

_IN_PAGES = re.compile(r'word\("([^"]+)"\)')
_IN_CODE = re.compile(r'(?:word|interface\([\w. ()]+\))\(\s*"([^"]+)"\s*\)')
_SIGN_BEHIND = re.compile(r'word\("[^"]+"\) }}(?:</\w+>)?\s?[:;!?(]')
_PLACES = re.compile(r"\{\w+\}")


def said() -> set[str]:
    pages = (path for path in (ROOT / "octavo/ui/templates").rglob("*") if path.is_file())
    found = {word for path in pages for word in _IN_PAGES.findall(path.read_text(encoding="utf-8"))}
    code = (path.read_text(encoding="utf-8") for path in (ROOT / "octavo").rglob("*.py"))
    formats = {text for kind in Format for text in (kind.facts.label, kind.facts.purpose) if text}
    return found | formats | {word for text in code for word in _IN_CODE.findall(text)}


@pytest.mark.parametrize("locale", ["fr", "zh_CN", "ar"])
def test_every_word_is_translated_with_the_same_places_for_figures(locale: str) -> None:
    words = {message.msgid: message.msgstr for message in ui_messages(Language(locale))}
    assert len(said()) > 70
    assert sorted(said() - words.keys()) == []
    assert [text for text, own in words.items() if sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(own))] == []


def test_templates_write_no_sign_that_is_another_one_in_chinese_or_french() -> None:
    """A colon is full-width in Chinese and has a space before it in French, so it belongs to the translated text."""
    pages = [path for path in (ROOT / "octavo/ui/templates").rglob("*") if path.is_file()]
    assert [path.name for path in pages if _SIGN_BEHIND.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("locale", "search"),
    [("ja", "検索"), ("de", "Suche"), ("pt", "Pesquisar"), ("pt_BR", "Buscar"), ("zh_Hant_HK", "搜尋"),
     ("de_CH", "Suche"), ("eu", "Bilatu"), ("sr@latin", "Search")],
)  # fmt: skip
def test_the_words_of_every_page_are_in_the_languages_of_readers(locale: str, search: str) -> None:
    assert translator(Language(locale))("Search") == search


def test_each_language_of_readers_has_all_words_and_the_masters_places() -> None:
    table = tomllib.loads((ROOT / "octavo/ui/readers.toml").read_text(encoding="utf-8"))
    masters = {**{text: text for text in table["de"]}, "notice": NOTICE}
    for locale, words in table.items():
        assert words.keys() == masters.keys(), locale
        for text, word in words.items():
            assert re.findall(r"\{\w+\}", word) == re.findall(r"\{\w+\}", masters[text]) or text == "notice", locale
            assert set(re.findall(r"\{\w+\}", word)) == set(re.findall(r"\{\w+\}", masters[text])), locale


def test_a_language_without_words_has_no_notice_in_english() -> None:
    assert reader_language(Language("ja")) == Language("ja")
    assert reader_language(Language("en_GB")) == Language("en_GB")
    assert reader_language(Language("tlh")) is None
