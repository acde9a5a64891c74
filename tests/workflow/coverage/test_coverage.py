"""Coverage: messages as msgfmt counts them, words by one rule, and nothing counted twice."""

from __future__ import annotations

import csv
import random
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message
from octavo.errors import ContentError
from octavo.project import Project
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage, Kind, WordRun
from tests.conftest import PROJECTS, ROOT


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Save your bandwidth.", 3),
        ("Save your :term:`bandwidth <x y z>`. [#note]_", 3),
        ("It's a well-known **fact**", 4),
        ("See :doc:`/a/b` and ``code here``", 2),
        ("1,500 words", 3),
        ("在线学习 online learning", 6),
        ("", 0),
    ],
)
def test_words_are_those_that_a_reader_reads(text: str, count: int) -> None:
    assert coverage.words(text) == count


MESSAGES = st.lists(
    st.builds(
        Message,
        msgid=st.text("ab ", min_size=1, max_size=8).filter(str.strip),
        msgstrs=st.tuples(st.sampled_from(["", "x"])),
        msgctxt=st.none() | st.sampled_from(["c", "d"]),
        flags=st.sampled_from([(), ("fuzzy",)]),
        obsolete=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda message: message.key,
)


def msgfmt(path: Path) -> tuple[int, int, int]:
    result = subprocess.run(
        ["msgfmt", "--statistics", "-o", "/dev/null", path], capture_output=True, text=True, check=True
    )
    counts = {kind: int(n) for n, kind in re.findall(r"(\d+) (translated|fuzzy|untranslated)", result.stderr)}
    return tuple(counts.get(kind, 0) for kind in ("translated", "fuzzy", "untranslated"))  # type: ignore[return-value]


@pytest.mark.slow
@given(messages=MESSAGES)
def test_messages_are_counted_as_msgfmt_counts(
    tmp_path_factory: pytest.TempPathFactory, messages: list[Message]
) -> None:
    path = tmp_path_factory.mktemp("po") / "a.po"
    content = Catalog(path, (po.header({"Content-Type": "text/plain; charset=UTF-8"}), *messages))
    po.write(content)
    cover = coverage.of_catalog(content)
    assert (cover.translated, cover.fuzzy, cover.untranslated) == msgfmt(path)


@pytest.mark.slow
def test_real_catalogs_are_counted_as_msgfmt_counts() -> None:
    for path in sorted(PROJECTS.rglob("*.po")):
        cover = coverage.of_catalog(po.read(path))
        assert (cover.translated, cover.fuzzy, cover.untranslated) == msgfmt(path), path


def test_the_sum_over_pages_is_the_sets(small: Project) -> None:
    by_domain = coverage.of_language(small, small.language("fr"))
    whole = coverage.of_book(small.books[0], by_domain)
    assert whole == coverage.total(by_domain.values())
    assert whole.percent == 100.0
    assert whole.messages == whole.translated > 40


def test_a_catalog_whose_page_is_not_published_does_not_count(small: Project) -> None:
    po.write(Catalog(small.templates / "one/index.pot", (Message("x"),)))
    assert list(coverage.of_language(small, small.language("fr"))) == ["one/index"]


def test_a_page_without_a_catalog_is_untranslated(small: Project) -> None:
    po.write(Catalog(small.templates / "one/index.pot", (Message("x"),)))
    po.write(Catalog(small.templates / "one/new.pot", (Message("Three more words"),)))
    assert coverage.of_language(small, small.language("fr"))["one/new"] == Coverage(
        untranslated=1, untranslated_words=3
    )


def test_a_language_without_catalogs_is_no_complete_language(small: Project) -> None:
    shutil.rmtree(small.locales / "fr")
    with pytest.raises(ContentError, match="no-catalogs"):
        coverage.of_language(small, small.language("fr"))


def test_nothing_to_translate_is_all_done() -> None:
    assert Coverage().percent == 100.0


def test_what_is_open_comes_in_the_readers_order(small: Project) -> None:
    for path in small.catalogs(small.language("fr")).rglob("*.po"):
        read = po.read(path)
        open_ones = tuple(m if m.is_header else m.edited(msgstrs=("",)) for m in read.messages)
        po.write(Catalog(path, open_ones))
    items = coverage.todo(small, small.language("fr"))
    pages = list(
        dict.fromkeys(item.path.relative_to(small.catalogs(small.language("fr"))).as_posix() for item in items)
    )
    assert pages == ["publication.po", "index.po", "one/index.po", "one/chapter.po", "two/index.po", "glossary.po"]
    assert sum(item.words for item in items) > 50


def test_a_review_takes_half_the_time_of_a_translation() -> None:
    new, fuzzy = Message("word " * 300), Message("word " * 300, ("mot",), flags=("fuzzy",))
    items = [coverage.Open(Path("a.po"), message) for message in (new, fuzzy)]
    assert coverage.estimate(items) == timedelta(hours=1.5)


def test_changes_are_shown_word_by_word() -> None:
    assert list(coverage.changes("Find a quiet place now.", "Find one calm place")) == [
        WordRun(Kind.KEPT, "Find"),
        WordRun(Kind.REMOVED, "a quiet"),
        WordRun(Kind.ADDED, "one calm"),
        WordRun(Kind.KEPT, "place"),
        WordRun(Kind.REMOVED, "now."),
    ]


@given(st.text("ab c", max_size=20), st.text("ab c", max_size=20))
def test_changes_hold_both_texts(old: str, new: str) -> None:
    found = list(coverage.changes(old, new))
    assert " ".join(c.text for c in found if c.kind is not Kind.ADDED).split() == old.split()
    assert " ".join(c.text for c in found if c.kind is not Kind.REMOVED).split() == new.split()


CONTENTS = """
Title
=====

.. toctree::
   :caption: None

   b/two
   One <a/one.rst>

Between.

.. toctree::
   :glob:

   /c/*

   not/there
"""


def test_the_readers_order_is_that_of_the_toctrees(small: Project) -> None:
    """Titles, suffixes, absolute names and patterns are understood; a loop and a page outside do no harm."""
    for name, text in {
        "index": CONTENTS, "a/one": "A", "b/two": ".. toctree::\n\n   deep\n   ../index", "b/deep": "D", "c/y": "Y",
        "c/x": "X", "c/lone/z": "Z",
    }.items():  # fmt: skip
        path = small.source / f"{name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    domains = ["zz/out", "publication", "c/y", "c/x", "b/two", "b/deep", "a/one", "index"]
    assert coverage.in_reading_order(small, domains) == [
        "publication", "index", "b/two", "b/deep", "a/one", "c/x", "c/y", "zz/out",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_catalogs_of_this_publication_pass_msgfmt_and_are_counted_as_it_counts() -> None:
    """``msgfmt -c`` says no word about any catalog, and its figures are ours."""
    for path in sorted((ROOT / "locales").rglob("LC_MESSAGES/**/*.po")):
        said = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False
        ).stderr
        assert said == "", path
        cover = coverage.of_catalog(po.read(path))
        assert (cover.translated, cover.fuzzy, cover.untranslated) == msgfmt(path), path


def _generated(number: int) -> str:
    """Return a catalog with messages of every kind: contexts, plurals, flags, obsolete ones, the same text twice."""
    dice = random.Random(number)
    blocks = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
              '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n']  # fmt: skip
    for index in range(dice.randint(1, 60)):
        words = " ".join(dice.choice(("page", "week", "e-mail", "teacher's", "1,500")) for _ in range(index % 9 + 1))
        text = "" if dice.random() < 0.3 else dice.choice((f"n{index} {words}", f"x{words}"))
        lines = ["#, fuzzy", '#| msgid "old"'] if dice.random() < 0.3 else []
        lines += [f'msgctxt "c{index}"'] if dice.random() < 0.3 else []
        lines += [f'msgid "n{index} {words}"']
        if dice.random() < 0.2:
            other = text if dice.random() < 0.7 else ""
            lines += [f'msgid_plural "many {index} {words}"', f'msgstr[0] "{text}"', f'msgstr[1] "{other}"']
        else:
            lines += [f'msgstr "{text}"']
        if dice.random() < 0.2:
            lines = [f"#~ {line}" if not line.startswith("#") else line.replace("#|", "#~|") for line in lines]
        blocks.append("\n".join(lines) + "\n")
        if dice.random() < 0.2:
            blocks.append(f'msgctxt "again {index}"\nmsgid "n{index} {words}"\nmsgstr "{text}"\n')
    return "\n".join(blocks)


@pytest.mark.slow
def test_fifty_generated_catalogs_are_counted_as_msgfmt_and_pocount_count(tmp_path: Path) -> None:
    folder = tmp_path / "LC_MESSAGES"
    folder.mkdir()
    whole = Coverage()
    for number in range(50):
        path = folder / f"{number}.po"
        path.write_text(_generated(number), encoding="utf-8")
        cover = coverage.of_catalog(po.read(path))
        assert (cover.translated, cover.fuzzy, cover.untranslated) == msgfmt(path), path
        whole += cover
    assert min(whole.translated, whole.fuzzy, whole.untranslated, whole.equal) > 50
    result = subprocess.run(
        [Path(sys.executable).with_name("pocount"), "--csv", *sorted(folder.iterdir())],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = list(csv.DictReader(result.stdout.splitlines(), skipinitialspace=True))
    names = ("Translated Messages", "Fuzzy Messages", "Untranslated Messages")
    counted = [sum(int(row[name]) for row in rows) for name in names]
    assert counted == [whole.translated, whole.fuzzy, whole.untranslated]


def test_a_translation_that_is_the_masters_text_is_counted_as_equal() -> None:
    content = Catalog(Path("a.po"), (Message("Octavo press", ("Octavo press",)), Message("Two", ("Deux",))))
    cover = coverage.of_catalog(content)
    assert (cover.translated, cover.equal, cover.equal_words, cover.characters) == (2, 1, 2, 15)


def test_before_the_first_update_a_page_without_a_catalog_is_not_complete(small: Project) -> None:
    french = small.language("fr")
    before = coverage.of_language(small, french)
    (small.source / "two/new.rst").write_text("New\n===\n\nSome words.\n", encoding="utf-8")
    (small.source / "_parts").mkdir()
    (small.source / "_parts/note.rst").write_text("A part.\n", encoding="utf-8")
    conf = small.configuration
    conf.write_text(conf.read_text(encoding="utf-8") + 'exclude_patterns = ["_parts/*"]\n', encoding="utf-8")
    found = coverage.of_language(small, french)
    assert found.keys() - before.keys() == {"two/new"}
    assert found["two/new"].percent == 0


def test_a_page_that_is_not_to_be_translated_does_not_count(small: Project) -> None:
    french = small.language("fr")
    (small.source / "two/changes.rst").write_text("Changes\n=======\n\nSome words.\n", encoding="utf-8")
    kept = replace(small, untranslated=("*/changes", "one/*"))
    assert {name for name in coverage.of_language(kept, french) if name.startswith("one/")} == set()
    assert "two/changes" not in coverage.of_language(kept, french)
    assert "two/index" in coverage.of_language(kept, french)


@pytest.mark.parametrize("has_templates", [False, True])
@pytest.mark.parametrize("house_style", [False, True])
def test_the_percentages_of_pages_are_those_of_whole_counts(
    small: Project, has_templates: bool, house_style: bool
) -> None:
    """Half translated pages, pages without a catalog, catalogs of any form, and languages without any."""
    french, project = small.language("fr"), replace(small, house_style=house_style)
    path = project.catalogs(french) / "two/index.po"
    first, *messages = po.read(path).messages
    parts = [message.edited(msgstrs=("",)) if number % 2 else message for number, message in enumerate(messages)]
    po.write(
        Catalog(
            path,
            (first, *parts, Message("Gone", ("Parti",), obsolete=True), Message("Fuzzy", ("f",), flags=("fuzzy",))),
        )
    )
    (project.source / "two/new.rst").write_text("New\n===\n\nSome words.\n", encoding="utf-8")
    if has_templates:
        po.write(Catalog(project.templates / "two/index.pot", (Message("x"),)))
        po.write(Catalog(project.templates / "two/new.pot", (Message("Some words"),)))
    shutil.rmtree(project.catalogs(project.language("zh_CN")))
    found = coverage.percents(project, project.translations)
    assert found == {french: {name: cover.percent for name, cover in coverage.of_language(project, french).items()}}
    assert 0 < found[french]["two/index"] < 100
    assert found[french]["two/new"] == 0
    path.write_text("msgid 'broken", encoding="utf-8")
    if house_style:
        with pytest.raises(ContentError):
            coverage.percents(project, [french])
    else:
        assert coverage.percents(project, [french])[french]["two/index"] == 0
