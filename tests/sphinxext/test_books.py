"""Test that a book has the front and back matter that the project names, by no name of a folder or label."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docutils import nodes
from sphinx import addnodes

from octavo.editions import pipeline
from octavo.project import Project, load
from octavo.sphinxext import books

WORKS = """The works
=========

.. _garcia:

Garcia (2020). A work that the first guide cites.

Words on the cited work.

.. _lee:

Lee (2021). A work that no guide cites.

Words on the other work.

Further words on it.
"""


def add_works(project: Project, text: str) -> None:
    """Give *project* a page with *text*, which lists its sources, as back matter."""
    settings = project.root / "pyproject.toml"
    whole = settings.read_text(encoding="utf-8")
    settings.write_text(whole.replace('["glossary"]', '["glossary", "works"]'), encoding="utf-8")
    (project.source / "works.rst").write_text(text, encoding="utf-8")
    _append(project.source / "index.rst", "   works\n")


@pytest.mark.slow
def test_a_guide_has_the_works_that_it_refers_to(small: Project) -> None:
    add_works(small, WORKS)
    _append(small.source / "one/chapter.rst", "\nSee :ref:`Garcia <garcia>`.\n\n.. _here:\n\nA labelled paragraph.\n")
    project = load(small.root)
    pipeline.build(project, languages=["en"], formats=["epub"])
    pages = _text(project.build / "editions/en/one.epub")
    assert "that the first guide cites" in pages
    assert "A labelled paragraph" in pages
    assert "Words on the cited work" in pages
    for gone in ("that no guide cites", "Words on the other work", "Further words on it"):
        assert gone not in pages
    assert "that no guide cites" in _text(project.build / "editions/en/set.epub")


def test_a_section_that_loses_all_its_entries_is_removed_with_its_introduction() -> None:
    def section(title: str, entry: str) -> nodes.section:
        work = nodes.paragraph("", "A work.", names=[entry], ids=[entry])
        return nodes.section("", nodes.title("", title), nodes.paragraph("", "These works are:"), work)

    untouched = nodes.section("", nodes.title("", "Thanks"), nodes.paragraph("", "Words."))
    page = nodes.section("", nodes.title("", "Sources"), section("Cited", "a"), section("Further", "b"), untouched)
    book = nodes.container("", page)
    books.trim(book, books.Used(frozenset(), frozenset({"a"})))
    assert [title.astext() for title in book.findall(nodes.title)] == ["Sources", "Cited", "Thanks"]


def test_a_list_of_sources_of_which_a_book_uses_nothing_is_left_out() -> None:
    work = nodes.paragraph("", "A work.", names=["a"], ids=["a"])
    cited = nodes.section("", nodes.title("", "Cited"), nodes.paragraph("", "These works are:"), work)
    page = nodes.section("", nodes.title("", "Sources"), nodes.paragraph("", "Works by author."), cited)
    book = nodes.container("", page)
    books.trim(book, books.Used(frozenset(), frozenset()))
    assert book.children == []


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _text(book: Path) -> str:
    with zipfile.ZipFile(book) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))


def _entry(*names: str) -> nodes.definition_list_item:
    terms = [nodes.term("", name, ids=[f"term-{name}"]) for name in names]
    return nodes.definition_list_item("", *terms, nodes.definition("", nodes.paragraph("", "text")))


def test_an_entry_with_several_terms_is_removed_once_and_kept_for_any_of_them() -> None:
    glossary = addnodes.glossary("", nodes.definition_list("", _entry("a", "b"), _entry("c", "d"), _entry("e")))
    books.trim(glossary, books.Used(frozenset({"term-d"}), frozenset()))
    assert [term.astext() for term in glossary.findall(nodes.term)] == ["c", "d"]


def test_a_glossary_of_which_a_book_uses_nothing_is_left_out() -> None:
    glossary = addnodes.glossary("", nodes.definition_list("", _entry("a")))
    page = nodes.section("", nodes.title("", "Glossary"), glossary)
    book = nodes.container("", page)
    books.trim(book, books.Used(frozenset(), frozenset()))
    assert book.children == []
