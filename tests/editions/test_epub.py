"""What Sphinx's XHTML lacks for reading systems, and what the package puts right."""

from __future__ import annotations

from lxml import etree

from octavo.editions.epub import Page, content_document
from octavo.project import Language

TYPE = "{http://www.idpf.org/2007/ops}type"


def document(body: str) -> etree._Element:
    return etree.fromstring(content_document(Page("one/index", "Un", body), Language("fr")))


def test_a_heading_by_role_has_a_level() -> None:
    root = document('<p class="caption" role="heading">Parties</p><p role="heading" aria-level="3">x</p>')
    assert [p.get("aria-level") for p in root.iter("{*}p")] == ["2", "3"]


def test_footnotes_are_footnotes_of_epub() -> None:
    root = document(
        '<a class="footnote-reference brackets" href="#n"><span class="fn-bracket">[</span>1</a>'
        '<aside class="footnote brackets" id="n"><p>Note.</p></aside>'
    )
    (note,), (reference,) = root.iter("{*}aside"), root.iter("{*}a")
    assert (note.get(TYPE), note.get("role")) == ("footnote", "doc-footnote")
    assert (reference.get(TYPE), reference.get("role")) == ("noteref", "doc-noteref")
    assert "".join(reference.itertext()) == "1"


def test_a_rubric_is_no_heading() -> None:
    (rubric,) = document('<p class="rubric" role="heading" aria-level="2">Notes</p>').iter("{*}p")
    assert rubric.get("role") is None
    assert rubric.get("aria-level") is None
