"""Entries of an index that have no translation say that they are in the master's language, with a link or without."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from lxml import etree, html

from octavo.catalogs import po
from octavo.project import Language, Project, load
from octavo.sphinxext.html.index_entries import mark_untranslated
from tests.conftest import ROOT

GROUPS = [("A", [("access & <more>", ([], [("counting", [("", "a.html#b")])], None)), ("accès", ([], [], None))])]


def test_an_entry_and_its_parts_are_marked_by_themselves() -> None:
    (found,) = mark_untranslated(GROUPS, {"access & <more>"}, Language("en"))
    (first, (_, parts, _)), (second, _) = found[1]
    assert str(first) == '<span lang="en">access &amp; &lt;more&gt;</span>'
    assert (parts[0][0], second) == ("counting", "accès")
    (found,) = mark_untranslated(GROUPS, {"counting"}, Language("en"), is_xml=True)
    assert str(found[1][0][1][1][0][0]) == '<span lang="en" xml:lang="en">counting</span>'
    assert found[1][0][0] == "access & <more>"


@pytest.mark.slow
def test_the_index_of_a_new_language_is_marked_as_english(small: Project) -> None:
    """In web pages and EPUBs; what a translator has translated is not marked."""
    octavo(small, "add-language", "es")
    path = small.locales / "es/LC_MESSAGES/one/index.po"
    content = po.read(path)
    words = {"bandwidth": "ancho de banda"}
    messages = (m.edited(msgstrs=(words[m.msgid],)) if m.msgid in words else m for m in content.messages)
    po.write(replace(content, messages=tuple(messages)))
    page = small.source / "one/index.rst"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\n.. index::\n   single: what you can do at home today; first\n", encoding="utf-8")
    octavo(small, "build", "es", "-f", "html", "-f", "epub")
    project = load(small.root)
    folder = project.build / "editions/es"
    root = html.parse(folder / "html/genindex.html").getroot()
    languages = {
        item.text_content(): item.get("lang") for item in root.xpath("//ul[@class='octavo-index']//span[@lang]")
    }
    assert languages["what you can do at home today"] == languages["first"] == languages["saving"] == "en"
    assert "ancho de banda" not in languages
    assert "ancho de banda" in root.text_content()
    with zipfile.ZipFile(folder / "set.epub") as book:
        index = etree.fromstring(book.read("EPUB/genindex.xhtml"))
    spans = {"".join(item.itertext()): dict(item.attrib) for item in index.iter("{*}span")}
    assert spans["first"] == {"lang": "en", "{http://www.w3.org/XML/1998/namespace}lang": "en"}


def octavo(project: Project, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "octavo", *arguments], cwd=project.root, check=True, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
