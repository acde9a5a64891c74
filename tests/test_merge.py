"""Template + catalog + memory → catalog: nothing translated is lost, and nothing changes without reason."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo import catalog, memory, merge
from octavo.catalog import Catalog, Message, State
from octavo.errors import ContentError
from octavo.project import Language, Project, load
from tests.conftest import PROJECTS

FR = Language("fr")
LONG = "Write down the fixed hours, then give every task a place in your week."
LONG_FR = "Notez les heures fixes, puis donnez une place à chaque tâche de la semaine."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(PROJECTS / "small", tmp_path / "small", ignore=shutil.ignore_patterns("locales"))
    return load(tmp_path / "small")


def template(*texts: str | Message) -> Catalog:
    messages = [text if isinstance(text, Message) else Message(text) for text in texts]
    head = catalog.header({"Content-Type": "text/plain; charset=UTF-8"})
    return Catalog(Path("t.pot"), (head, *(m.edited(references=m.references or ("source/a.rst",)) for m in messages)))


def update(project: Project, **templates: Catalog) -> merge.Merge:
    return merge.merge_all(project, FR, {name.replace("__", "/"): made for name, made in templates.items()})


def read(project: Project, domain: str) -> Catalog:
    return catalog.read(project.catalogs(FR) / f"{domain}.po")


def message(project: Project, domain: str, msgid: str) -> Message:
    return next(m for m in read(project, domain).messages if m.msgid == msgid)


def translate(project: Project, domain: str, **changes: str) -> None:
    """Write translations given as ``msgid=msgstr``, spaces in msgids as ``_``."""
    put(project, domain, {msgid.replace("_", " "): text for msgid, text in changes.items()})


def put(project: Project, domain: str, texts: dict[str, str]) -> None:
    old = read(project, domain)
    new = tuple(m.edited(msgstrs=(texts[m.msgid],)) if m.msgid in texts else m for m in old.messages)
    catalog.write(replace(old, messages=new))


def text_of(project: Project) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(project.locales.rglob("*.po"))}


def test_a_new_catalog_has_the_texts_in_their_order_and_a_header_that_msgfmt_takes(project: Project) -> None:
    update(project, a=template("Second", "First"))
    assert [m.msgid for m in read(project, "a")] == ["Second", "First"]
    path = project.catalogs(FR) / "a.po"
    result = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_running_it_twice_changes_nothing(project: Project) -> None:
    update(project, a=template("One", LONG), b=template("Two"))
    put(project, "a", {LONG: LONG_FR})
    update(project, a=template("One", LONG + " Now."), b=template("Two", LONG))
    before = text_of(project)
    assert update(project, a=template("One", LONG + " Now."), b=template("Two", LONG)).written == ()
    assert text_of(project) == before


def test_a_message_that_did_not_change_gives_no_diff_however_it_is_wrapped(project: Project) -> None:
    update(project, a=template("One", "Two"))
    path = project.catalogs(FR) / "a.po"
    odd = path.read_text(encoding="utf-8").replace('msgid "One"\nmsgstr ""', 'msgid "O"\n"ne"\nmsgstr "U"\n\n"n"')
    path.write_text(odd.replace('\n\n"n"', '\n"n"'), encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()
    update(project, a=template("One", "New", "Two"))
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ['msgid "New"']


def test_an_edited_message_is_fuzzy_and_keeps_its_previous_msgid(project: Project) -> None:
    update(project, a=template(LONG))
    put(project, "a", {LONG: LONG_FR})
    counts = update(project, a=template(LONG + " Leave a gap.")).total
    edited = message(project, "a", LONG + " Leave a gap.")
    assert (edited.state, edited.previous_msgid, edited.msgstr) == (State.FUZZY, LONG, LONG_FR)
    assert counts.changed == 1


def test_a_text_edited_twice_keeps_the_english_its_translation_was_made_for(project: Project) -> None:
    update(project, a=template(LONG))
    put(project, "a", {LONG: LONG_FR})
    update(project, a=template(LONG + " One."))
    update(project, a=template(LONG + " Two."))
    assert message(project, "a", LONG + " Two.").previous_msgid == LONG


def test_an_edit_that_is_taken_back_is_translated_again(project: Project) -> None:
    update(project, a=template(LONG))
    put(project, "a", {LONG: LONG_FR})
    update(project, a=template(LONG + " One."))
    update(project, a=template(LONG))
    back = message(project, "a", LONG)
    assert (back.state, back.msgstr) == (State.TRANSLATED, LONG_FR)


def test_a_paragraph_that_moves_to_another_page_keeps_its_translation(project: Project) -> None:
    update(project, one__a=template(LONG, "x"), two__b=template("y"))
    put(project, "one/a", {LONG: LONG_FR})
    counts = update(project, one__a=template("x"), two__b=template("y", LONG)).total
    moved = message(project, "two/b", LONG)
    assert (moved.state, moved.msgstr) == (State.TRANSLATED, LONG_FR)
    assert counts.moved == 1
    assert not [m for m in read(project, "one/a").messages if m.msgid == LONG]


def test_a_renamed_page_keeps_its_translations_and_its_old_catalog_is_retired(project: Project) -> None:
    update(project, a=template(LONG, "Gone soon"))
    put(project, "a", {LONG: LONG_FR, "Gone soon": "Bientôt parti"})
    update(project, b=template(LONG))
    assert message(project, "b", LONG).state is State.TRANSLATED
    assert not (project.catalogs(FR) / "a.po").exists()
    retired = memory.read_retired(project, FR)
    assert [m.msgstr for m in retired if m.obsolete] == ["Bientôt parti"]


def test_text_of_a_retired_page_comes_back(project: Project) -> None:
    update(project, a=template(LONG))
    put(project, "a", {LONG: LONG_FR})
    update(project, b=template("Else"))
    update(project, b=template("Else", LONG))
    assert message(project, "b", LONG).msgstr == LONG_FR


def test_removed_text_stays_obsolete_and_comes_back_if_the_text_does(project: Project) -> None:
    update(project, a=template(LONG, "x"))
    put(project, "a", {LONG: LONG_FR})
    assert update(project, a=template("x")).total.obsolete == 1
    assert message(project, "a", LONG).state is State.OBSOLETE
    assert update(project, a=template("x", LONG)).total.restored == 1
    assert message(project, "a", LONG).state is State.TRANSLATED
    assert not read(project, "a").obsolete


def test_comments_flags_and_unknown_headers_survive(project: Project) -> None:
    update(project, a=template(LONG))
    path = project.catalogs(FR) / "a.po"
    text = path.read_text(encoding="utf-8").replace('"Language: fr\\n"', '"Language: fr\\n"\n"X-Own: kept\\n"')
    text = text.replace("#: source/a.rst", "# by hand\n#: source/a.rst\n#, no-wrap")
    path.write_text(text, encoding="utf-8")
    put(project, "a", {LONG: LONG_FR})
    update(project, a=template(LONG + " More."))
    edited = message(project, "a", LONG + " More.")
    assert "by hand" in edited.comments
    assert set(edited.flags) == {"fuzzy", "no-wrap"}
    assert read(project, "a").headers["X-Own"] == "kept"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Read the goal", "Read the goal."),
        ("read the goal", "Read the Goal"),
        ("Read the **goal**", "Read the goal"),
        ("Read :doc:`a </x>`", "Read :doc:`a </y>`"),
        ("See https://one.org/a now", "See https://two.org/b now"),
    ],
)
def test_a_slight_edit_is_carried_over_and_flagged_for_review(project: Project, old: str, new: str) -> None:
    update(project, a=template(old))
    put(project, "a", {old: "Lisez le but https://one.org/a"})
    update(project, a=template(new))
    edited = message(project, "a", new)
    assert edited.state is State.FUZZY
    assert edited.previous_msgid == old
    assert any("please review" in comment for comment in edited.comments)
    if "https" in new:
        assert "https://two.org/b" in edited.msgstr


def test_a_text_with_another_meaning_is_not_a_slight_edit() -> None:
    assert not merge.is_slight("Do this", "Do not do this")
    assert not merge.is_slight("**", "``")


def test_the_same_english_elsewhere_fills_with_a_comment(project: Project) -> None:
    update(project, a=template(LONG), b=template("x"))
    put(project, "a", {LONG: LONG_FR})
    update(project, a=template(LONG), b=template("x", LONG))
    filled = message(project, "b", LONG)
    assert (filled.state, filled.msgstr) == (State.TRANSLATED, LONG_FR)
    assert filled.comments == ("octavo: translation of the same text in a",)


def test_nearly_the_same_english_elsewhere_fills_as_fuzzy_with_the_score(project: Project) -> None:
    update(project, a=template(LONG), b=template("x"))
    put(project, "a", {LONG: LONG_FR})
    update(project, a=template(LONG), b=template("x", LONG.replace("your week", "the coming week")))
    filled = message(project, "b", LONG.replace("your week", "the coming week"))
    assert filled.state is State.FUZZY
    assert filled.previous_msgid == LONG
    assert "% like a text in a" in filled.comments[0]


def test_a_tmx_adds_to_the_memory(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    path.write_text(
        '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>Good morning</seg></tuv>'
        '<tuv xml:lang="fr-FR"><seg>no</seg></tuv><tuv xml:lang="fr"><seg>Bonjour</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    merge.merge_all(project, FR, {"a": template("Good morning")}, tmx=[path])
    assert message(project, "a", "Good morning").msgstr == "Bonjour"


@pytest.mark.parametrize("text", ["<tmx", '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tmx>&a;'])
def test_a_broken_tmx_is_a_sentence(project: Project, tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"bad\.tmx"):
        merge.merge_all(project, FR, {"a": template("x")}, tmx=[path])


def test_a_broken_catalog_stops_the_merge_with_nothing_changed(project: Project) -> None:
    update(project, a=template("One"), b=template("Two"))
    (project.catalogs(FR) / "b.po").write_text('msgid "x', encoding="utf-8")
    before = text_of(project)
    with pytest.raises(ContentError):
        update(project, a=template("One", "New"), b=template("Two"))
    assert text_of(project) == before


def test_contexts_and_plurals_are_kept_apart(project: Project) -> None:
    texts = (Message("Open", msgctxt="door"), Message("Open", msgctxt="file"), Message("page", ("", ""), None, "pages"))
    update(project, a=template(*texts))
    assert [(m.msgctxt, m.msgid, len(m.msgstrs)) for m in read(project, "a")] == [
        ("door", "Open", 1), ("file", "Open", 1), (None, "page", 2),
    ]  # fmt: skip


WORDS = (
    "read", "write", "plan", "test", "goal", "week", "task", "page", "hour", "lesson", "teacher", "share", "offline",
    "listen", "answer", "begin",
)  # fmt: skip


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(5, 14))).capitalize() + "."


def edit(pages: dict[str, list[str]], gone: list[str], rng: random.Random) -> None:
    """One random edit of a master: edit, move, split, rename, delete or restore."""
    page = rng.choice([name for name in pages if pages[name]] or list(pages))
    texts = pages[page]
    kind = rng.choice(["edit", "move", "split", "rename", "delete", "restore"])
    if kind == "edit" and texts:
        number = rng.randrange(len(texts))
        words = texts[number].split()
        words[rng.randrange(len(words))] = rng.choice(WORDS)
        texts[number] = " ".join(words)
    elif kind == "move" and texts:
        pages[rng.choice(list(pages))].append(texts.pop(rng.randrange(len(texts))))
    elif kind == "split" and len(texts) > 1:
        half = len(texts) // 2
        pages[f"p{len(pages)}x{rng.randrange(10**6)}"] = texts[half:]
        pages[page] = texts[:half]
    elif kind == "rename":
        pages[f"r{rng.randrange(10**6)}"] = pages.pop(page)
    elif kind == "delete" and texts:
        gone.append(texts.pop(rng.randrange(len(texts))))
    elif kind == "restore" and gone:
        texts.append(gone.pop(rng.randrange(len(gone))))


def held(project: Project) -> set[str]:
    """All translations that are kept anywhere."""
    return {m.msgstr for path in project.locales.rglob("*.po") for m in catalog.read(path).messages if m.msgstr}


def run_history(project: Project, seed: int, edits: int) -> None:
    """Edit the master at random; after each update every translation ever made is still held."""
    rng = random.Random(seed)  # noqa: S311  # a test's own dice
    pages = {f"p{i}": [sentence(rng) for _ in range(6)] for i in range(4)}
    gone: list[str] = []
    ever: dict[str, str] = {}
    for _ in range(edits):
        made = {name: template(*dict.fromkeys(texts)) for name, texts in pages.items() if texts}
        merge.merge_all(project, FR, made)
        kept = held(project)
        assert [msgid for msgid, msgstr in ever.items() if msgstr not in kept] == []
        for name in made:
            todo = {m.msgid: f"fr {len(ever) + n} {m.msgid}" for n, m in enumerate(read(project, name)) if not m.msgstr}
            put(project, name, todo)
            ever |= todo
        edit(pages, gone, rng)
    assert len(ever) > 20


@pytest.mark.parametrize("seed", range(3))
def test_no_translated_word_is_lost_over_a_history_of_edits(project: Project, seed: int) -> None:
    run_history(project, seed, 12)


@pytest.mark.slow
def test_no_translated_word_is_lost_over_two_hundred_edits(project: Project) -> None:
    run_history(project, 7, 200)


@given(st.lists(st.text("abc dé.", min_size=1, max_size=12), min_size=1, max_size=6, unique=True))
def test_essence_of_slight_edits_is_the_same(words: list[str]) -> None:
    text = " ".join(words)
    assert merge.essence(text.upper() + " !") == merge.essence(text.lower())
