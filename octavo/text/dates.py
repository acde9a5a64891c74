"""Write dates in the form of a language."""

from __future__ import annotations

import datetime
import re

from babel import Locale
from babel.dates import format_date

#: CLDR has no ordinal for the first day of a month.
_FIRST = re.compile(r"\b1(?= [^\W\d])")


def written(date: datetime.date, locale: Locale, form: str = "long") -> str:
    """Return *date* as a reader of *locale* writes it: ``3 mai 2026``, and ``1er mai 2026`` in French.

    Source of the ordinal: *Lexique des règles typographiques en usage à l'Imprimerie nationale* (2002), "dates".

    :param form: one of Babel's forms: ``medium`` or ``long``
    """
    text = format_date(date, format=form, locale=locale)
    return _FIRST.sub("1er", text, count=1) if locale.language == "fr" else text
