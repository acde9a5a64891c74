"""A guide of the set: its page, whole, before its chapters, wherever its table of contents is."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from octavo.sphinxext.latex import book_parts


def chapter(name: str) -> addnodes.start_of_file:
    return addnodes.start_of_file("", nodes.section("", nodes.title("", name)), docname=name)


def test_a_section_with_the_table_of_contents_keeps_its_text() -> None:
    toctree = nodes.compound("", chapter("one"), chapter("two"), classes=["toctree-wrapper"])
    section = nodes.section("", nodes.title("", "How to use it"), nodes.paragraph("", "Start here."), toctree)
    opening, *chapters = book_parts.chapters_of("guide", [nodes.paragraph("", "Welcome."), section])
    assert opening.astext().split("\n\n") == ["Welcome.", "How to use it", "Start here."]
    assert [file["docname"] for file in chapters] == ["one", "two"]
    assert not list(opening.findall(nodes.compound))


def test_a_table_of_contents_alone_leaves_nothing_and_a_chapter_keeps_its_own() -> None:
    outer = chapter("one")
    outer += nodes.compound("", chapter("below"))
    opening, *chapters = book_parts.chapters_of("guide", [nodes.compound("", outer)])
    assert opening.children == []
    assert [file["docname"] for file in chapters] == ["one"]
    assert "below" in chapters[0].astext()
