"""Each rule of the guard is needed: without it, an attack passes that it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from octavo.catalogs.po import Message
from octavo.compiler import guard
from octavo.compiler.guard import Context, kinds, myst, prepared, refusals, rst
from octavo.compiler.guard.context.parsing import Parsing
from octavo.compiler.guard.math.formulas import key
from octavo.compiler.guard.pair import Refusal

FORMULA = "x = y"
REST, MYST = Context("fr"), Context("fr", is_markdown=True, is_rest=False)
PLAIN, WORDS = Context("fr", is_plain=True), Context("fr", is_interface=True)
LITERAL = Context("fr", literals=frozenset(["a\nb"]))
MATH = Context("fr", formulas=frozenset([key(FORMULA)]))
KNOWN = Context("fr", known=frozenset(["Read this."]))
#: The rule, as a name in a module; the surroundings, the master's text and the attack.
RULES = [
    ("guard.bounds.refused", REST, "Read.", "x" * 900),
    ("guard.characters.refused", REST, "Read.", "Lisez\u202e."),
    ("guard.gettext_form.refused", KNOWN, "Other.", "Autre."),
    ("guard.interface_words.refused", WORDS, "Search", "<b onclick=x>Chercher</b>"),
    ("guard.plain_text.refused", PLAIN, "Guide", "Guide $x$"),
    ("guard.math.refused", MATH, FORMULA, r"\input{x}"),
    ("guard.kinds.RULES", LITERAL, "a\nb", "a\nb\n\nc"),
    ("guard.myst.refused", MYST, "Read.", "Lisez <script>x</script>."),
    ("guard.rst.refused", REST, "Read.", "Lisez :py:mod:`os`."),
    ("guard.links.refused", REST, "Read.", "Lisez https://evil.example."),
    ("rst._blocks", REST, "Read.", ".. include:: x"),
    ("rst._roles", REST, "Read.", "Lisez :eval:`x`."),
    ("rst._names", REST, "Read.", "Lisez |x|."),
    ("rst._complaints", REST, "Read.", "Lisez `x."),
    ("rst.math.compared", REST, "A :math:`x`.", r"Un :math:`\input{x}`."),
    ("links.deceits", REST, "Read.", "Lisez http\\ ://evil.example."),
    ("myst._commands", MYST, "$5 here", r"5 $ ici \input x"),
    ("myst._formulas", MYST, "A $x_1$ here", r"Un $\frac{1}{2}$ ici"),
    ("myst.surplus", MYST, "Read.", "Lisez {{ x }}."),
    ("myst.deceits", MYST, "Read.", "Lisez http ://evil.example."),
]


def nothing(*_: object, **__: object) -> Iterator[Refusal]:
    yield from ()


def without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the rule *name*."""
    if name == "guard.kinds.RULES":
        monkeypatch.setitem(kinds.RULES, kinds.Kind.LITERAL, nothing)
        return
    place, _, rule = name.rpartition(".")
    module = {"guard": guard, "rst": rst, "myst": myst, "links": guard.links}[place.partition(".")[0]]
    for part in place.split(".")[1:]:
        module = getattr(module, part)
    tests = (*guard._CHEAP, *guard._PARSING)
    old = getattr(module, rule)
    monkeypatch.setattr(module, rule, nothing)
    if old in tests:
        for group in ("_CHEAP", "_PARSING"):
            kept = tuple(test for test in getattr(guard, group) if test is not old)
            monkeypatch.setattr(guard, group, kept)


@pytest.mark.parametrize(("rule", "where", "master", "attack"), RULES, ids=[rule for rule, *_ in RULES])
def test_without_the_rule_the_attack_passes(
    monkeypatch: pytest.MonkeyPatch, rule: str, where: Context, master: str, attack: str
) -> None:
    message = Message(master, (attack,))
    assert refusals(prepared(message, where), where) != []
    without(rule, monkeypatch)
    assert refusals(prepared(message, where), where) == []


def test_every_rule_of_the_guard_is_among_them() -> None:
    named = {rule.split(".")[1] for rule, *_ in RULES if rule.startswith("guard.")}
    modules = {name for name, value in vars(guard).items() if hasattr(value, "refused")}
    assert named == {*modules, "kinds"}


@pytest.mark.parametrize(
    ("kind", "master", "attack"),
    [
        (kinds.Kind.LITERAL, "a\nb", "a\nb\n\nc"),
        (kinds.Kind.DOCTEST, ">>> a", ">>> a\nb"),
        (kinds.Kind.MATH, "x", r"\input{x}"),
        (kinds.Kind.RAW, "<p>A</p>", "<p onclick=x>A</p>"),
        (kinds.Kind.IMAGE, ".. image:: a.png", ".. image:: /etc/a.png"),
    ],
)
def test_each_kind_that_a_program_reads_has_a_rule_of_its_own(
    monkeypatch: pytest.MonkeyPatch, kind: kinds.Kind, master: str, attack: str
) -> None:
    assert kinds.refusals(kind, master, attack) != []
    monkeypatch.setitem(kinds.RULES, kind, nothing)
    assert kinds.refusals(kind, master, attack) == []


def test_a_default_role_that_runs_code_is_judged_as_code() -> None:
    context = Context("fr", parsing=Parsing(default_role="eval"))
    message = Message("Read `x`.", ("Lisez `y`.",))
    assert refusals(message, context) != []


def test_a_long_run_of_spaces_is_refused_unless_the_master_has_one() -> None:
    """Sphinx looks for the classifier of a term in quadratic time."""
    spaces = " " * 30_000
    long, context = "word " * 2_000, Context("fr", house_style=False)
    for master, text in ((long, f"x{spaces}y"), (long, f"``x{spaces}`y")):
        message = Message(master, (text,))
        assert [item.code for item in refusals(prepared(message, context), context)] == ["guard-bounds"]
        assert guard.with_repairs(message, context) is None
    assert refusals(Message(f"a{spaces[:300]}b", (f"c{spaces[:300]}d",)), REST) == []
