"""Texts of every kind that owners of other projects reported as lost: what plain Sphinx translates, Octavo shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.init import tiny

CONF = """import os, sys
sys.path.insert(0, os.path.dirname(__file__))
extensions = ["sphinx.ext.autodoc", "myst_parser"]
locale_dirs = ["locales"]
"""
INDEX = """.. meta::
   :description: About boats

.. title:: Boats in the tab

Boats
=====

:Company: Of sailors

.. sidebar:: Beside

   A line beside it

.. topic:: 1. First topic

   Words of the topic

.. rubric:: A small heading

.. admonition:: Of our own

   Words in the box

.. versionadded:: 2
   Sails came.

.. deprecated:: 3 Oars are old.

.. versionchanged:: 4

   Masts are high.

| A verse
| of two lines

.. epigraph::

   Float on.

   -- A sailor

.. hlist::

   * A short item

Bow : front
   The part that is first

.. option:: --row <times>

   How often to row

.. figure:: boat.png
   :alt: A red boat

   Under the boat

   More under the boat

.. code-block:: python
   :caption: How to sail

   sail()

.. toctree::
   :caption: More to read

   tiny_api
   words
   odd

Long licence text, {long}
""".replace("{long}", "this part says the same as the part before it. " * 150)
API = "Interface\n=========\n\n.. automodule:: boats\n   :members:\n"
MODULE = '''"""About boats in Python."""


def row(times):
    """Row the boat.

    :param times: how often it is rowed
    :returns: how far the boat went
    :raises ValueError: if it is never rowed

    .. versionadded:: 2
       It can be rowed.
    """
'''
MYST = """# Words of MyST

A [direct link](https://example.org/a) and an [indirect link][target] here.

[target]: https://example.org/b

A note[^1] follows.

[^1]: The note itself.

- [ ] An open task

| Head |
| ---- |
| Cell |

:::{note}
In a box.
:::

Tide
: How high the water is
"""
ODD = """Odd
===

The first.

The second.

The third.

The fourth.
"""
#: Catalogs as other tools leave them: tabs, line ends, escapes, comments apart, an empty message, Windows' line ends.
ODD_CATALOG = """# A comment
#
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
msgid "The first."
msgstr "Le\\tpremier."
#| msgid "Two."
#: C:\\\\docs\\\\a page.rst:3

msgid "The second."
msgstr "Le deuxième.\\n"

msgid ""

msgid "The third."
msgstr "Le\\ntroisième."

#~| msgid "Gone"
#~ msgid "Gone."
#~ msgstr "Parti."

msgid "The fourth."
msgstr "Le quatrième."
"""


def translated(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each message that Sphinx extracts from a page, with a translation that keeps its markup."""
    for name in ("index", "tiny_api", "words"):
        for line in (folder / f"pot/{name}.pot").read_text(encoding="utf-8").split("\n\n")[1:]:
            _, _, message = line.partition("msgid ")
            source = "".join(json.loads(part) for part in message.partition("msgstr")[0].split("\n") if part)
            yield name, source


@pytest.mark.slow
def test_whatever_plain_sphinx_translates_is_shown_before_and_after_the_first_update(tmp_path: Path) -> None:
    tiny.make(
        tmp_path, CONF, docs__index_DOT_rst=INDEX, docs__tiny_api_DOT_rst=API, docs__boats_DOT_py=MODULE,
        docs__words_DOT_md=MYST, docs__odd_DOT_rst=ODD,
    )  # fmt: skip
    docs = tmp_path / "docs"
    (docs / "boat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    tiny.run(tmp_path, "sphinx", "-q", "-b", "gettext", "docs", "pot")
    pages: dict[str, list[str]] = {}
    for name, source in translated(tmp_path):
        pages.setdefault(name, []).append(source)
    assert {"It can be rowed.", "how often it is rowed"} <= set(pages["tiny_api"])
    for name, sources in pages.items():
        entries = (
            f"msgid {json.dumps(text)}\nmsgstr {json.dumps(f'Ici {text}', ensure_ascii=False)}\n" for text in sources
        )
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        (docs / f"locales/fr/LC_MESSAGES/{name}.po").write_text(header + "\n".join(entries), encoding="utf-8")
    odd = docs / "locales/fr/LC_MESSAGES/odd.po"
    odd.write_bytes(b"\xef\xbb\xbf" + ODD_CATALOG.replace("\n", "\r\n").encode())
    tiny.run(tmp_path, "octavo", "init")
    before = json.loads(tiny.run(tmp_path, "octavo", "compare", "fr", "--json"))[0]
    assert (before["missing"], before["pages"], before["links"]) == ([], [], [])
    assert before["octavo"]["messages"] >= before["plain"]["messages"] > 40
    tiny.run(tmp_path, "octavo", "update")
    after = json.loads(tiny.run(tmp_path, "octavo", "compare", "fr", "--json"))[0]
    assert (after["missing"], after["pages"], after["links"]) == ([], [], [])
    assert after["octavo"]["messages"] >= before["octavo"]["messages"]
    page = tiny.page(tmp_path, "fr", "odd")
    for text in ("Le premier.", "Le deuxième.", "Le troisième.", "Le quatrième."):
        assert text in page
    # An indirect link leads where the master's leads.
    assert 'href="https://example.org/b"' in tiny.page(tmp_path, "fr", "words")
    first = {path: path.read_bytes() for path in docs.rglob("*.po")}
    tiny.run(tmp_path, "octavo", "update")
    assert {path: path.read_bytes() for path in docs.rglob("*.po")} == first
