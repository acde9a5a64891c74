"""Choices of an owner that plain Sphinx does not have: pages left alone, words in code, links by language."""

from __future__ import annotations

import json
import re
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


@pytest.mark.slow
def test_the_address_of_a_chinese_heading_stays_when_one_is_added_before_it(tmp_path: Path) -> None:
    api = "API 一\n------\n\n甲。\n\nAPI 二\n------\n\n乙。\n\n"
    text = f"风筝\n====\n\n放飞\n----\n\n见 `收线`_。\n\n{api}收线\n----\n\n慢慢收。\n"
    tiny.make(tmp_path, 'language = "zh_CN"\n', docs__index_DOT_rst=text)
    tiny.run(tmp_path, "octavo", "init")
    settings = tmp_path / "pyproject.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written.replace("house-style", "stable-ids = true\nhouse-style"), encoding="utf-8")

    def ids() -> dict[str, str]:
        tiny.run(tmp_path, "octavo", "build", "-f", "html")
        # The phrases of Chinese headings are elements of their own.
        pages = {locale: re.sub("</?span[^>]*>", "", tiny.page(tmp_path, locale)) for locale in ("fr", "zh_CN")}
        heading = re.compile(r'<section[^>]* id="([^"]+)"[^>]*>\s*<h\d[^>]*>(?:<[^>]*>)*([^<]+)')
        found = [heading.findall(page) for page in pages.values()]
        assert [place for place, _ in found[0]] == [place for place, _ in found[1]]
        for place, title in found[1]:
            assert title != "收线" or f'href="#{place}"' in pages["zh_CN"].partition("见")[2]
        return {title: place for place, title in found[1]}

    before = ids()
    assert len(before) == len(set(before.values())) == 5
    page = tmp_path / "docs/index.rst"
    page.write_text(text.replace("放飞\n", "新节\n----\n\n新。\n\n放飞\n", 1), encoding="utf-8")
    after = ids()
    assert {title: after[title] for title in before} == before


@pytest.mark.slow
def test_a_translation_is_shown_in_locales_that_gettext_writes_otherwise(tmp_path: Path) -> None:
    texts = {"uz@Cyrl": "Қисқа матн.", "iw": "טקסט קצר.", "pt": "Um texto curto."}
    catalogs = {
        f"docs__locales__{locale}__LC_MESSAGES__index_DOT_po": catalog(("A short text.", text))
        for locale, text in texts.items()
    }
    root = tiny.make(tmp_path, "locale_dirs = ['locales']\n", locales=(*texts, "pt_BR"), **catalogs)
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "build", *texts, "-f", "html")
    for locale, text in texts.items():
        page = root / f"build/octavo/editions/{locale}/html/index.html"
        assert text in page.read_text(encoding="utf-8")
    # The text of the language without its region is not taken for that of the region.
    tiny.run(root, "octavo", "build", "pt_BR", "-f", "html")
    page = root / "build/octavo/editions/pt_BR/html/index.html"
    assert "A short text." in page.read_text(encoding="utf-8")
