"""The fonts of a printed book follow the characters in it, and the fonts of the machine."""

from __future__ import annotations

import shutil

import pytest

from octavo.errors import OctavoError
from octavo.project import Language
from octavo.sphinxext.latex import babel, scripts
from octavo.sphinxext.latex.settings import latin_fonts

FONTS = latin_fonts()
HEAD = "\\documentclass[a4paper,11pt,openany,oneside,{}]{{sphinxmanual}}\n\\usepackage{{babel}}\n"

needs_tex = pytest.mark.skipif(shutil.which("kpsewhich") is None, reason="TeX is not installed")


def written(text: str, locale: str) -> str:
    return scripts.with_fonts(f"{FONTS}{text}", Language(locale), FONTS)


@needs_tex
@pytest.mark.parametrize(
    ("locale", "text"), [("fr", "Élève – “naïve” …"), ("el", "ο ήλιος"), ("ru", "солнце"), ("vi", "mặt trời")]
)
def test_a_book_in_latin_greek_or_cyrillic_letters_keeps_its_fonts(locale: str, text: str) -> None:
    assert written(text, locale) == f"{FONTS}{text}"


@needs_tex
@pytest.mark.parametrize(
    ("locale", "word", "family"),
    [
        ("hi", "सूरज", "Noto Serif Devanagari"),
        ("th", "ดวงอาทิตย์", "Noto Serif Thai"),
        ("ka", "მზე", "Noto Serif Georgian"),
        ("ta", "சூரியன்", "Noto Serif Tamil"),
        ("am", "ፀሐይ", "Noto Serif Ethiopic"),
        ("en", "the word सूरज", "Noto Serif Devanagari"),
    ],
)
def test_another_script_changes_to_its_font_wherever_it_stands(locale: str, word: str, family: str) -> None:
    text = written(word, locale)
    assert f"{{{family}}}" in text
    assert f'\\XeTeXcharclass"{ord(word[-1]):X}=\\octavoclassA' in text
    assert ("XeTeXlinebreaklocale" in text) == (locale == "th")


@needs_tex
def test_a_character_that_no_font_has_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "_families", lambda chars: [])
    with pytest.raises(OctavoError, match=r"U\+1200.*fonts-noto-core.*\[latex-font\]"):
        written("ሀ", "en")


def test_a_language_without_a_package_of_tex_is_described_by_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(babel, "_place", lambda file: "")
    text = babel.with_language(HEAD.format("ngerman"))
    assert "ngerman]" not in text
    assert r"\babelprovide[import,main]{german}" in text
    assert "captionsngerman" in text
    monkeypatch.setattr(babel, "_place", lambda file: file)
    assert babel.with_language(HEAD.format("ngerman")) == HEAD.format("ngerman")


@needs_tex
def test_latexs_own_words_are_in_languages_that_sphinx_gives_no_name() -> None:
    assert babel.captions(Language("hi"))["contentsname"] == "अनुक्रम"
    assert babel.captions(Language("fr")) == {}
