"""Test the form of dates, and that no module writes one without it."""

from __future__ import annotations

import datetime
import re

import pytest

from octavo.project import babel_locale
from octavo.text import dates
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("locale", "day", "form", "expected"),
    [
        ("fr", "2021-03-01", "long", "1er mars 2021"),
        ("fr_CA", "2021-07-01", "medium", "1er juill. 2021"),
        ("fr", "2021-03-11", "long", "11 mars 2021"),
        ("fr", "2021-03-21", "long", "21 mars 2021"),
        ("es", "2021-03-01", "long", "1 de marzo de 2021"),
        ("zh_CN", "2021-03-01", "long", "2021年3月1日"),
        ("en", "2021-03-01", "long", "March 1, 2021"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(locale: str, day: str, form: str, expected: str) -> None:
    assert dates.written(datetime.date.fromisoformat(day), babel_locale(locale), form) == expected


def test_every_module_writes_dates_in_this_form() -> None:
    callers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "octavo").rglob("*.py")
        if re.search(r"\bformat_date\(", path.read_text(encoding="utf-8"))
    }
    assert callers == {"octavo/text/dates.py"}
