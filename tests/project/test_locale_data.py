"""Names and directions of languages: read one by one, the same as Babel's."""

from __future__ import annotations

from babel import Locale
from babel.localedata import locale_identifiers

from octavo.project import Language, locales


def test_names_are_those_of_babel() -> None:
    names = sorted(name for name in locale_identifiers() if name.count("_") < 2)
    for locale in [*names[::9], "zh_Hant", "sr_Latn", "az_Arab", "pt_PT", "he", "nb"]:
        found = Locale.parse(locale)
        assert locales.own_name(str(found)) == found.get_language_name(found)


def test_directions_are_those_of_babel() -> None:
    for locale in [*sorted(locale_identifiers())[::9], "az_Arab", "ff_Adlm", "dv", "he", "nqo", "rhg", "syr"]:
        is_right_to_left = Locale.parse(locale).character_order == "right-to-left"
        assert Language(locale).is_right_to_left == is_right_to_left, locale


def test_names_of_locales_with_modifiers() -> None:
    assert [Language(locale).name for locale in ("zh_CN", "sr@latin", "ca_ES@valencia", "ar")] == [
        "中文", "srpski", "català", "العربية",
    ]  # fmt: skip
