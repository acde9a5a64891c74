"""Sections and figures get the numbers that Sphinx gives them, after a first reading and after every other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util.docutils import docutils_namespace, patch_docutils

from octavo.sphinxext.fastpaths import numbers

pytestmark = pytest.mark.slow

CONF = """
from docutils import nodes
from sphinx.domains import Domain
numfig = True
numfig_secnum_depth = {depth}
class Boxes(Domain):
    name = "boxes"
    label = "Boxes"
    def get_enumerable_node_type(self, node):
        return "box" if isinstance(node, nodes.admonition) else None
class Tips(Domain):
    name = "tips"
    label = "Tips"
    enumerable_nodes = {{nodes.tip: ("tip", None)}}
def setup(app):
    app.add_domain(Boxes)
    app.add_domain(Tips)
    app.add_enumerable_node(nodes.sidebar, "aside", lambda node: "An aside")
"""
INDEX = """
All
===

.. figure:: a.png

   Before all

.. toctree::
   :numbered:

   one
   self
   Elsewhere <https://a.example/>
   search
   two
"""
ONE = """
One
===

.. figure:: a.png
   :name: first

   With a caption

.. figure:: a.png

Deeper
------

.. table:: A table

   == ==
   a  b
   == ==

.. container:: plain

   .. toctree::

      below

.. code-block:: python
   :caption: A listing

   print()

* a list

  .. figure:: a.png

     In a list
"""
TWO = """
Two
===

.. admonition:: A box
   :name: box

   Text.

.. tip::
   :name: tip

   A tip.

.. sidebar:: Aside
   :name: aside

   Text.

.. math:: x
   :label: x

.. toctree::

   one
"""
BELOW = """
Below
=====

.. figure:: a.png

   Figure below

.. list-table:: Another

   * - a
"""
PAGES = {"index": INDEX, "one": ONE, "two": TWO, "below": BELOW}
#: What is done to the pages between two readings.
EDITS: list[dict[str, str]] = [
    {"one": ONE.replace("With a caption", "Renamed") + "\n.. figure:: a.png\n\n   One more\n"},
    {"below": "Below\n=====\n\nNothing.\n"},
    {"index": INDEX.replace("   one\n", "")},
    {},
]


def write(folder: Path, pages: dict[str, str], depth: int = 1) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "conf.py").write_text(CONF.format(depth=depth), encoding="utf-8")
    (folder / "a.png").touch()
    for name, text in pages.items():
        (folder / f"{name}.rst").write_text(text, encoding="utf-8")


def read(folder: Path, made: Path) -> tuple[Any, ...]:
    """Read what changed as every builder does, and return what was numbered, and what has to be written again."""
    with patch_docutils(folder), docutils_namespace():
        app = Sphinx(folder, folder, made / "out", made / "doctrees", "html", status=None, warning=None)
        app.build()
        again = list(app.env.check_dependents(app, set()))
        return app.env.toc_secnumbers, app.env.toc_fignumbers, sorted(again), app.env.titles["one"].astext()


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    sections, figures = TocTreeCollector.assign_section_numbers, TocTreeCollector.assign_figure_numbers

    def switch(is_on: bool) -> None:
        monkeypatch.setattr(
            TocTreeCollector, "assign_section_numbers", numbers.assign_section_numbers if is_on else sections
        )
        monkeypatch.setattr(
            TocTreeCollector, "assign_figure_numbers", numbers.assign_figure_numbers if is_on else figures
        )

    return switch


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_all_is_numbered_as_by_sphinx(tmp_path: Path, depth: int, patched: Callable[[bool], None]) -> None:
    folder = tmp_path / "source"
    write(folder, PAGES, depth)
    for number, edit in enumerate(({}, *EDITS)):
        write(folder, edit, depth)
        found = []
        for is_on in (False, True):
            patched(is_on)
            clean = tmp_path / f"clean-{number}-{is_on}"
            found += [read(folder, tmp_path / str(is_on)), read(folder, clean), read(folder, clean)]
        assert all(item == found[0] for item in found)
    assert {"figure", "table", "code-block", "box", "tip", "aside", "displaymath"} == {
        kind for kinds in read(folder, tmp_path / "True")[1].values() for kind in kinds
    }


def test_what_was_not_read_again_is_not_numbered_again(tmp_path: Path, patched: Callable[[bool], None]) -> None:
    patched(True)
    write(tmp_path, PAGES)
    read(tmp_path, tmp_path / "made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Domain, "get_enumerable_node_type", refuse)
        patch.setattr(numbers, "_number_figures", refuse)
        patch.setattr(numbers, "_original", refuse)
        assert read(tmp_path, tmp_path / "made")[1]["below"]["figure"]


def refuse(*_: object) -> None:
    raise AssertionError("nothing was read")


def test_a_page_is_looked_through_once_until_it_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, PAGES)
    looked: list[nodes.document] = []
    steps = numbers._steps

    def counted(node: nodes.Element, kind_of: Any) -> Any:
        looked.extend([node] if isinstance(node, nodes.document) else [])
        return steps(node, kind_of)

    monkeypatch.setattr(numbers, "_steps", counted)
    with patch_docutils(tmp_path), docutils_namespace():
        app = Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "doctrees", "html", status=None, warning=None)
        app.build()
        numbers._number_figures(app.env)
        before = len(looked)
        numbers._number_figures(app.env)
        app.env.all_docs["below"] += 1
        numbers._number_figures(app.env)
    assert (before, len(looked) - before) == (4, 1)
