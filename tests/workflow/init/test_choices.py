"""Choices of an owner that plain Sphinx does not have: pages left alone, words in code, links by language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.catalogs import po
from tests.workflow.init import tiny
from tests.workflow.init.shapes import catalog

#: An extension with the node of sphinxcontrib-mermaid, which shows its code to a script of the page.
EXTENSION = """
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

class mermaid(nodes.General, nodes.Element):
    pass

class Mermaid(SphinxDirective):
    has_content = True

    def run(self):
        return [mermaid("", code="\\n".join(self.content))]

def visit(self, node):
    self.body.append('<pre class="mermaid">' + self.encode(node["code"]) + "</pre>")
    raise nodes.SkipNode

def setup(app):
    app.add_node(mermaid, html=(visit, None))
    app.add_directive("mermaid", Mermaid)
"""
CONF = """import os, sys
sys.path.insert(0, os.path.dirname(__file__))
extensions = ["drawings"]
locale_dirs = ["locales"]
"""
INDEX = """Hello
=====

A short text. Read `the manual <https://docs.example.org/3/a.html>`_.

.. mermaid::

   graph LR
     A[Set sail] --> B

.. code-block:: python

   sail()  # go out

.. toctree::

   changelog
   api/deep/one
"""
FRENCH = (
    ("Set sail", "Mettre les voiles"), ("go out", "sortir"),
    ("A short text. Read `the manual <https://docs.example.org/3/a.html>`_.",
     "Un texte court. Lisez `le manuel <https://docs.example.org/3/a.html>`_."),
)  # fmt: skip
KEYS = """untranslated = ["changelog", "api/*"]
words-in = ["comments", "diagrams"]
links = {fr = {"https://docs.example.org/" = "https://docs.example.org/fr/"}}
"""


@pytest.mark.slow
def test_pages_stay_words_in_code_are_translated_and_links_lead_to_the_language(tmp_path: Path) -> None:
    old = (("Version 1", "Version 1 (fr)"), ("It was fixed.", ""))
    tiny.make(
        tmp_path, CONF, docs__index_DOT_rst=INDEX, docs__drawings_DOT_py=EXTENSION,
        docs__changelog_DOT_rst="Version 1\n=========\n\nIt was fixed.\n",
        docs__api__deep__one_DOT_rst="One\n===\n\nA class.\n",
        docs__locales__fr__LC_MESSAGES__index_DOT_po=catalog(*FRENCH),
        docs__locales__fr__LC_MESSAGES__changelog_DOT_po=catalog(*old),
    )  # fmt: skip
    tiny.run(tmp_path, "octavo", "init")
    settings = tmp_path / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("house-style", KEYS + "house-style"), encoding="utf-8")
    tiny.run(tmp_path, "octavo", "update")
    folder = tmp_path / "docs/locales/fr/LC_MESSAGES"
    # A translation that is there stays; nobody is asked for the rest.
    assert [message.msgid for message in po.read(folder / "changelog.po")] == ["Version 1"]
    assert not (folder / "api").exists()
    rows = json.loads(tiny.run(tmp_path, "octavo", "status", "--pages", "--json"))
    assert {"changelog", "api/deep/one"}.isdisjoint(row["name"] for row in rows)
    assert "It was fixed." not in tiny.run(tmp_path, "octavo", "todo", "fr")
    assert tiny.run(tmp_path, "octavo", "check")
    tiny.run(tmp_path, "octavo", "build", "-f", "html")
    page = tiny.page(tmp_path, "fr")
    assert "A[Mettre les voiles] --&gt; B" in page
    assert "# sortir" in page
    assert 'href="https://docs.example.org/fr/3/a.html"' in page
    english = tiny.page(tmp_path, "en")
    assert "A[Set sail]" in english
    assert 'href="https://docs.example.org/3/a.html"' in english
    assert "It was fixed." in tiny.page(tmp_path, "fr", "changelog")
    # The text of such a page changes: nothing is fuzzy, and no catalog changes.
    before = (folder / "changelog.po").read_bytes()
    (tmp_path / "docs/changelog.rst").write_text("Version 1\n=========\n\nIt was mended.\n", encoding="utf-8")
    tiny.run(tmp_path, "octavo", "update")
    assert (folder / "changelog.po").read_bytes() == before
