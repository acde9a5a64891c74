"""Tokens lose no character; boundaries are idempotent; the inventory is docutils' own, with nothing run."""

import re

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st

from octavo.text.markup import Construct, Shape, inventory, plain_text, tokens, with_boundaries
from tests.conftest import examples

# Pieces that make markup likely, between words of two scripts.
PIECES = [
    "*", "**", "`", "``", "|", "_", "__", ":", ":doc:", ":term:`", "<", ">", "[#a]_", "[1]_", "\\", "\\ ", " ", "::",
    "https://example.org/a", "a@b.org", "word", "重要", "的", "。", "，", "(", ")", "“", "”", "’", "é", "2", "\n", "..",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=30)


@given(texts)
def test_tokens_joined_are_the_text(text):
    assert "".join(token.text for token in tokens(text)) == text
    assert all(token.text for token in tokens(text))


@given(texts)
def test_marks_come_in_pairs(text):
    depth = 0
    for token in tokens(text):
        depth += {Shape.OPEN: 1, Shape.CLOSE: -1}.get(token.shape, 0)
        assert depth in (0, 1)
    assert depth == 0


@given(texts)
@example("*````*``")
@examples(300)
def test_boundaries_are_added_once(text):
    once = with_boundaries(text)
    assert with_boundaries(once) == once


@given(texts)
def test_boundaries_change_nothing_but_boundaries(text):
    assert with_boundaries(text).replace("\\ ", "") == text.replace("\\ ", "")


@given(texts)
def test_any_text_has_an_inventory(text):
    assert inventory(with_boundaries(text)) == inventory(with_boundaries(text))


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("是**重要**的", r"是\ **重要**\ 的"),
        ("参见:doc:`x`。", r"参见\ :doc:`x`。"),
        ("先读:term:`带宽 <bandwidth>`再说", r"先读\ :term:`带宽 <bandwidth>`\ 再说"),
        ("见`链接 <https://e.org>`_吧", r"见\ `链接 <https://e.org>`_\ 吧"),
        ("访问https://e.org/a，再", r"访问\ https://e.org/a，再"),
        ("用``code``写", r"用\ ``code``\ 写"),
        ("注[#a]_在此", r"注\ [#a]_\ 在此"),
        ("《*书名*》", "《*书名*》"),
        ("l’**essentiel**, c’est *ça*.", "l’**essentiel**, c’est *ça*."),
        ("voir :doc:`x`s", r"voir :doc:`x`\ s"),
        # No markup: powers, products, a lone sign, a quoted sign.
        ("2**3 et 4**5", "2**3 et 4**5"),
        ("3*4*5", "3*4*5"),
        ('sign (*) or "*" here', 'sign (*) or "*" here'),
        (r"已\*转义\*的", r"已\*转义\*的"),
        ("a | b | c", "a | b | c"),
    ],
)
def test_boundaries_stand_where_docutils_needs_them(typed, made):
    assert with_boundaries(typed) == made


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("是**重要**的", "strong", 1),
        ("是*重要*的", "emphasis", 1),
        ("用``code``写", "literals", ("code",)),
        ("见`链接 <https://e.org>`__吧", "links", ("https://e.org",)),
        ("write to a@b.org", "links", ("mailto:a@b.org",)),
        ("见`name`_和`two words`_。", "references", ("name", "two words")),
        ("see name_ and `more`__", "references", ("name", "")),
        ("注[#a]_和[1]_和[*]_", "footnotes", ("#a", "1", "*")),
        ("[CIT2002]_", "citations", ("cit2002",)),
        ("版本|v|和 |w|_", "substitutions", ("v", "w")),
        ("_`here` it is", "targets", ("here",)),
        ("text ::", "announces_literal", True),
        ("1. Plan", "blocks", ("enumerated_list", "list_item", "paragraph")),
        ("One.\n\n----\n\nTwo.", "blocks", ("paragraph", "transition", "paragraph")),
        ("*open", "complaints", ("Inline emphasis start-string without end-string.",)),
        ("- " * 2000, "complaints", ("The text is nested too deeply to be parsed.",)),
    ],
)
def test_the_inventory_names_what_docutils_finds(text, attribute, value):
    assert getattr(inventory(with_boundaries(text)), attribute) == value


def test_a_role_has_a_name_a_target_and_a_title():
    doc, term, math = inventory(r":DOC:`Text </a  b>` :term:`bandwidth` :math:`\frac{1}{2}`").roles
    assert (doc.name, doc.title, doc.target) == ("doc", "Text", "/a b")
    assert (term.target, term.title) == ("bandwidth", "")
    assert math.text == r"\frac{1}{2}"


def test_after_a_text_that_was_too_deep_the_next_is_read_as_ever():
    inventory("* " * 3000)
    assert inventory("plain *words*").emphasis == 1


def test_no_role_and_no_directive_runs(monkeypatch):
    """The tables of docutils are never asked, and a file is never opened."""
    from docutils.parsers.rst import directives, roles

    def fail(*args, **kwargs):
        raise AssertionError("docutils was about to run something")

    monkeypatch.setattr(directives, "directive", fail)
    monkeypatch.setattr(roles, "role", fail)
    monkeypatch.setattr("builtins.open", fail)
    assert inventory(".. include:: /etc/passwd").blocks == ("comment",)
    assert inventory(".. role:: x(raw)\n   :format: html").blocks == ("comment",)
    assert "comment" in inventory("- 1. .. raw:: html\n\n        <script>").blocks
    assert "comment" in inventory("=====  =====\na      .. image:: x\n=====  =====").blocks
    assert inventory("a :raw-html:`<b>` :nope:`x` `y`").roles[0].name == "raw-html"


def test_plain_text_is_what_a_reader_reads():
    assert plain_text("是**重要**的，见:doc:`第一章 </a>`和:doc:`/b`。") == "是重要的，见第一章和。"


@given(st.sampled_from(["*重 要*", "**要**", ":doc:`a`", "`t <https://e.org>`_", "``x y``", "|s|", "[#f]_"]))
def test_markup_between_chinese_letters_is_markup_for_docutils(markup):
    found = inventory(with_boundaries(f"前{markup}后"))
    assert found.has_markup
    assert found.complaints == ()
    assert found.is_inline


@pytest.mark.parametrize(
    "unit", ["*a ", "`a ", "|a ", "a-", ":a", "a:", "``a", "http:", "_`a ", "a@", "<a", "\\", "[a"]
)
def test_tokens_take_no_more_than_a_moment(unit):
    """4,000 characters of anything that the grammar could trip over."""
    from time import process_time

    start = process_time()
    with_boundaries((unit * 4000)[:4000])
    assert process_time() - start < 1


def test_every_construct_has_its_token():
    text = r"*e* **s** ``l`` :doc:`r` `w <https://e.org>`_ [#f]_ |x| https://e.org a@b.org \* _`t` p"
    assert {token.construct for token in tokens(text)} == set(Construct)
    assert re.sub(r"\s+", " ", plain_text(text)).strip() == "e s w p"


NESTED = "* an item\n\n  .. note::\n\n     {}\n"


def test_what_notes_markup_and_what_runs_it_share_no_part_of_a_parser() -> None:
    """docutils keeps the parsers of nested text for whoever comes next, by the class of its states."""
    for number in range(3):
        assert "note" not in inventory(NESTED.format(f"noted {number}")).blocks
        tree = publish_doctree(NESTED.format(f"run {number}"), settings_overrides={"report_level": 5})
        assert [node.astext() for node in tree.findall(nodes.note)] == [f"run {number}"]
