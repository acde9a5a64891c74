"""Coverage: messages as msgfmt counts them, words by one rule, and nothing counted twice."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo import catalog, coverage
from octavo.catalog import Catalog, Message
from octavo.coverage import Coverage
from octavo.project import Project
from tests.conftest import PROJECTS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Save your bandwidth.", 3),
        ("Save your :term:`bandwidth <x y z>`. [#note]_", 3),
        ("It's a well-known **fact**", 4),
        ("See :doc:`/a/b` and ``code here``", 2),
        ("1,500 words", 3),
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
    content = Catalog(path, (catalog.header({"Content-Type": "text/plain; charset=UTF-8"}), *messages))
    catalog.write(content)
    cover = coverage.of_catalog(content)
    assert (cover.translated, cover.fuzzy, cover.untranslated) == msgfmt(path)


@pytest.mark.slow
def test_real_catalogs_are_counted_as_msgfmt_counts() -> None:
    for path in sorted(PROJECTS.rglob("*.po")):
        cover = coverage.of_catalog(catalog.read(path))
        assert (cover.translated, cover.fuzzy, cover.untranslated) == msgfmt(path), path


def test_the_sum_over_pages_is_the_sets(small: Project) -> None:
    by_domain = coverage.of_language(small, small.language("fr"))
    whole = coverage.of_book(small.books[0], by_domain)
    assert whole == coverage.total(by_domain.values())
    assert whole.percent == 100.0
    assert whole.messages == whole.translated > 40


def test_a_catalog_whose_page_is_not_published_does_not_count(small: Project) -> None:
    catalog.write(Catalog(small.templates / "one/index.pot", (Message("x"),)))
    assert list(coverage.of_language(small, small.language("fr"))) == ["one/index"]


def test_nothing_to_translate_is_all_done() -> None:
    assert Coverage().percent == 100.0


def test_what_is_open_comes_in_the_readers_order(small: Project) -> None:
    for path in small.catalogs(small.language("fr")).rglob("*.po"):
        read = catalog.read(path)
        open_ones = tuple(m if m.is_header else m.edited(msgstrs=("",)) for m in read.messages)
        catalog.write(Catalog(path, open_ones))
    items = coverage.todo(small, small.language("fr"))
    pages = list(
        dict.fromkeys(item.path.relative_to(small.catalogs(small.language("fr"))).as_posix() for item in items)
    )
    assert pages[-3:] == ["one/index.po", "one/chapter.po", "two/index.po"]
    assert sum(item.words for item in items) > 50
