"""The rules read MyST as MyST: what is right there is no finding, and what is missing there is one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.compiler.checks import check
from octavo.project import Project
from octavo.text.markup import Construct
from octavo.text.markup import myst as markdown


@pytest.fixture
def myst(project: Project) -> Project:
    """A project whose page is Markdown, and whose other page, in the same catalog, is reStructuredText."""
    (project.source / "index.rst").unlink()
    (project.source / "index.md").write_text("# Title\n", encoding="utf-8")
    return replace(project, suffixes=(".md", ".rst"))


def codes(project: Project) -> list[str]:
    return [finding.code for finding in check(project)]


def pair(msgid: str, msgstr: str, reference: str = "source/index.md") -> str:
    escaped = [text.replace("\\", "\\\\").replace('"', '\\"') for text in (msgid, msgstr)]
    return f'#: {reference}\nmsgid "{escaped[0]}"\nmsgstr "{escaped[1]}"\n'


RIGHT = (
    ("Read the [site](https://example.com/) and {doc}`/index`.",
     "Lisez le [site](https://example.com/) et {doc}`/index`."),
    ("Call `run(x)` with **care**.", "Appelez `run(x)` avec **soin**."),
    ("Call __it__ _now_, in `__init__`.", "Appelez-**le** *maintenant*, dans `__init__`."),
    ("It saves {term}`bandwidth`.", "Cela économise la {term}`bande passante <bandwidth>`."),
    ("Version {{ release }} of `|x|_`.", "La version {{ release }} de `|x|_`."),
    ("See the note[^1].", "Voyez la note[^1]."),
    ("The mass is $m = 5$ here.", "La masse est ici $m = 5$."),
    ("Press <kbd>Tab</kbd> once.", "Appuyez une fois sur <kbd>Tab</kbd>."),
    ("See [the page](guide/start.md#in-5-steps).", "Voyez [la page](guide/start.md#in-5-steps)."),
    ("A **[bold link](https://example.com/2)** here.", "Un **[lien gras](https://example.com/2)** ici."),
    ("![A cat](cat.png)", "![Un chat](cat.png)"),
    (r"Write \*this\* with stars.", r"Écrivez \*ceci\* avec des étoiles."),
)  # fmt: skip
WRONG = (
    ("Read {doc}`/index` today.", "Lisez aujourd’hui ce chapitre.", "markup-role-missing", "{doc}`"),
    ("Read the [site](https://example.com/) now.", "Lisez le site.", "markup-link-missing", "https://example.com/"),
    ("Read [that](start.md) now.", "Lisez cela.", "markup-link-missing", "start.md"),
    ("Call `run(x)` now.", "Appelez maintenant la fonction.", "markup-literal", "`run(x)`"),
    ("Version {{ release }} is out.", "La version actuelle est parue.", "markup-reference-missing", "{{ release }}"),
    ("Do it **before** the lesson.", "Faites-le avant le cours.", "markup-emphasis", "**"),
    ("Do it *before* the lesson.", "Faites-le avant le cours.", "markup-emphasis", "*"),
    ("Do it before the lesson.", "Faites-le avant** le cours.", "markup-stray", "**"),
    ("Read {doc}`/a` now.", "Lisez {doc}`/a` maintenant, le ｛doc｝ aussi.", "markup-stray", "｛doc｝"),
    ("Read {doc}`the first chapter </a>` today.",
     "Lisez aujourd’hui {doc}`the first chapter </a>`.", "markup-alike", ""),
)  # fmt: skip


@pytest.mark.parametrize(("msgid", "msgstr"), RIGHT)
def test_a_right_translation_of_myst_has_no_finding(myst: Project, put, msgid: str, msgstr: str) -> None:
    put(myst, pair(msgid, msgstr))
    assert codes(myst) == []


@pytest.mark.parametrize(("msgid", "msgstr", "code", "shown"), WRONG)
def test_what_is_missing_or_astray_in_myst_is_found_and_shown_as_myst(
    myst: Project, put, msgid: str, msgstr: str, code: str, shown: str
) -> None:
    put(myst, pair(msgid, msgstr))
    found = [finding for finding in check(myst) if finding.code == code]
    assert found, codes(myst)
    assert shown in found[0].message
    assert ":doc:" not in found[0].message + found[0].remedy


def test_in_a_catalog_of_both_each_message_is_read_as_its_page_is(myst: Project, put) -> None:
    (myst.source / "start.rst").write_text("Start\n=====\n", encoding="utf-8")
    both = replace(myst, compact="docs")
    markup = {"markup-role-missing", "markup-literal", "markup-stray"}
    put(both, pair("Read `code` now.", "Lisez ceci."), name="docs")
    assert "markup-literal" in codes(both)
    put(both, pair("Read :doc:`/start` now.", "Lisez ceci.", "../source/start.rst"), name="docs")
    assert "markup-role-missing" in codes(both)
    put(
        both,
        pair("Read ``code`` in :doc:`/start`.", "Lisez ``code`` dans :doc:`/start`.", "source/start.rst")
        + pair("Read `code` in {doc}`/start`.", "Lisez `code` dans {doc}`/start`."),
        name="docs",
    )
    assert not markup & set(codes(both))


@given(st.text("ab é是 \\`*_{}[]()<>!$:/.@^|\n", max_size=60))
def test_tokens_of_markdown_joined_are_the_text(text: str) -> None:
    assert "".join(token.text for token in markdown.tokens(text)) == text


@pytest.mark.parametrize(
    "piece", ["[", "![", "**", "`", "{a}`", "<a ", "$a", "_a", "[a](", "*a ", "{{", "\\", "a@a.a."]
)
def test_no_text_makes_the_tokens_slow(piece: str) -> None:
    """Many beginnings without an end; a pattern that goes back over all of them would take minutes."""
    text = piece * 1500
    assert "".join(token.text for token in markdown.tokens(text)) == text


def test_what_stands_inside_other_markup_is_found() -> None:
    cut = markdown.tokens("**see [the `code`](x.md)**, https://example.org.")
    assert [token.construct for token in cut if not token.is_text] == [
        Construct.STRONG, Construct.REFERENCE, Construct.LITERAL, Construct.REFERENCE, Construct.STRONG, Construct.URL,
    ]  # fmt: skip
    assert [token.text for token in cut if token.is_text] == ["see ", "the ", ", ", "."]
