"""A translated formula sets the same formula and does nothing else, or the master's is shown."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, kinds, prepared, refusals
from octavo.compiler.guard.context.parsing import Parsing
from octavo.compiler.guard.math import problems
from octavo.compiler.guard.math.formulas import formulas, key
from octavo.text.mathml import FormulaError, mathml

HERE = Path(__file__).parent
ATTACKS = tomllib.loads((HERE / "math_attacks.toml").read_text(encoding="utf-8"))["attack"]
FORMULAS = tomllib.loads((HERE / "formulas.toml").read_text(encoding="utf-8"))["formula"]
MATHML = "{http://www.w3.org/1998/Math/MathML}"


def context(kind: str, master: str) -> Context:
    return {
        "block": Context("fr", formulas=frozenset([key(master)])),
        "rest": Context("fr"),
        "myst": Context("fr", is_markdown=True, is_rest=False),
        "metadata": Context("fr", is_plain=True),
    }[kind]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack['kind']} {attack['text']}")
def test_an_attack_is_refused_with_a_sentence(attack: dict[str, str]) -> None:
    where = context(attack["kind"], attack["master"])
    reasons = refusals(prepared(Message(attack["master"], (attack["text"],)), where), where)
    assert reasons
    assert reasons[0].message == attack["sentence"]
    assert all(reason.remedy for reason in reasons)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["text"])
def test_a_fair_formula_passes_unchanged_as_block_and_in_text(formula: dict[str, str]) -> None:
    master, text = formula["master"], formula["text"]
    assert problems(master, text) == []
    block = context("block", master)
    message = Message(master, (text,))
    assert prepared(message, block) == message
    assert refusals(message, block) == []
    for kind, pattern in (("rest", "A :math:`{}` b"), ("myst", "A ${}$ b"), ("myst", "A {{math}}`{}` b")):
        if ("$" in master and kind == "myst") or " : " in text:
            continue  # a dollar ends a formula of MyST; a colon between spaces parts a term from its classifier
        where = context(kind, "")
        inline = prepared(Message(pattern.format(master), (pattern.format(text),)), where)
        assert refusals(inline, where) == []
        assert text in inline.msgstr


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["text"])
def test_a_formula_is_mathml(formula: dict[str, str]) -> None:
    root = etree.fromstring(mathml(formula["text"], "block"))
    assert root.tag == f"{MATHML}math"
    assert {etree.QName(element).namespace for element in root.iter()} == {MATHML[1:-1]}
    if "\\SI" not in formula["text"]:
        assert "\\" not in "".join(root.itertext())


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;}",
        r"\text{</math><img src=x onerror=alert(1)>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(//evil)}{x}",
        r"\class{x}{y}",
        r"\unicode{x3c}script",
        r"\operatorname{a} <b>",
    ],
)
def test_no_formula_of_anybody_puts_anything_but_mathml_into_a_page(tex: str) -> None:
    root = etree.fromstring(mathml(tex, "inline"))
    assert {etree.QName(element).namespace for element in root.iter()} == {MATHML[1:-1]}
    assert not {"script", "img", "b"} & {etree.QName(element).localname for element in root.iter()}
    assert not {"href", "style", "class"} & {name for element in root.iter() for name in element.attrib}


def test_rows_of_a_display_are_rows_in_mathml() -> None:
    root = etree.fromstring(mathml(r"2x + 3 &= 7 \\ x &= 2", "block"))
    assert len(root.findall(f".//{MATHML}mtr")) == 2
    assert "&" not in "".join(root.itertext())


def test_a_formula_that_cannot_be_converted_is_an_error_of_its_own() -> None:
    for tex in (r"\frac", "x^a^b", r"\left( x", r"\def\a{\a\a}\a"):
        with pytest.raises(FormulaError):
            mathml(tex, "inline")


def test_formulas_are_found_in_sources(tmp_path: Path) -> None:
    rest, markdown = tmp_path / "a.rst", tmp_path / "b.md"
    rest.write_text(
        "Text\n\n.. math:: E = mc^2\n   :label: one\n\n.. math::\n   :label: two\n\n   a &= b \\\\\n   c &= d\n\n"
        "* - .. math:: x\n  - y\n\nAfter\n",
        encoding="utf-8",
    )
    markdown.write_text(
        "Text $a$\n\n$$\nx^2\n$$\n\n```{math}\n:label: three\nF = ma\n```\n\n\\begin{align}\na &= b\n\\end{align}\n",
        encoding="utf-8",
    )
    assert formulas([(rest, False)]) == {"E = mc^2", r"a &= b \\ c &= d", "x"}
    assert formulas([(markdown, True)]) == {"x^2", "F = ma", r"\begin{align} a &= b \end{align}"}


def test_prices_are_no_formulas() -> None:
    message = Message("It costs $5 or $6", ("Cela coûte 5 $ ou 6 $",))
    assert refusals(message, context("myst", "")) == []


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        (r"\tau = \frac{v}{v_0} - 1", True),
        (r"\sum_{i=1}^{n} x_i \ne 7", True),
        (r"x = \input{secret}", False),
        (r"\def\x{1} x", False),
        (r"\frac{v}{", False),
        (r"a & b", False),
        (r"a \\ b", False),
        (r"\begin{matrix} a \end{matrix}", False),
        ("x" * 400, False),
        (r"\text{http://evil.example}", False),
    ],
)
def test_a_project_may_let_a_formula_be_another_one_of_the_listed_macros(text: str, is_allowed: bool) -> None:
    """An honest example: a rate of growth that another country defines by a fraction."""
    master = r"t = \ln v"
    free = Parsing(free_formulas=True)
    for where, pattern in (
        (Context("fr", formulas=frozenset([master]), parsing=free), "{}"),
        (Context("fr", parsing=free), "A :math:`{}` b"),
        (Context("fr", is_markdown=True, is_rest=False, parsing=free), "A {{math}}`{}` b"),
    ):
        message = Message(pattern.format(master), (pattern.format(text),))
        assert (refusals(prepared(message, where), where) == []) == is_allowed
        strict = replace(where, parsing=Parsing())
        assert refusals(prepared(message, strict), strict) != []
    assert (kinds.refusals(kinds.Kind.MATH, master, text, free_formulas=True) == []) == is_allowed
    assert kinds.refusals(kinds.Kind.MATH, master, text) != []


@pytest.mark.parametrize(
    "text",
    [
        r"\sum_ \limits {i}", r"x_\arccos y", "f' '", r"\text{a \| b}", r"\cfrac [x y",
        r"\sqrt \nolimits", r"\tilde \qquad", r"x^ \textstyle y",
        r"\mathbin \sin^2 x", r"x_~y",
        r"x \begin{align} a &= b \end{align}", r"\begin{align} a &= b \end{align} x", r"\vec \ldots",
    ],
)  # fmt: skip
def test_what_would_stop_tex_is_refused(text: str) -> None:
    master = r"\begin{align} a &= b \end{align}" if "align" in text else "x"
    assert [item.code for item in problems(master, text, is_free=True)] == ["guard-math"]


@pytest.mark.parametrize(
    "text", [r"x_\alpha", r"90^\circ", r"\sqrt\pi", r"\hat\theta", r"\frac12", r"x^*", r"a \not\in b"]
)
def test_one_sign_needs_no_braces(text: str) -> None:
    assert problems("x", text, is_free=True) == []


def test_rows_of_a_substack_are_none_of_the_formula() -> None:
    master = r"a &= b \\ c &= d"
    assert problems(master, r"a &= \sum_{\substack{i\\j}} b \\ c &= d", is_free=True) == []
    assert problems(master, r"a &= \sum_{\substack{i\\j}} b c &= d", is_free=True) != []
