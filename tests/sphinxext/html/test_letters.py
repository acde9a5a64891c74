"""The index and the glossary of a real build: letters, entries with their chapters, and what a search finds of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from octavo.project import Project
from tests.conftest import ROOT, copy_project

TERMS = [f"{chr(97 + number % 13)}word {number}" for number in range(24)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with entries of every kind, and a glossary of 24 terms."""
    project = copy_project("small", tmp_path_factory.mktemp("letters"))
    add(project.source / "one/index.rst", "access; counting", "boats; sailing", "boats; at night", "9 lives", "tide")
    add(project.source / "two/index.rst", "boats; sailing", "tide", "aword 0; using")
    terms = "\n".join(f"   {term}\n      What it says.\n" for term in TERMS)
    glossary = f"Glossary\n========\n\nText.\n\n.. glossary::\n   :sorted:\n\n{terms}"
    (project.source / "glossary.rst").write_text(glossary, encoding="utf-8")
    command = [sys.executable, "-m", "octavo", "build", "en", "-f", "html"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=project.root, check=True, capture_output=True, env=environment)
    return project


def add(page: Path, *entries: str) -> None:
    """Add a paragraph to *page* for each index entry."""
    text = "".join(f"\n.. index::\n   single: {entry}\n\nMore text.\n" for entry in entries)
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")


def page(project: Project, name: str) -> html.HtmlElement:
    return html.parse(project.build / f"editions/en/html/{name}.html").getroot()


def entry(index: html.HtmlElement, name: str) -> html.HtmlElement:
    """Return the entry whose words begin with *name*."""
    return next(item for item in index.xpath("//ul[@class='octavo-index']/li") if words(item).startswith(name))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.slow
def test_an_entry_of_the_index_names_the_chapters_to_which_it_leads(built: Project) -> None:
    index = page(built, "genindex")
    one, two = (words(page(built, f"{name}/index").find(".//h1")).removesuffix("¶") for name in ("one", "two"))
    assert words(entry(index, "access")) == f"access, counting {one}"
    boats = entry(index, "boats")
    assert [words(part) for part in boats.findall("ul/li")] == [f"at night {one}", f"sailing {one} {two}"]
    # One place is a link of the entry's words; several are links with the names of their chapters.
    assert [[words(link) for link in part.iter("a")] for part in boats.findall("ul/li")] == [["at night"], [one, two]]
    assert [link.get("data-book") for link in boats.findall("ul/li")[1].iter("a")] == ["one", "two"]
    assert [words(link) for link in entry(index, "tide").iter("a")] == [one, two]
    # A term leads to its explanation first.
    term = entry(index, "aword 0")
    assert term.find("a").get("href") == "glossary.html#term-aword-0"
    assert words(term.find("a/strong")) == "aword 0"
    assert "bold type" in words(index.find(".//h1/..")).split("aword")[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["genindex", "glossary"])
def test_the_letters_lead_to_their_headings(built: Project, name: str) -> None:
    root = page(built, name)
    links = [(link.text, link.get("href")) for link in root.xpath("//nav[@class='octavo-letters']//a")]
    expected = [chr(97 + number) for number in range(13)]
    assert [text for text, _ in links if text in "ABCDEFGHIJKLM"] == [letter.upper() for letter in expected]
    for text, address in links:
        heading = root.get_element_by_id(address.removeprefix("#"))
        assert words(heading).startswith(text)
    assert (("0–9", "#letter-0") in links) == (name == "genindex")


@pytest.mark.slow
def test_each_term_is_below_its_letter_and_has_its_definition(built: Project) -> None:
    lists = page(built, "glossary").xpath("//dl[contains(@class, 'glossary')]")
    assert len(lists) == 13
    for part in lists:
        letter = part.getprevious().text
        assert [words(term)[0].upper() for term in part.findall("dt")] == [letter] * len(part.findall("dt"))
        assert len(part.findall("dt")) == len(part.findall("dd"))


@pytest.mark.slow
def test_a_search_finds_neither_letters_nor_the_names_of_chapters_beside_entries(built: Project) -> None:
    folder = built.build / "editions/en/html/search"
    texts = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.js*"))
    assert "What it says." in texts
    assert json.dumps("What it says.\nB") not in texts
    assert "says.\\nB" not in texts
