"""Names of terms and titles stay apart, and links keep their own addresses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.compiler.checks import check
from octavo.project import Project

CODES = {"names-taken", "links-swapped", "links-other-address"}
A, B, C = "https://example.org/a", "https://example.org/b", "https://example.org/c"


def found(project: Project, put, rows, locale: str = "fr") -> list[tuple[str, str]]:
    """Return code and message of the findings in a catalog of *rows*, each an original and its translation."""
    escaped = [[text.replace("\\", "\\\\").replace('"', '\\"') for text in row] for row in rows]
    put(project, "\n".join(f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in escaped), locale)
    return [(finding.code, finding.message) for finding in check(project) if finding.code in CODES]


LINKED = ("Read about :term:`bandwidth` and `History`_.", "Voyez la :term:`débit <bandwidth>` et `Histoire`_.")
TAKEN = (
    # a term with the translation of another term, in other letters, with a classifier, with markup
    (("bandwidth", "débit"), ("latency", "débit")),
    (("bandwidth", "débit"), ("latency", "DÉBIT")),
    (("bandwidth", "débit"), ("latency", "débit : réseau")),
    (("bandwidth", "débit"), ("latency", "*débit*")),
    # a term with the name of another one in the original, translated or not
    (("bandwidth", "débit"), ("latency", "bandwidth")),
    # the same of titles
    (("History", "Histoire"), ("Geography", "Histoire")),
    (("History", "Histoire"), ("Geography", "History")),
    (("Geography", "histoire"), ("History", "Histoire")),
)
APART = (
    (("bandwidth", "débit"), ("latency", "latence")),
    (("History", "Histoire"), ("Geography", "Géographie")),
    # nobody refers to these
    (("Plan", "Projet"), ("Project", "Projet")),
    # the same name in the original too
    (("History", "Histoire"), ("*History*", "*Histoire*")),
    # forms of one word
    (("bandwidth", "débit"), ("Bandwidths", "Débit")),
    (("The bandwidth", "débit"), ("bandwidth", "Débit")),
    # a label of its own is no name of a text
    (
        ("See :ref:`Latency <shifting>`.", "Voir :ref:`latence <shifting>`."),
        ("Shifts", "Décalage"),
        ("shifting", "décalage"),
    ),
    # a sentence is no name
    (("bandwidth", "débit"), ("We need more bandwidth.", "Il faut du débit.")),
)


@pytest.mark.parametrize("rows", TAKEN)
def test_a_name_that_is_another_ones_is_a_finding(project, put, rows):
    assert [code for code, _ in found(project, put, [LINKED, *rows])] == ["names-taken"]


@pytest.mark.parametrize("rows", APART)
def test_names_of_their_own_are_none(project, put, rows):
    assert found(project, put, [LINKED, *rows]) == []


def test_a_term_that_is_not_translated_yet_keeps_its_name(project, put):
    rows = [LINKED, ("bandwidth", ""), ("latency", "Bandwidth")]
    project.templates.mkdir(parents=True)
    po.write(po.Catalog(project.templates / "index.pot", tuple(po.Message(master) for master, _ in rows)))
    assert [code for code, _ in found(project, put, rows)] == ["names-taken"]


def test_a_term_of_the_term_base_has_its_name_without_a_link(project, put):
    project.term_base.parent.mkdir(parents=True, exist_ok=True)
    project.term_base.write_text('term = [ { en = "bandwidth", fr = ["débit"] } ]\n', encoding="utf-8")
    rows = [("bandwidth", "débit"), ("latency", "débit")]
    assert found(project, put, rows) == [("names-taken", "“débit” is the name of “bandwidth” too, to which links lead")]


def test_a_page_may_have_a_title_of_another_page(project, put):
    (project.source / "other.rst").write_text("Title\n=====\n", encoding="utf-8")
    put(project, 'msgid "Geography"\nmsgstr "Histoire"\n', "fr", "other")
    assert found(project, put, [LINKED, ("History", "Histoire")]) == []


def test_names_are_the_same_when_results_are_stored(project, put):
    rows = [LINKED, ("bandwidth", "débit"), ("latency", "débit")]
    assert found(project, put, rows) == found(project, put, rows) != []


SWAPPED = (
    ("fr", f"Read `the guide <{A}>`__ or `the source <{B}>`__.", f"Lisez `le guide <{B}>`__ ou `la source <{A}>`__."),
    ("fr", f"Read `the manual <{A}>`__ or `the code <{B}>`__.", f"Lisez `le guide <{B}>`__ ou `la source <{A}>`__."),
    ("fr", f"`The manual <{A}>`__ says that `the code <{B}>`__ is new.",
     f"`Le guide <{B}>`__ dit que `la source <{A}>`__ est neuve."),
    # the order is that of the original, the words are not
    ("fr", f"Read `the guide <{A}>`__ or `the source <{B}>`__.", f"Lisez `la source <{A}>`__ ou `le guide <{B}>`__."),
    ("fr", "Read :doc:`the guide </a>` or :doc:`the source </b>`.",
     "Lisez :doc:`le guide </b>` ou :doc:`la source </a>`."),
    ("fr", "Less :term:`latency <a>`, more :term:`jitter <b>`.",
     "Moins de :term:`latence <b>`, plus de :term:`gigue <a>`."),
    ("zh_CN", f"Read `the guide <{A}>`__ or `the source <{B}>`__.", f"请看 `指南 <{B}>`__ 或 `源代码 <{A}>`__。"),
    # three links: one pair
    ("fr", f"`One <{A}>`__, `two <{B}>`__, `three <{C}>`__.", f"`Un <{A}>`__, `deux <{C}>`__, `trois <{B}>`__."),
)  # fmt: skip
IN_ORDER = (
    ("fr", f"Read `the guide <{A}>`__ or `the source <{B}>`__.", f"Lisez `le guide <{A}>`__ ou `la source <{B}>`__."),
    # words and addresses change their order together
    ("fr", f"Read `the guide <{A}>`__ or `the source <{B}>`__.", f"Lisez `la source <{B}>`__ ou `le guide <{A}>`__."),
    ("zh_CN", f"Read `the pages <{A}>`__ of `the guide <{B}>`__.", f"请看 `指南 <{B}>`__ 的 `页面 <{A}>`__。"),
    ("fr", f"`Here <{A}>`__ and `here <{B}>`__.", f"`Ici <{B}>`__ et `ici <{A}>`__."),
    ("fr", f"`Here <{A}>`__ and `there <{A}>`__.", f"`Ici <{A}>`__ et `là <{A}>`__."),
    ("fr", f"`Here <{A}>`__ and `there <{B}>`__.", f"`Ici <{A}>`__ et là."),
    # a name, and the same name with more words
    ("es", f"`Stylescan <{A}>`_ has `Stylescan codes <{B}>`_.", f"`Stylescan <{A}>`_ da `códigos Stylescan <{B}>`_."),
)


@pytest.mark.parametrize(("locale", "master", "text"), SWAPPED)
def test_links_with_each_others_address_are_a_finding(project, put, locale, master, text):
    assert [code for code, _ in found(project, put, [(master, text)], locale)] == ["links-swapped"]


@pytest.mark.parametrize(("locale", "master", "text"), IN_ORDER)
def test_links_with_their_own_addresses_are_none(project, put, locale, master, text):
    assert found(project, put, [(master, text)], locale) == []


def test_the_glossary_tells_which_words_belong_to_an_address(project, put):
    rows = [
        ("latency", "attente"), ("jitter", "gigue"),
        ("With :term:`latency <a>` comes much :term:`jitter <b>`.",
         "La :term:`gigue <a>` vient de l’:term:`attente <b>`."),
    ]  # fmt: skip
    assert [code for code, _ in found(project, put, rows)] == ["links-swapped"]
    rows[2] = (rows[2][0], "La :term:`gigue <b>` vient de l’:term:`attente <a>`.")
    assert found(project, put, rows) == []


ELSEWHERE = (
    (f"Not example.net, but `our site <{A}>`__.", f"Pas ce site, mais `example.net <{A}>`__."),
    (f"Not example.net, but `our site <{A}>`__.", f"Pas ce site, mais `www．example．net <{A}>`__."),
    (f"`example.org <{A}>`__, a copy of `example.net <https://example.net/>`__.",
     f"`example.net <{A}>`__, copie de `l’original <https://example.net/>`__."),
)  # fmt: skip


@pytest.mark.parametrize(("master", "text"), ELSEWHERE)
def test_words_that_name_another_address_are_a_finding(project, put, master, text):
    codes = {finding.code for finding in [*_all(project, put, master, text)]}
    assert codes & {"links-other-address", "guard-link"}


def _all(project: Project, put, master: str, text: str):
    put(project, f'msgid "{master}"\nmsgstr "{text}"\n')
    return check(project)


def test_words_that_name_the_address_or_a_file_are_none(project, put):
    master = f"Get `example.org <{A}>`__, `setup.py <{B}>`__ and example.net."
    assert found(project, put, [(master, f"Voyez `example.org <{A}>`__, `setup.py <{B}>`__ et example.net.")]) == []


def test_links_of_markdown_are_compared_too(project: Project, put):
    (project.source / "index.rst").unlink()
    Path(project.source, "index.md").write_text("# Title\n", encoding="utf-8")
    project = replace(project, suffixes=(".md",))
    master = f"Read [the guide]({A}) or [the source]({B})."
    assert [code for code, _ in found(project, put, [(master, f"Lisez [le guide]({B}) ou [la source]({A}).")])] == [
        "links-swapped"
    ]
    assert found(project, put, [(master, f"Lisez [le guide]({A}) ou [la source]({B}).")]) == []
    master = f"Not example.net, but [our site]({A})."
    assert [code for code, _ in found(project, put, [(master, f"Pas ce site, mais [example.net]({A}).")])] == [
        "links-other-address"
    ]
