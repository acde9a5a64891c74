"""Texts that translators of other projects write: code, names in single backquotes, prices beside formulas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from octavo.catalogs import po
from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, context_for, is_literal, prepared, refusals, with_repairs
from octavo.compiler.guard.context.names import Names
from octavo.compiler.guard.context.parsing import Parsing
from octavo.project import Project

CODE = "print(*values)\nx = 'a'"


def published(master: str, text: str, context: Context) -> tuple[str, list[str]]:
    message = prepared(Message(master, (text,)), context)
    return message.msgstr, [refusal.code for refusal in refusals(message, context)]


@pytest.mark.parametrize("text", ["imprimer(*valeurs)\nx = `l'eau`_", "- `x_ |y|\n.. raw:: html", "* a\n:raw:`b`"])
def test_a_literal_block_is_no_markup_and_has_no_typography(text: str) -> None:
    assert published(CODE, text, Context("fr", literals=frozenset([CODE]))) == (text, [])
    assert published(CODE, text, Context("fr"))[1] != []


@pytest.mark.parametrize(
    ("text", "code"), [("a\nb\nc", "guard-kind"), (" ", "guard-kind"), ("a\u202eb", "guard-characters")]
)
def test_a_literal_block_keeps_its_lines_and_its_bounds(text: str, code: str) -> None:
    assert published(CODE, text, Context("fr", literals=frozenset([CODE])))[1] == [code]


def test_in_markdown_a_literal_block_is_judged_as_markup() -> None:
    """Sphinx parses its translation as Markdown."""
    context = Context("fr", is_markdown=True, is_rest=False, literals=frozenset([CODE]))
    assert published(CODE, "<script>\nx", context)[1] != []


def test_words_in_single_backquotes_that_are_a_link_lead_where_the_english_leads() -> None:
    context = Context("fr", parsing=Parsing(default_role="any"))
    assert published("Read the `guide`.", "Lisez le `manuel`.", context) == ("Lisez le `manuel <guide>`.", [])
    assert published("Read the `guide`.", "Lisez le `guide`.", context) == ("Lisez le `guide`.", [])
    kept = published("`pip` or `venv`", "``pip`` et `outils`, `venv`", context)
    assert kept == ("``pip`` et `outils <pip>`, `venv`", [])


def test_words_in_single_backquotes_without_a_known_target_are_only_slanted() -> None:
    context = Context("fr", parsing=Parsing(default_role="any"))
    text, codes = published("`one` and `two`", "`un` et `deux`", context)
    assert (text, codes) == (":title-reference:`un` et :title-reference:`deux`", [])
    # A master without such words has given no leave to link.
    assert published("one", "`un`", context)[1] == ["guard-role"]
    assert published("`one`", "`un </etc/passwd>`", context)[1] == ["guard-role"]


def test_the_names_of_a_language_tell_which_target_is_meant(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.po"
    path.write_text('msgid ""\nmsgstr ""\n\nmsgid "One"\nmsgstr "Un"\n\nmsgid "Two"\nmsgstr "Deux"\n', encoding="utf-8")
    context = Context("fr", parsing=Parsing(default_role="any"), names=Names(lambda: [path]))
    assert published("`one` and `two`", "`deux` et `un`", context) == ("`deux <two>` et `un <one>`", [])


DOLLARS = Context(
    "fr", is_markdown=True, is_rest=False, parsing=Parsing(myst=((("enable_extensions", ("dollarmath",)),),))
)  # fmt: skip


def test_a_price_beside_a_formula_is_words() -> None:
    master = "It costs 5 dollars, and the sum is $a^2$."
    assert published(master, "Argent 5 $ et maths $a^2$.", DOLLARS) == (r"Argent 5 \$ et maths $a^2$.", [])
    assert published(master, "$a^2$, et 5 $ ou 6 $.", DOLLARS) == (r"$a^2$, et 5 \$ ou 6 \$.", [])
    assert published(master, r"$a^2$ et $\pi$.", DOLLARS)[1] == ["guard-math"]
    # Another formula is refused, with a price or without one.
    assert published(master, r"5 $ et $\frac{a}{2}$.", DOLLARS)[1] == ["guard-math"]


def test_a_space_around_a_translation_goes_before_docutils_sees_a_block() -> None:
    assert prepared(Message("Text", ("  Texte ",)), Context("fr")).msgstr == "Texte"
    assert refusals(Message("Text", ("  Texte",)), Context("fr"))


def test_without_templates_a_text_of_several_lines_is_a_literal_block(small: Project) -> None:
    language = small.language("fr")
    path = small.catalogs(language) / "one/chapter.po"
    code = Message("class Kite:\n    tail = 'red'", ("class Kite:\n    tail = 'rouge'",))
    content = po.read(path)
    po.write(replace(content, messages=(*content.messages, code)))
    context = context_for(small, "fr", "one/chapter")
    assert published(code.msgid, code.msgstr, context) == (code.msgstr, [])
    assert is_literal(code, context)


def test_before_the_first_template_a_slip_is_repaired_in_a_catalog_of_both_markups() -> None:
    context = Context("fr", is_markdown=True, is_rest=True, house_style=False)
    message = Message("See `open issues`_.", ("Voir `tickets ouverts`_.",), references=("../../manual/python.rst:3",))
    assert refusals(message, context)
    better = with_repairs(message, context)
    assert better is not None
    assert better.msgstr == "Voir `tickets ouverts <open issues_>`_."
    assert refusals(better, context) == []
    assert with_repairs(message.edited(references=("../../manual/python.md:3",)), context) is None


def test_long_code_is_bounded_by_the_masters_only() -> None:
    code = "".join(f"rule_{number}: {'x' * 500}{'*a' * 300}\n" for number in range(60))
    context = Context("fr", literals=frozenset((code,)))
    assert published(code, code.replace("rule", "règle"), context)[1] == []
    assert published(code, code * 5, context)[1] == ["guard-bounds"]
    assert published(code, code, Context("fr"))[1] == ["guard-bounds"]


def test_in_a_catalog_of_both_markups_each_message_has_the_markup_of_its_pages(small: Project) -> None:
    project = replace(small, compact="all", suffixes=(".rst", ".md"), house_style=False)
    (project.source / "notes.md").write_text("# Notes\n", encoding="utf-8")
    texts = (("A `file` of code.", "notes.md"), ("An *old* word.", "one/index.rst"), ("Both *of* them.", "x.md"))
    messages = [Message(text, references=(f"source/{name}",)) for text, name in texts]
    messages[2] = messages[2].edited(references=("source/x.md", "source/one/index.rst"))
    po.write(po.Catalog(project.templates / "all.pot", (Message("", ("Content-Type: text/plain",)), *messages)))
    context = context_for(project, "fr", "all")
    assert (context.is_rest, context.is_markdown) == (True, True)
    assert (context.rest_only, context.markdown_only) == ({"An *old* word."}, {"A `file` of code."})
    # What is broken in one markup is repaired where only that one counts.
    assert refusals(Message("An *old* word.", ("Un *vieux *mot.",)), context) != []
    assert with_repairs(Message("An *old* word.", ("Un *vieux *mot.",)), context) is not None
    assert with_repairs(Message("Both *of* them.", ("Les *deux *mots.",)), context) is None
    # A role of reStructuredText is text in Markdown, and an image of Markdown in reStructuredText.
    assert refusals(Message("A `file` of code.", ("Un `fichier` :doc:`/a`.",)), context) == []
    assert refusals(Message("An *old* word.", ("Un ![vieux](y.png) *mot*.",)), context) == []
    assert refusals(Message("Both *of* them.", ("Les ![deux](y.png) *mots*.",)), context) != []
