"""Slips in the markup of translations of adopted projects are repaired, and the guard judges the result."""

from __future__ import annotations

import pytest

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, refusals, with_repairs
from octavo.compiler.guard.context.parsing import Parsing

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
            "使用 http://127.0.0.1:8080，而不是",
        ),
        (
            "The `a.org <https://a.org/>`_ one.",
            "На сервере`a.org <https://a.org/>`_.",
            "На сервере `a.org <https://a.org/>`_.",
        ),
        (
            "Read ``a.md`` and ``b.md`` now.",
            "Файл ``a.md`` , файл ``b.md``\\ для всех.",
            "Файл ``a.md`` , файл ``b.md`` для всех.",
        ),
        (
            "The `a.org <https://a.org/>`_ one.",
            "С ключей\\ `a.org <https://a.org/>`_.",
            "С ключей `a.org <https://a.org/>`_.",
        ),
        ("Quote.", ">>> zitat", "\\>>> zitat"),
        ("Read **this** now.", "Lisez **ceci maintenant.", "Lisez \\*\\*ceci maintenant."),
        ("Read this.", "Lisez `ceci <https://evil.example/>`_.", "Lisez ceci."),
        ("Read this.", "Lisez `ceci <https://evil.example/>`_ et :file:`x`.", "Lisez ceci et x."),
        ("Use ``venv`` and ``pip``.", "`venv`` 将在 `pip` 中", "``venv`` 将在 ``pip`` 中"),
        ("Use ``venv`` now.", "Prenez `venv`.", "Prenez ``venv``."),
        ("Call :c:func:`Py_X` now.", "Appelez :func:`Py_X`.", "Appelez :c:func:`Py_X`."),
        ("Call :func:`open` now.", "Appelez `open`.", "Appelez :func:`open`."),
        ("See :pr:`1`.", "Voir :pr: `1`.", "Voir :pr:`1`."),
        ("See :pr:`1`.", "参见：pr：`1`。", "参见\\ :pr:`1`。"),
        ("A note [#x]_ here.", "Une note [#y]_ ici.", "Une note [#x]_ ici."),
        ("A note [#x]_ here.", "Une note ici.", "Une note ici.\\ [#x]_"),
        ("A note [1]_ here.", "Une note [1] _ ici.", "Une note [1]_ ici."),
        ("See `the code`__.", "Voir `le code <the code>`__.", "Voir `le code`__."),
        ("See `one`__ and `two`__.", "Voir `un`__.", "Voir un.\\ `↗`__\\ `↗`__"),
        ("The list.", "La liste ::", "La liste :"),
        ("The list.", "1. La liste", "\\1. La liste"),
        ("A cat here.", "Le cha\u00ad t\ufeff ici.", "Le cha t ici."),
        ("Use ``a``.", "Prenez ``a`` : voir `b", "Prenez ``a`` \\: voir \\`b"),
        ("On ``https://pypi.org/x``.", "Sur `` Https: // pypi.org/x``.", "Sur `` Https: // pypi.org/x``."),
        ("See :ref:`the end <end>`.", "Voir :ref:`la fin <fin>`.", "Voir :ref:`la fin <end>`."),
        ("See `the list`_ now.", "Voir `la liste`_ ici.", "Voir `la liste <the list_>`_ ici."),
        ("See list_ now.", "Voir liste_ ici.", "Voir `liste <list_>`_ ici."),
        ("See a_ and b_.", "Voir a_ et c_.", "Voir a_ et `c <b_>`_."),
        ("See a_ and b_.", "Voir c_ et d_.", "Voir c et d."),
    ],
)
def test_a_slip_is_repaired(master: str, text: str, published: str) -> None:
    context = Context("fr", house_style=False, parsing=Parsing(default_role="any"))
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
        "Lisez :raw:`<script>` ici.",
        "Lisez :math:`\\input{x}` ici.",
        "Lisez https://evil.example/ `ici",
        "Lisez sur аррӏе.com `ici",
    ],
)
def test_what_is_unsafe_stays_refused(text: str) -> None:
    message, context = Message("Read this.", (text,)), Context("fr", house_style=False)
    if refusals(message, context):
        better = with_repairs(message, context)
        assert better is None or refusals(better, context) == []
        assert better is None or "evil" not in better.msgstr
