"""Names and directions of languages: read one by one, the same as Babel's."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from octavo.errors import OctavoError
from octavo.project import Language, locales
from octavo.project.configuration.reader import Reader
from octavo.text import dates
from octavo.ui.translations import ui_language

TABLE = Path(locales.__file__).with_name("own_names.json")


def test_names_are_those_of_babel() -> None:
    names = sorted(name for name in locale_identifiers() if name.count("_") < 2)
    for locale in [*names[::9], "zh_Hant", "sr_Latn", "az_Arab", "pt_PT", "he", "nb"]:
        found = Locale.parse(locale)
        assert locales.own_name(str(found)) == found.get_language_name(found)


@pytest.mark.slow
def test_the_table_of_names_is_that_of_babel() -> None:
    """Run this file as a program to write the table again."""
    assert json.loads(TABLE.read_bytes()) == names_of_babel()


def names_of_babel() -> dict[str, str]:
    """Return the own names of the languages that have the same name in all regions."""
    found: dict[str, set[str | None]] = {}
    for locale in sorted(locale_identifiers()):
        if re.fullmatch("[a-z]+(_[A-Z]{2}|_[0-9]{3})?", locale):
            found.setdefault(locale.partition("_")[0], set()).add(locales.babel_name(locale))
    return {code: name for code, names in found.items() if len(names) == 1 and (name := names.pop())}


def test_directions_are_those_of_babel() -> None:
    for locale in [*sorted(locale_identifiers())[::9], "az_Arab", "ff_Adlm", "dv", "he", "nqo", "rhg", "syr"]:
        is_right_to_left = Locale.parse(locale).character_order == "right-to-left"
        assert Language(locale).is_right_to_left == is_right_to_left, locale


def test_names_of_locales_with_modifiers() -> None:
    assert [Language(locale).name for locale in ("zh_CN", "sr@latin", "ca_ES@valencia", "ar")] == [
        "中文", "srpski", "català", "العربية",
    ]  # fmt: skip


def test_dates_and_numbers_follow_the_named_locale() -> None:
    day = datetime.date(2026, 11, 30)
    written = [dates.written(day, Language("en", data=data).conventions) for data in ("", "en_GB")]
    assert written == ["November 30, 2026", "30 November 2026"]
    british = Language("en", data="en_GB")
    assert ui_language(british) is british, "the imprint of a book has the date of its language"


@pytest.mark.parametrize("table", [{"fr": "fr_CA"}, {"en": "fr"}, {"en": "en_XX_YY"}, {"en": 3}])
def test_a_wrong_locale_of_dates_is_named(table: dict[str, object]) -> None:
    with pytest.raises(OctavoError, match=r"en_GB|Use one of|Babel knows"):
        Reader(Path("pyproject.toml")).locale_data(table, ["en"])


if __name__ == "__main__":
    TABLE.write_text(json.dumps(names_of_babel(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
