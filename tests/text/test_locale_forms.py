"""Numbers and brackets in the form of a language."""

import pytest
from babel import Locale

from octavo.text import locale_forms


@pytest.mark.parametrize(
    ("locale", "number", "brackets"),
    [
        ("en", "27,533", "a (b)"),
        ("fr", "27\u202f533", "a (b)"),
        ("zh_CN", "27533", "a（b）"),
        ("de", "27.533", "a (b)"),
    ],
)
def test_numbers_and_brackets_are_those_of_the_language(locale: str, number: str, brackets: str) -> None:
    assert locale_forms.number(27533, Locale.parse(locale)) == number
    assert locale_forms.with_brackets("a", "b", Locale.parse(locale)) == brackets


def test_decimals_are_kept() -> None:
    assert locale_forms.number(98.4, Locale.parse("fr")) == "98,4"
