"""Test the fixes of Sphinx's XHTML for reading systems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from octavo.editions.formats.epub import xhtml
from octavo.editions.formats.epub.package import ContentDocument, content_document, index_page
from octavo.project import Language

TYPE = "{http://www.idpf.org/2007/ops}type"


def document(body: str) -> etree._Element:
    return etree.fromstring(content_document(ContentDocument("one/index", "Un", body), Language("fr")))


def test_a_heading_by_role_has_a_level() -> None:
    root = document('<p class="caption" role="heading">Parties</p><p role="heading" aria-level="3">x</p>')
    assert [p.get("aria-level") for p in root.iter("{*}p")] == ["2", "3"]


@pytest.mark.parametrize(("locale", "between"), [("zh_CN", "，"), ("fr", ", ")])
def test_the_index_has_the_comma_of_the_language(locale: str, between: str) -> None:
    groups = [("X", [("x", ([("", "a.xhtml"), ("", "b.xhtml")], [], None))])]
    body = index_page("genindex", groups, Language(locale)).body  # type: ignore[arg-type]  # as Sphinx's
    assert f'<a href="a.xhtml">x</a>{between}<a href="b.xhtml">2</a>' in body


def test_footnotes_have_the_semantics_of_epub() -> None:
    root = document(
        '<a class="footnote-reference brackets" href="#n"><span class="fn-bracket">[</span>1</a>'
        '<aside class="footnote brackets" id="n"><p>Note.</p></aside>'
    )
    (note,), (reference,) = root.iter("{*}aside"), root.iter("{*}a")
    assert (note.get(TYPE), note.get("role")) == ("footnote", "doc-footnote")
    assert (reference.get(TYPE), reference.get("role")) == ("noteref", "doc-noteref")
    assert "".join(reference.itertext()) == "1"


def test_a_paragraph_contains_no_paragraph() -> None:
    """sphinx.util.docfields puts the paragraphs of a field into one paragraph."""
    root = document("<ul><li><p><strong>url</strong> – <p>One.</p><p>Two.</p></p></li></ul>")
    assert [etree.QName(e).localname for e in root.find(".//{*}li").iter()] == ["li", "div", "strong", "p", "p"]


def test_a_rubric_is_no_heading() -> None:
    (rubric,) = document('<p class="rubric" role="heading" aria-level="2">Notes</p>').iter("{*}p")
    assert rubric.get("role") is None
    assert rubric.get("aria-level") is None


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>a</p><hr><p>b&nbsp;c</p>", "ab c"),
        ("<div><p>a<br>b</p>", "ab"),
        ("<p>x &lt; y</p></div></section>", "x < y"),
        ('<p @click="x" onclick="y" hidden>a<!-- -- --></p>', "a"),
        ('<p>a</p><script>alert(1)</script><iframe src="https://example.org"></iframe>', "a"),
        ('<p><img src="https://example.org/a.svg" alt="Version 3"/></p>', "Version 3"),
        ('<p><img alt="A plan" src="_images/plan.svgz" /></p>', "A plan"),
        ('<p><img src="../_images/plan.bmp" alt="A plan"></p>', "A plan"),
        ("a < b <hr>", "a < b"),
    ],
)
def test_raw_html_becomes_valid_in_an_epub(body: str, wanted: str) -> None:
    root = document(body)
    assert " ".join("".join(root.find("{*}body").itertext()).split()) == wanted
    assert not list(root.iter("{*}script", "{*}iframe", "{*}img"))
    assert not [name for e in root.iter(etree.Element) for name in e.attrib if "click" in name]


@given(st.text("<>/&;ab =\"'!-x\x0c", max_size=40))
def test_any_body_becomes_a_valid_page(body: str) -> None:
    document(body)


def test_a_valid_page_is_not_changed() -> None:
    body = '<p>a<br/><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math> &amp; b</p>'
    assert xhtml.xhtml(body) == body
