"""Slips in the markup of translations of adopted projects are repaired, and the guard judges the result."""

from __future__ import annotations

import pytest

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, refusals, with_repairs

URL = "https://a.example/x"


@pytest.mark.parametrize(
    ("master", "text", "published"),
    [
        ("Set ``name`` now.", "Задайте ``name `` сейчас.", "Задайте ``name`` сейчас."),
        (f"See `the list <{URL}>`_.", f"Voir `la liste<{URL}>`_.", f"Voir `la liste <{URL}>`_."),
        (f"See `the list <{URL}>`_.", f"См.`список <{URL}>`_.", f"См.`список <{URL}>`_."),
        (
            "Use http://127.0.0.1:8080 only.",
            "使用 http://127.0.0.1:8080，而不是",
            "使用 http://127.0.0.1:8080 ，而不是",
        ),
        (
            "The `a.org <https://a.org/>`_ one.",
            "На сервере`a.org <https://a.org/>`_.",
            "На сервере `a.org <https://a.org/>`_.",
        ),
        ("Quote.", ">>> zitat", "\\>>> zitat"),
        ("Read **this** now.", "Lisez **ceci maintenant.", "Lisez \\*\\*ceci maintenant."),
        ("Read this.", "Lisez `ceci <https://evil.example/>`_.", "Lisez ceci."),
        ("See :ref:`the end <end>`.", "Voir :ref:`la fin <fin>`.", "Voir la fin."),
    ],
)
def test_a_slip_is_repaired(master: str, text: str, published: str) -> None:
    context = Context("fr", house_style=False)
    message = Message(master, (text,))
    better = with_repairs(message, context) if refusals(message, context) else message
    assert better is not None
    assert better.msgstr == published
    assert refusals(better, context) == []


@pytest.mark.parametrize(
    "text",
    [
        "Lisez https://evil.example/ceci.",
        "Lisez <script>.\n\n.. raw:: html\n\n   <b>",
        "Écrivez à x@evil.example",
        "|x|",
    ],
)
def test_what_is_unsafe_stays_refused(text: str) -> None:
    message, context = Message("Read this.", (text,)), Context("fr", house_style=False)
    if refusals(message, context):
        better = with_repairs(message, context)
        assert better is None or refusals(better, context) == []
        assert better is None or "evil" not in better.msgstr
