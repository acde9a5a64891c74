"""What the guard refuses, by class of attack, and what it must let through."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, context_for, prepared, refusals
from octavo.compiler.guard.bounds import LONGEST
from octavo.compiler.guard.context.parsing import Parsing
from octavo.project import Project

FRENCH = Context("fr", frozenset({"allowed.example"}))
CHINESE = Context("zh_CN")
PLAIN = Context("fr", is_plain=True)


def codes(msgid, msgstr, context=FRENCH):
    return {refusal.code for refusal in refusals(Message(msgid, (msgstr,)), context)}


@pytest.mark.parametrize(
    ("msgid", "msgstr", "context"),
    [
        ("Read :doc:`/a` first.", "Lisez d’abord :doc:`/a`.", FRENCH),
        ("Read :doc:`/a` first.", "Lisez d’abord :doc:`le chapitre </a>`.", FRENCH),
        ("Read :doc:`this </a>` first.", "先读:doc:`这个 </a>`。", CHINESE),
        ("Less :term:`Bandwidth`.", "少用:term:`带宽 <bandwidth>`。", CHINESE),
        ("A **most** important word.", "是**重要**的词。", CHINESE),
        ("*Guidance for Teachers* helps.", "《教师在线教学指南》有用。", CHINESE),
        ("See `x <https://a.org/1>`__.", "Voyez `x <https://a.org/fr/1>`__.", FRENCH),
        ("See `x <http://a.org/1>`__.", "Voyez `x <https://allowed.example/1>`__.", FRENCH),
        ("See https://a.org/1.", "见https://a.org/1。", CHINESE),
        ("Write to a@b.org.", "Écrivez à a@b.org.", FRENCH),
        ("One [#a]_ and two [#b]_.", "Deux [#b]_ et un [#a]_.", FRENCH),
        ("Twice :term:`a` and :term:`a`.", "Une fois :term:`x <a>`.", FRENCH),
        ("1. Plan", "1. Prévoir", FRENCH),
        ("A. Plan", "A. Prévoir", FRENCH),
        ("- 5 °C", "- 5 °C", FRENCH),
        ("Take these steps::", "Procédez ainsi ::", FRENCH),
        ("In :numref:`fig-a`.", "À la :numref:`figure %s <fig-a>`.", FRENCH),
        ("A :sup:`2` and :math:`x^2`", "Un :sup:`deux` et :math:`x^2`", FRENCH),
        ("Use |version|.", "Utilisez |version|.", FRENCH),
        ("The :mimetype:`sub` part.", "La part :mimetype:`sous` de :mimetype:`tout/sous`.", FRENCH),
        ("A lazier :meth:`.map`, :class:`.a.B`.", "Un :meth:`map` paresseux, :class:`~a.B`.", FRENCH),
        ("glossary term", "terme : mot", FRENCH),
        ("Costs 5 * 3 (*) euros", "Coûte 5 * 3 (*) euros", FRENCH),
        ("Emoji 👩🏽‍🏫 stay", "Les émojis 👩🏽‍🏫 restent", FRENCH),
        ("a word", "می‌خواهم", Context("fa")),
        ("The Octavo editors, CC BY-SA 4.0", "La rédaction d’Octavo, CC BY-SA 4.0", PLAIN),
        ("You use R&D and 50 %", "R&D, 50 % : oui", PLAIN),
    ],
)
def test_a_fair_translation_passes(msgid, msgstr, context):
    message = prepared(Message(msgid, (msgstr,)), context)
    assert refusals(message, context) == []


@pytest.mark.parametrize(
    ("code", "msgid", "msgstr"),
    [
        # block markup, directives, definitions
        ("guard-block", "Text", ".. role:: x(raw)"),
        ("guard-block", "Text", ".. raw:: html"),
        ("guard-block", "Text", ".. include:: /etc/passwd"),
        ("guard-block", "Text", ".. image:: ../../secret.png"),
        ("guard-block", "Text", ".. |x| replace:: y"),
        ("guard-block", "Text", ".. _name: https://evil.example"),
        ("guard-block", "Text", "__ https://evil.example"),
        ("guard-block", "- Text", "- .. include:: /etc/passwd"),
        ("guard-block", "Text", "code ::"),
        ("guard-characters", "Text", ".. role:: x(raw)\n   :format: html"),
        ("guard-characters", "Text", "Title\n====="),
        # roles
        ("guard-role", "Text", ":raw-html:`<script>`"),
        ("guard-role", "Text", "`<script>`:raw-html:"),
        ("guard-role", "Text", ":download:`x <../../../etc/hostname>`"),
        ("guard-role", ":download:`x <form.pdf>`", ":download:`x <../../../etc/hostname>`"),
        ("guard-role", ":doc:`/a`", ":doc:`/b`"),
        ("guard-role", ":doc:`/a`", ":doc:`/a` :doc:`/a`"),
        ("guard-role", ":doc:`/a`", ":ref:`/a`"),
        ("guard-role", ":term:`a`", ":term:`b <c>`"),
        ("guard-math", ":math:`x`", r":math:`\input{/etc/passwd}`"),
        ("guard-math", ":math:`x <y>`", r":math:`\input{/etc/passwd} <y>`"),
        ("guard-math", r":math:`\input`", ":math:`input`"),
        ("guard-role", ":eval:`1+1`", ":eval:`import os`"),
        ("guard-role", ":numref:`f`", ":numref:`%9999999999s <f>`"),
        ("guard-role", ":numref:`f`", ":numref:`{number:>9999999999} <f>`"),
        ("guard-role", ":numref:`f`", ":numref:`{number.__class__} <f>`"),
        ("guard-role", "Text", "``a :raw-html:`<b>` : c``"),
        # links
        ("guard-link", "Text", "`t <javascript:alert(1)>`_"),
        ("guard-link", "Text", "`t <JavaScript:alert(1)>`__"),
        ("guard-link", "Text", "javascript:alert(1)"),
        ("guard-link", "Text", "`t <data:text/html,x>`__"),
        ("guard-link", "Text", "`t <file:///etc/passwd>`__"),
        ("guard-link", "Text", "`t <//evil.example>`__"),
        ("guard-link", "Text", "`t <../secret.html>`__"),
        ("guard-link", "Text", "https://evil.example/"),
        ("guard-link", "Text", "evil@evil.example"),
        ("guard-link", "https://a.org/", "http://a.org/"),
        ("guard-link", "https://a.org/", "https://a.org.evil.example/"),
        ("guard-link", "https://a.org/", "https://a.org@evil.example/"),
        ("guard-link", "https://a.org/", r"`t <https://a.org\\@evil.example/>`__"),
        ("guard-link", "https://a.org/", "`t <https://\u0430.org/>`__"),
        ("guard-link", "https://a.org/", "`t <https:/a.org>`__"),
        ("guard-link", "See paypal.example", "Voyez p\u0430ypal.example"),
        ("guard-link", "https://a.org/", "https://a.org:8443/"),
        ("guard-link", "https://ka.org/", "`t <https://\u212aa.org/x>`__"),
        ("guard-link", "Text", "Voyez www.evil.example"),
        # beyond the message
        ("guard-reference", "Text", "|release|"),
        ("guard-reference", "Text", "name_"),
        ("guard-reference", "Text", "`a name`_"),
        ("guard-reference", "Text", "`text <name_>`_"),
        ("guard-reference", "Text", "`text`__"),
        ("guard-reference", "A `b`__", "Un b"),
        ("guard-reference", "Text", "_`target`"),
        ("guard-reference", "https://a.org/", "_`target` https://a.org/"),
        ("guard-footnote", "Text", "[#a]_"),
        ("guard-footnote", "Text", "[1]_"),
        ("guard-footnote", "Text", "[CIT]_"),
        ("guard-footnote", "Text [#a]_", "Texte"),
        ("guard-footnote", "Text [#a]_", "Texte [#b]_"),
        # characters
        ("guard-characters", "Text", "a\u202eb"),
        ("guard-characters", "Text", "a\u2066b"),
        ("guard-characters", "Text", "a\u200bb"),
        ("guard-characters", "Text", "a\u200db"),
        ("guard-characters", "Text", "a\ufeffb"),
        ("guard-characters", "Text", "a\u00adb"),
        ("guard-characters", "Text", "a\x00b"),
        ("guard-characters", "Text", "a\x1bb"),
        ("guard-characters", "Text", "a\u2028b"),
        ("guard-characters", "Text", "a\x85b"),
        ("guard-characters", "Text", "a\ud800b"),
        ("guard-characters", "Text", "a\ue000b"),
        ("guard-characters", "Text", "a\u3164b"),
        ("guard-characters", "Text", "a\U000e0041b"),
        ("guard-characters", "Text", "Z" + "\u0301" * 5),
        # size and depth
        ("guard-bounds", "Text", "x " * 400),
        ("guard-bounds", "Text", "x" * 405 + " y"),
        ("guard-bounds", "Text", "*a " * 90),
        ("guard-bounds", "Text", "- - - - - - x"),
        ("guard-bounds", "x " * LONGEST, "x"),
        # syntax
        ("guard-syntax", "Text", "*open"),
        ("guard-syntax", "Text", "``open"),
        ("guard-syntax", "Text", "text  # noqa"),
        # keys
        ("guard-form", "Text\x04other", "x"),
        ("guard-form", "", "x"),
    ],
)  # fmt: skip
def test_an_attack_is_refused(code, msgid, msgstr):
    message = Message(msgid, (msgstr,), msgctxt="context" if not msgid else None)
    assert code in {refusal.code for refusal in refusals(message, FRENCH)}
    # Nothing that is done to prepare a message for publication makes it acceptable.
    assert refusals(prepared(message, FRENCH), FRENCH)


@pytest.mark.parametrize(
    "text",
    [
        "3. Oktober: gut.", "2020. évben", "A. Peter", "V. Abschnitt", "(a) eins", "iv) vier", "#. Zahl", "- eins",
        "* Stern", "+ plus", "• Punkt", "| Strich", ":Feld: Wert", ">>> Zitat", "-a  Option", "--lang=de  Sprache",
        "/V  Schalter", "----", "- **fett**", "- .. include:: /etc/passwd", "1. Mai : ein Tag",
    ],
)  # fmt: skip
def test_what_would_begin_a_list_gets_its_backslash(text):
    master = "A **text**" if "**" in text else "A text"
    assert codes(master, text) >= {"guard-block"}
    published = prepared(Message(master, (text,)), Context("de", is_typeset=False))
    assert published.msgstr == f"\\{text}"
    assert refusals(published, FRENCH) == []
    kept = prepared(Message("- A list", ("- eine",)), Context("de"))
    assert kept.msgstr == "- eine"


@pytest.mark.parametrize("sign", list("\\<>{}$`|"))
def test_plain_text_takes_no_sign_that_html_or_tex_would_read(sign):
    assert "guard-plain" in codes("Guidance", f"Guide {sign}x", PLAIN)


def test_a_link_in_plain_text_is_refused_too():
    assert "guard-link" in codes("Octavo", "Octavo https://evil.example", PLAIN)


def test_a_plural_is_none_of_the_masters():
    """Nothing that Sphinx extracts has plural forms: the text that they are compared with is the catalog's own."""
    for forms in (("%d page", "%d pages"), ("%d page",), ("%d page", ".. raw:: html")):
        message = Message("%d page", forms, msgid_plural="<script>alert(1)</script>")
        assert [refusal.code for refusal in refusals(message, FRENCH)][:1] == ["guard-form"]


def test_plain_text_of_a_figure_gets_no_boundary():
    """Alternative text would show the backslash: what the master has without markup stays without boundaries."""
    message = Message("Multiply 3 and 4", ("乘以*三*的",))
    assert prepared(message, CHINESE).msgstr == "乘以*三*的"


@pytest.mark.parametrize(
    "unit",
    ["*a ", "**a ", "`a ", "``a ", "|a ", "a-", ":a", "a:", "http://a ", "a@b ", "- ", "1. ", "(a) ", "[a]_ ", "_`a ",
     ":a:`b` ", "`a <b>`_ ", "汉-", "汉:", "é.", "a+", "\\", "<", "@"],
)  # fmt: skip
@pytest.mark.parametrize("in_master", [False, True])
def test_hostile_text_of_some_kilobytes_takes_a_moment(unit, in_master):
    """Where docutils alone needs seconds or falls over; even when the English itself claims to be such a text."""
    text = (unit * LONGEST)[: LONGEST - 10]
    message = Message(text if in_master else "An ordinary sentence. " * 100, (text,))
    start = process_time()
    refusals(prepared(message, FRENCH), FRENCH)
    assert process_time() - start < 1


PIECES = [
    ".. ", "::", "role", "raw", ":x:", "`", "``", "<", ">", "javascript:", "https://evil.example", "\n", "   ",
    "_", "__", "|",
    "*", "**", "[#a]_", ":doc:`/a`", ":download:`/etc/passwd`", "\\", " : ", "#noqa", "\u202e", "\x00", "- ",
    "1. ", "word", "重要", "。", "=", "====", "{number}", "%s", ";",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_what_passes_holds_nothing_that_the_master_lacks(text):
    """Stated by other means than the guard's: no role, link, directive or reference can be left."""
    message = prepared(Message("Words only.", (text,)), FRENCH)
    if refusals(message, FRENCH):
        return
    from octavo.text.markup import inventory

    for view in (message.msgstr, message.msgstr.split(" : ")[0]):
        found = inventory(view)
        assert found.blocks in ((), ("paragraph",))
        # Single backquotes only make words slanted here.
        assert not any(role.name for role in found.roles)
        assert not (found.links or found.references or found.footnotes or found.substitutions)
    assert not {"\n", "\x00", "\u202e"} & set(message.msgstr)


MYST = Context("fr", frozenset({"allowed.example"}), is_markdown=True, is_rest=False)


@pytest.mark.parametrize(
    ("master", "text"),
    [
        ("A word", "Un <script>alert(1)</script> mot"),
        ("A `<script>` word", "Un <script> mot"),
        (r"A \<b> word", "Un <b> mot"),
        ("A word", "[Un](javascript:alert%281%29) mot"),
        ("A [word](https://a.example/x)", "Un [mot](https://b.example/x)"),
        ("A word", "Un <https://b.example/>"),
        ("A word", "{download}`mot </etc/passwd>`"),
        ("See {doc}`page`", "Voir {doc}`other`"),
        ("See {ref}`a word <here>`", "Voir {ref}`un mot <there>`"),
        ("A word", "```{include} /etc/passwd\n```"),
        ("A word", ":::{raw} html"),
        ("A word", "{{ secret }}"),
        ("A word", "(target)="),
        ("A word", "# Un mot"),
        ("A word", "- Un mot"),
        ("A word", "![mot](/etc/passwd)"),
        ("A word", "Un mot[^1]"),
        ("A word", "Un $mot$"),
        ("A word", "[mot]: https://b.example/"),
    ],
)
def test_in_myst_nothing_is_run_opened_or_linked_to_that_the_english_does_not(master: str, text: str) -> None:
    assert refusals(Message(master, msgstrs=(text,)), MYST)


@pytest.mark.parametrize(
    ("master", "text"),
    [
        ("A **bold** word, *really*.", "Un mot en **gras**, *vraiment*."),
        ("A [word](https://a.example/x) or two.", "Un [mot](https://a.example/x) ou deux."),
        ("See {doc}`page` and `code`.", "Voir `code` et {doc}`page`."),
        ("See {ref}`a word <here>`.", "Voir {ref}`un mot <here>`."),
        ("Press {guilabel}`Save`.", "Cliquez sur {guilabel}`Enregistrer`."),
        ("1. A plan", "1. Un plan"),
        ("A word", "Un [mot](https://allowed.example/)"),
    ],
)
def test_in_myst_an_honest_translation_passes(master: str, text: str) -> None:
    assert refusals(Message(master, msgstrs=(text,)), MYST) == []


def test_the_guard_reads_a_page_as_sphinx_does(small: Project) -> None:
    """A catalog that holds pages of both kinds must be safe as both."""
    (small.source / "more.md").write_text("# More\n", encoding="utf-8")
    kinds = {name: (c.is_rest, c.is_markdown) for name in ("index", "more") for c in [context_for(small, "fr", name)]}
    assert kinds == {"index": (True, False), "more": (False, True)}
    both = context_for(replace(small, compact="docs"), "fr", "docs")
    assert (both.is_rest, both.is_markdown) == (True, True)


def test_text_of_myst_gets_no_boundaries_and_its_markup_stays_as_typed() -> None:
    context = replace(MYST, locale="zh_CN")
    message = Message("A **bold** word", msgstrs=("一个**粗体**词",))
    assert prepared(message, context).msgstr == message.msgstr


def test_the_default_role_is_said_as_it_is_typed() -> None:
    """Where it only makes words slanted, it is free; where nobody knows what it does, it is not."""
    message = Message(msgid="Read this now", msgstrs=("Lisez `cela`",))
    assert refusals(message, Context("fr")) == []
    context = Context("fr", parsing=Parsing(default_role=None))
    assert [item.message for item in refusals(message, context)] == ["It uses a single `backquote`"]
