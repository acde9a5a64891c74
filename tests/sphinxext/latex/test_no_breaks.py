"""Test what stays together on a printed page, and the gaps beside links in Chinese."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.ext.todo import todo_node

from octavo.project import Language
from octavo.sphinxext.latex import no_breaks

EN, ZH, FR = Language("en"), Language("zh_CN"), Language("fr")


def document(*children: nodes.Node) -> nodes.document:
    whole = new_document("book", get_default_settings())
    whole += nodes.paragraph("", "", *children)
    return whole


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("10 GB a month", "10\u00a0GB a month"),
        ("43 per cent of 20 minutes", "43\u00a0per cent of 20 minutes"),
        ("5 gardens, 3 mice", "5 gardens, 3 mice"),
        ("under CC BY-SA 4.0, or CC BY 4.0", "under CC\u00a0BY\u2011SA\u00a04.0, or CC\u00a0BY\u00a04.0"),
    ],
)
def test_a_number_keeps_its_unit_and_a_licence_its_line(text: str, joined: str) -> None:
    whole = document(nodes.Text(text), nodes.literal("", text))
    no_breaks.join(whole, EN, EN)
    assert whole[0][0].astext() == joined
    assert whole[0][1].astext() == text


def test_a_reference_to_a_figure_has_gaps_on_both_sides_in_chinese() -> None:
    number = addnodes.number_reference("", "", title="图 %s")
    link = nodes.reference("", "OECD", refuri="https://example.org")
    whole = document(nodes.Text("见"), number, nodes.Text("和"), link, nodes.Text("，"))
    no_breaks.join(whole, ZH, EN)
    gaps = [child.astext() if isinstance(child, nodes.raw) else "" for child in whole[0]]
    assert gaps == ["", "", r"\octavogap{}", "", r"\octavogap{}", "", ""]
    assert number["title"] == "图\u00a0%s"


def test_an_english_title_is_hyphenated_as_english() -> None:
    whole = document(nodes.Text("Voir "), nodes.emphasis("", "Learning", classes=["language-en"]))
    no_breaks.join(whole, FR, EN)
    assert whole[0][1].astext() == r"{\octavohyphens{english}Learning}"


def test_a_latin_title_in_chinese_text_has_the_quotes_of_latin_text() -> None:
    latin, chinese = nodes.emphasis("", "“Learning” at home"), nodes.emphasis("", "“学习”")
    no_breaks.join(document(latin, nodes.Text("和"), chinese), ZH, EN)
    assert latin.astext() == r"\octavolatin{}“Learning” at home"
    assert chinese.astext() == "“学习”"


def test_an_untranslated_formula_or_block_of_code_has_no_braces_around_it() -> None:
    formula = nodes.math_block("", "a + b\\\\\n", classes=["language-en"])
    code = nodes.literal_block("", "a_b", classes=["language-en"])
    no_breaks.join(document(formula, code), FR, EN)
    assert [child.astext() for child in (*formula, *code)] == ["a + b\\\\\n", "a_b"]


def test_the_title_of_a_todo_is_plain_text() -> None:
    title = nodes.title("", "", nodes.inline("", "Todo", classes=["language-en"]))
    no_breaks.join(document(todo_node("", title)), FR, EN)
    assert title.astext() == "Todo"
