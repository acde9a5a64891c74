"""Write numbers and brackets in the form of a language."""

from __future__ import annotations

from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal


def number(value: float | Decimal, locale: Locale) -> str:
    """Return *value* as a reader of *locale* writes it: ``27 533`` in French, and ``27533`` in Chinese.

    Chinese text has no signs between the digits of large numbers, and pages with both forms look careless.
    Source: GB/T 15835-2011, 5.1.2.
    """
    return format_decimal(value, locale=locale, decimal_quantization=False, group_separator=locale.language != "zh")


def with_brackets(text: str, inside: str, locale: Locale) -> str:
    """Return *text* with *inside* in brackets: ``chinois (zh-CN)``, and ``中文（zh-CN）`` in Chinese."""
    return f"{text}（{inside}）" if locale.language == "zh" else f"{text} ({inside})"
