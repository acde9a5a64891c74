"""What a merge does to one message: stays, comes back, moves, changes, goes; and what it never does."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from octavo.catalogs import merge, po
from octavo.catalogs.merge import Counts
from octavo.catalogs.po import Message, State
from octavo.errors import OctavoError
from tests.catalogs.merge.conftest import Tree

LONG = "Choose a quiet place near a window, and put your telephone in another room."
LONG_FR = "Choisissez un endroit calme près d’une fenêtre et laissez le téléphone ailleurs."
OTHER = "The library lends laptops to every family that asks for one before noon."
OTHER_FR = "La bibliothèque prête des ordinateurs à qui en demande avant midi."


# --- what did not change ------------------------------------------------------------------------------


def test_an_unchanged_message_keeps_its_very_lines(tree: Tree) -> None:
    path = tree.put("a")
    text = (
        path.read_text(encoding="utf-8")
        + """
# by hand
#. a note
#: source/a.rst
#, no-wrap
msgid "One"
msgstr "U"
"n"

#: source/a.rst
msgid "Two"
msgstr ""

#~ msgid "Old"
#~ msgstr "Vieux"

# the end
"""
    )
    path.write_text(text, encoding="utf-8")
    done = tree.update(a=[Message("One", extracted=("a note",), references=("source/a.rst",)), "Two"])
    assert path.read_text(encoding="utf-8") == text
    assert done.written == ()
    assert done.total == Counts(same=2)


def test_lines_keep_their_wrapping_where_only_the_place_changed(tree: Tree) -> None:
    path = tree.put("a")
    block = '#, no-wrap\nmsgid "One"\nmsgstr "U"\n"n"\n'
    old = path.read_text(encoding="utf-8")
    path.write_text(f"{old}\n# by hand\n#: ../../source/a.rst:12\n{block}", encoding="utf-8")
    tree.update(a=[Message("One", extracted=("see below",), references=("source/a.rst",))])
    assert path.read_text(encoding="utf-8") == f"{old}\n# by hand\n#. see below\n#: source/a.rst\n{block}"


def test_messages_stand_in_the_order_of_the_text(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)), Message("Two", ("Deux",)))
    tree.update(a=["Two", "Zero", "One"])
    assert [message.msgid for message in tree.read("a")] == ["Two", "Zero", "One"]


def test_the_header_survives_with_what_is_unknown_in_it(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)))
    tree.update(a=["Two"])
    assert tree.read("a").headers["X-Own"] == "kept"
    assert tree.read("a").messages[0].comments == ("The translators",)


def test_a_fuzzy_message_is_left_to_its_translator(tree: Tree) -> None:
    fuzzy = Message("Two", ("Un",), flags=("fuzzy",), previous=(None, "One", None))
    tree.put("a", fuzzy)
    assert tree.update(a=["Two"]).written == ()


def test_a_request_for_review_goes_with_the_review(tree: Tree) -> None:
    tree.put("a", Message("Go home!", ("Rentrez.",)))
    tree.update(a=["Go home."])
    message = tree.one("a", "Go home.")
    assert message.comments
    tree.put("a", message.edited(flags=()))
    tree.update(a=["Go home."])
    assert (tree.one("a", "Go home.").comments, tree.one("a", "Go home.").previous_msgid) == ((), None)


# --- edits --------------------------------------------------------------------------------------------


def test_an_edited_message_is_fuzzy_with_its_previous_msgid(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,), comments=("by hand",), flags=("no-wrap",)))
    done = tree.update(a=[LONG.replace("telephone", "radio")])
    (message,) = tree.read("a")
    assert message.state is State.FUZZY
    assert (message.previous_msgid, message.msgstr) == (LONG, LONG_FR)
    assert message.comments == ("by hand",)
    assert message.flags == ("fuzzy", "no-wrap")
    assert done.total == Counts(changed=1)


def test_an_ignored_finding_stays_ignored_through_an_edit(tree: Tree) -> None:
    comment = "octavo: ignore values-number seven days are a week"
    tree.put("a", Message(LONG, (LONG_FR,), comments=(comment,)))
    tree.update(a=[LONG.replace("telephone", "radio")])
    assert next(iter(tree.read("a"))).comments == (comment,)


def test_a_text_edited_twice_keeps_the_english_that_was_translated(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,)))
    tree.update(a=[LONG.replace("telephone", "radio")])
    tree.update(a=[LONG.replace("telephone", "radio").replace("quiet", "calm")])
    assert next(iter(tree.read("a"))).previous_msgid == LONG


def test_an_edit_that_is_taken_back_gives_the_translation_back(tree: Tree) -> None:
    path = tree.put(
        "a", Message(LONG, (LONG_FR,)), Message("See https://a.example now!", ("Voir https://a.example !",))
    )
    before = path.read_bytes()
    tree.update(a=[LONG.replace("telephone", "radio"), "See https://b.example now."])
    assert path.read_bytes() != before
    tree.update(a=[LONG, "See https://a.example now!"])
    assert path.read_bytes() == before


def test_a_translation_that_nobody_reviewed_does_not_become_reviewed_by_two_edits(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,), flags=("fuzzy",)))
    tree.update(a=[LONG.replace("telephone", "radio")])
    tree.update(a=[LONG])
    assert tree.one("a", LONG).state is State.FUZZY


@pytest.mark.parametrize(
    ("old", "new", "msgstr", "expected"),
    [
        ("Go Home", "GO HOME", "Rentrez", "Rentrez"),
        ("Stop, now", "Stop now!", "Arrêtez", "Arrêtez"),
        ("It is *so* good", "It is **so** good", "C’est *si* bon", "C’est *si* bon"),
        (
            "See https://a.example/x.", "See https://b.example/y.",
            "Voir https://a.example/x, en ligne", "Voir https://b.example/y, en ligne",
        ),
        ("See `it <https://a.example>`_", "See `it <https://b.example>`_",
         "`Le <https://a.example>`_ voir", "`Le <https://b.example>`_ voir"),
        ("See :ref:`it <one>`", "See :ref:`it <two>`", "Voir :ref:`ceci <one>`", "Voir :ref:`ceci <two>`"),
        (  # two addresses change places: neither is replaced twice
            "From https://a.example to https://b.example", "From https://b.example to https://a.example",
            "De https://a.example à https://b.example", "De https://b.example à https://a.example",
        ),
        (  # one address is the beginning of the other
            "At https://a.example or https://a.example/deep", "At https://b.example or https://a.example/deep",
            "À https://a.example ou https://a.example/deep", "À https://b.example ou https://a.example/deep",
        ),
    ],
)  # fmt: skip
def test_a_slight_edit_takes_the_translation_over_for_review(
    tree: Tree, old: str, new: str, msgstr: str, expected: str
) -> None:
    tree.put("a", Message(old, (msgstr,)))
    tree.update(a=[new])
    (message,) = tree.read("a")
    assert (message.state, message.msgstr, message.previous_msgid) == (State.FUZZY, expected, old)
    assert message.comments == ("octavo: only case, punctuation, markup or an address changed; please review",)


def test_a_changed_word_is_no_slight_edit(tree: Tree) -> None:
    tree.put("a", Message("Wait for 5 days at home", ("Attendez 5 jours",)))
    tree.update(a=["Wait for 6 days at home"])
    assert next(iter(tree.read("a"))).comments == ()


def test_of_two_versions_the_one_at_the_same_place_is_taken(tree: Tree) -> None:
    tree.put(
        "a",
        Message("Open the file one.", ("Ouvrez un.",)), Message("Between", ("Entre",)),
        Message("Open the file two.", ("Ouvrez deux.",)),
    )  # fmt: skip
    tree.update(a=["Open the file six.", "Between", "Open the file ten."])
    assert tree.one("a", "Open the file six.").msgstr == "Ouvrez un."
    assert tree.one("a", "Open the file ten.").msgstr == "Ouvrez deux."


def test_a_page_s_own_earlier_text_comes_before_another_page_s(tree: Tree) -> None:
    tree.put("a", Message(LONG, ("de a",)))
    tree.put("b", Message(LONG.replace("quiet", "calm"), ("de b",)))
    tree.update(a=[], b=[LONG.replace("quiet", "still")])
    assert next(iter(tree.read("b"))).msgstr == "de b"


def test_both_halves_of_a_split_paragraph_get_its_translation(tree: Tree) -> None:
    tree.put("a", Message(f"{LONG} {OTHER}", (f"{LONG_FR} {OTHER_FR}",)))
    tree.update(a=[LONG, OTHER])
    for message in tree.read("a"):
        assert (message.state, message.previous_msgid) == (State.FUZZY, f"{LONG} {OTHER}")


# --- moves --------------------------------------------------------------------------------------------


def test_a_text_that_moved_keeps_translation_comments_and_flags(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,), comments=("by hand",), flags=("no-wrap",)), Message("One", ("Un",)))
    done = tree.update(a=["One"], b=[LONG])
    (message,) = tree.read("b")
    assert (message.state, message.msgstr) == (State.TRANSLATED, LONG_FR)
    assert (message.comments, message.flags) == (("by hand",), ("no-wrap",))
    assert tree.read("a").obsolete == ()
    assert done.total == Counts(same=1, moved=1)


def test_a_fuzzy_text_that_moved_keeps_its_previous_msgid(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,), flags=("fuzzy",), previous=(None, "Earlier", None)))
    tree.update(a=[], b=[LONG])
    (message,) = tree.read("b")
    assert (message.state, message.previous_msgid) == (State.FUZZY, "Earlier")


def test_a_text_that_moved_and_was_edited_is_fuzzy_with_its_previous_msgid(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,)), Message("One", ("Un",)))
    tree.update(a=["One"], b=[LONG.replace("quiet", "calm")])
    (message,) = tree.read("b")
    assert (message.state, message.previous_msgid, message.msgstr) == (State.FUZZY, LONG, LONG_FR)


def test_a_renamed_page_is_the_same_page_with_its_header(tree: Tree) -> None:
    tree.put("old/page", Message(LONG, (LONG_FR,)), Message("One", ("Un",)))
    tree.update(new__page=[LONG, "One"])
    assert [message.state for message in tree.read("new/page")] == [State.TRANSLATED] * 2
    assert tree.read("new/page").headers["X-Own"] == "kept"
    assert not (tree.folder / "old").exists()
    assert tree.retired() == ()


def test_the_same_text_on_a_second_page_is_filled_with_a_note(tree: Tree) -> None:
    tree.put("a", Message("Summary", ("Résumé",), comments=("by hand",)))
    done = tree.update(a=["Summary"], b=["Summary"])
    (message,) = tree.read("b")
    assert (message.state, message.msgstr) == (State.TRANSLATED, "Résumé")
    assert message.comments == ("octavo: translation of the same text in a",)
    assert done.counts["b"] == Counts(filled=1)


def test_a_text_that_a_page_takes_from_its_own_earlier_version_fills_the_other_pages_at_once(tree: Tree) -> None:
    # 63 % alike: an earlier version for its own page, too little for any other page.
    before, after = "Plan every lesson before the week begins.", "Plan the whole week before any lesson begins."
    tree.put("a", Message("One", ("Un",)), Message(before, ("Préparez chaque leçon.",)))
    tree.put("b", Message(after, comments=("which?",)))
    done = tree.update(a=["One", after], b=[after], c=[Message(after, msgctxt="title")])
    assert tree.one("a", after).state is State.FUZZY
    for domain in ("b", "c"):
        message = tree.one(domain, after)
        assert (message.state, message.msgstr) == (State.FUZZY, "Préparez chaque leçon."), domain
        assert (message.previous_msgid, message.comments[-1]) == (before, "octavo: translation of the same text in a")
    assert tree.one("b", after).comments[0] == "which?"
    assert done.total == Counts(same=1, changed=1, filled=2)
    assert tree.update(a=["One", after], b=[after], c=[Message(after, msgctxt="title")]).written == ()


def test_an_empty_message_is_filled_too_and_keeps_its_comments(tree: Tree) -> None:
    tree.put("a", Message("Summary", ("Résumé",)))
    tree.put("b", Message("Summary", comments=("which?",)))
    tree.update(a=["Summary"], b=["Summary"])
    (message,) = tree.read("b")
    assert (message.msgstr, message.comments[0]) == ("Résumé", "which?")


def test_a_text_that_is_nearly_another_is_filled_as_fuzzy_with_the_score(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,)))
    tree.update(a=[LONG], b=[LONG.replace("quiet", "calm")])
    (message,) = tree.read("b")
    assert (message.state, message.previous_msgid, message.msgstr) == (State.FUZZY, LONG, LONG_FR)
    assert message.comments == ("octavo: 94 % like a text in a",)


# --- removals -----------------------------------------------------------------------------------------


def test_a_removed_text_is_obsolete_and_comes_back_whole(tree: Tree) -> None:
    path = tree.put("a", Message(LONG, (LONG_FR,), comments=("by hand",)), Message("One", ("Un",)))
    before = path.read_bytes()
    done = tree.update(a=["One"])
    assert [message.msgstr for message in tree.read("a").obsolete] == [LONG_FR]
    assert done.total == Counts(same=1, obsolete=1)
    assert tree.update(a=[LONG, "One"]).total == Counts(same=1, restored=1)
    assert path.read_bytes() == before


def test_the_text_of_a_removed_page_is_retired_and_comes_back(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)))
    tree.put(
        "b", Message(LONG, (LONG_FR,), comments=("by hand",)), Message("empty"), Message("Z", ("z",), obsolete=True)
    )
    tree.update(a=["One"])
    assert not (tree.folder / "b.po").exists()
    assert [message.msgstr for message in tree.retired()] == [LONG_FR, "z"]
    assert tree.update(a=["One", LONG]).total == Counts(same=1, restored=1)
    assert (tree.one("a", LONG).msgstr, tree.one("a", LONG).comments) == (LONG_FR, ("by hand",))
    assert [message.msgid for message in tree.retired()] == ["Z"]


def test_the_catalog_of_a_page_that_is_only_left_out_for_now_is_not_touched(tree: Tree) -> None:
    """A guide that Sphinx excludes until its translation is complete keeps its catalogs; its text is in the memory."""
    path = tree.put("later/page", Message(LONG, (LONG_FR,)))
    source = tree.project.source / "later/page.rst"
    source.parent.mkdir()
    source.write_text(LONG, encoding="utf-8")
    before = path.read_bytes()
    tree.update(a=[LONG])
    assert path.read_bytes() == before
    assert tree.one("a", LONG).msgstr == LONG_FR
    assert tree.one("a", LONG).comments == ("octavo: translation of the same text in later/page",)
    source.unlink()
    tree.update(a=[LONG])
    assert not path.exists()


def test_the_file_of_retired_text_goes_with_its_last_text(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,)))
    tree.update(b=["One"])
    assert len(tree.retired()) == 1
    tree.update(b=["One", LONG])
    assert not (tree.folder.parent / "retired.po").exists()


def test_of_two_translations_of_one_text_neither_is_lost(tree: Tree) -> None:
    tree.put("a", Message("Summary", ("Résumé",)))
    tree.put("b", Message("Summary", ("Sommaire",)))
    tree.put("c", Message("Summary", ("Synthèse",)))
    tree.update(d=["One"])
    assert tree.pairs() == {("Summary", (text,)) for text in ("Résumé", "Sommaire", "Synthèse")}
    keys = [message.key for message in tree.retired()]
    assert len(set(keys)) == len(keys), "gettext takes a key once, even where obsolete"


def test_a_reviewed_translation_does_not_give_way_to_a_fuzzy_one_elsewhere(tree: Tree) -> None:
    tree.put("a", Message("Summary", ("Résumé",)))
    tree.put("b", Message("Summary", ("Sommaire",), flags=("fuzzy",)))
    tree.update(a=["One"], b=["Summary"])
    assert ("Summary", ("Résumé",)) in tree.pairs()


def test_a_suggestion_from_retired_text_leaves_it_retired(tree: Tree) -> None:
    tree.put("a", Message(LONG, (LONG_FR,)))
    tree.update(b=["One"])
    tree.update(b=["One", LONG.replace("quiet", "calm")])
    assert [message.msgid for message in tree.retired()] == [LONG]


def test_a_message_with_plural_forms_stays_and_is_kept_when_it_goes(tree: Tree) -> None:
    plural = Message("one", ("un", "des"), msgid_plural="many", references=("source/a.rst",))
    wanted = Message("one", ("", ""), msgid_plural="many", references=("source/a.rst",))
    tree.put("a", plural)
    assert tree.update(a=[wanted]).written == ()
    tree.update(a=["Two"])
    assert tree.read("a").obsolete[0].msgstrs == ("un", "des")
    tree.update(a=[wanted])
    assert next(iter(tree.read("a"))) == plural


# --- the whole ----------------------------------------------------------------------------------------


def test_a_broken_catalog_is_left_as_it_is_and_told_of(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)))
    (tree.folder / "b.po").write_text('msgid "x\n', encoding="utf-8")
    done = tree.update(a=["One", "Two"], b=["x"])
    assert [(error.path, error.line) for error in done.broken] == [(tree.folder / "b.po", 1)]
    assert (tree.folder / "b.po").read_text(encoding="utf-8") == 'msgid "x\n'
    assert [message.msgid for message in tree.read("a")] == ["One", "Two"]
    (tree.folder / "b.po").unlink()
    assert tree.update(a=["One", "Two"], b=["x"]).broken == ()


def test_a_catalog_of_which_a_message_cannot_be_read_is_left_as_it_is(tree: Tree) -> None:
    path = tree.put("a", Message("One", ("Un",)))
    text = path.read_text(encoding="utf-8") + '\nmsgid "Two"\nmsgstr "Deux" oops\n'
    path.write_text(text, encoding="utf-8")
    assert [error.path for error in tree.update(a=["One", "Three"]).broken] == [path]
    tree.update(b=["x"])
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("first", "used"), [("Un", "Un"), ("", "Une fois")])
def test_of_a_message_that_stands_twice_no_translation_is_lost(tree: Tree, first: str, used: str) -> None:
    path = tree.put("a", Message("One", (first,)))
    text = path.read_text(encoding="utf-8") + '\n#: source/a.rst\nmsgid "One"\nmsgstr "Une fois"\n'
    path.write_text(text, encoding="utf-8")
    (slip,) = tree.update(a=["One", "Two"]).tolerated
    assert slip.code == "catalog-duplicate"
    assert tree.one("a", "One").msgstr == used
    assert tree.read("a").tolerated == ()
    assert {"Une fois", used} == {m.msgstr for m in (*tree.read("a"), *tree.retired()) if m.msgid == "One"}
    files = tree.files()
    tree.update(a=["One", "Two"])
    assert tree.files() == files


@pytest.mark.parametrize("first", ["Un", ""])
def test_a_message_that_stands_twice_and_goes_is_kept_twice(tree: Tree, first: str) -> None:
    path = tree.put("a", Message("One", (first,)), Message("Two", ("Deux",)))
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "One"\nmsgstr "Une fois"\n', encoding="utf-8")
    tree.update(a=["Two"])
    kept = (*tree.read("a").obsolete, *tree.retired())
    assert {first, "Une fois"} - {""} == {message.msgstr for message in kept}
    assert tree.read("a").tolerated == ()


def test_two_catalogs_in_one_file_are_merged(tree: Tree) -> None:
    path = tree.put("a", Message("One", ("Un",)), Message("Two", ("Deux",)))
    path.write_text(2 * (path.read_text(encoding="utf-8") + "\n"), encoding="utf-8")
    tree.update(a=["One", "Two", "Three"])
    assert [(m.msgid, m.msgstr) for m in tree.read("a").messages[1:]] == [("One", "Un"), ("Two", "Deux"), ("Three", "")]
    assert (tree.read("a").tolerated, tree.retired()) == ((), ())


def test_a_slip_in_a_catalog_stays_as_it_is_written(tree: Tree) -> None:
    path = tree.put("a", Message("One", ("Un",)))
    path.write_text(path.read_text(encoding="utf-8").replace('"Un"', '""Un"'), encoding="utf-8")
    assert [slip.line for slip in tree.update(a=["One", "Two"]).tolerated] == [9]
    assert 'msgstr ""Un"' in path.read_text(encoding="utf-8")


def test_without_templates_nothing_is_retired(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)))
    before = tree.files()
    with pytest.raises(OctavoError, match="no-templates"):
        tree.update()
    assert tree.files() == before


def test_templates_are_read_by_domain(tree: Tree) -> None:
    for content in tree.templates({"a/b": ["One"], "c": ["Two"]}).values():
        po.write(content)
    found = merge.read_templates(tree.project)
    assert {domain: [message.msgid for message in content] for domain, content in found.items()} == {
        "a/b": ["One"],
        "c": ["Two"],
    }


def test_counts_add_up_field_by_field() -> None:
    one = Counts(1, 2, 3, 4, 5, 6, 7)
    assert dataclasses.astuple(one + one) == (2, 4, 6, 8, 10, 12, 14)


def test_a_memory_file_fills_what_is_empty(tree: Tree, tmp_path: Path) -> None:
    path = tmp_path / "team.tmx"
    path.write_text(
        '<tmx version="1.4"><body><tu><tuv xml:lang="en-US"><seg>One <ph>x</ph>more</seg></tuv>'
        '<tuv xml:lang="fr-CA"><seg>Un autre</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    done = tree.update(tmx=[path], a=["One xmore"])
    (message,) = tree.read("a")
    assert (message.state, message.msgstr) == (State.TRANSLATED, "Un autre")
    assert message.comments == ("octavo: translation of the same text in team.tmx",)
    assert done.total == Counts(filled=1)
    assert tree.update(a=["One xmore"]).written == ()
