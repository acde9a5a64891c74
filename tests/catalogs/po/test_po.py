"""One .po ↔ messages: what was read is written back, and what cannot be read is one sentence with its line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import polib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message, State, reviews
from octavo.errors import ContentError
from octavo.files import write_atomically
from tests.conftest import ROOT

PATH = Path("fr.po")
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SAMPLE = (
    "# A comment on the file\n#\n"
    + HEADER
    + """# by hand

#. from the author
#: source/a.rst source/b.rst
#, fuzzy, no-wrap
#| msgctxt "menu"
#| msgid "old "
#| "text"
msgctxt "menu"
msgid "new text"
msgstr ""
"texte "
"nouveau"
msgid "no blank line before"
msgstr "rien"

msgid "one"
msgid_plural "many"
msgstr[0] "un"
msgstr[1] "plusieurs"

#~| msgid "older"
#~ msgid "gone"
#~ msgstr "parti"

# the end
"""
)


def parse(text: str) -> Catalog:
    return po.parse(text, PATH)


def test_messages_have_all_their_parts() -> None:
    message = next(iter(parse(SAMPLE)))
    assert message.msgctxt == "menu"
    assert message.msgid == "new text"
    assert message.msgstr == "texte nouveau"
    assert message.flags == ("fuzzy", "no-wrap")
    assert message.previous == ("menu", "old text", None)
    assert message.comments == ("by hand",)
    assert message.extracted == ("from the author",)
    assert message.references == ("source/a.rst", "source/b.rst")


def test_lines_are_those_of_the_message_and_of_its_msgstr() -> None:
    message = next(iter(parse(SAMPLE)))
    lines = SAMPLE.splitlines()
    assert lines[message.line - 1] == "# by hand"
    assert lines[message.msgstr_line - 1] == 'msgstr ""'


def test_states_are_those_of_msgfmt() -> None:
    states = [message.state for message in parse(SAMPLE).messages if not message.is_header]
    assert states == [State.FUZZY, State.TRANSLATED, State.TRANSLATED, State.OBSOLETE]
    assert Message("a", ("",), flags=("fuzzy",)).state is State.UNTRANSLATED
    assert Message("a", ("", "x"), msgid_plural="b").state is State.UNTRANSLATED
    assert Message("a", ("x", ""), msgid_plural="b").state is State.TRANSLATED


def test_what_was_read_is_written_back_line_by_line() -> None:
    text = parse(SAMPLE).text()
    assert [line for line in text.splitlines() if line.strip()] == [
        line for line in SAMPLE.splitlines() if line.strip()
    ]


def test_an_empty_message_without_msgstr_is_left_out_and_nothing_else_changes() -> None:
    text = 'msgid ""\n\n# by hand\nmsgid "One"\nmsgstr "Un"\n\nmsgid ""\nmsgid "Two"\nmsgstr "Deux"\n'
    content = parse(text)
    assert [(message.msgid, message.msgstr, message.comments) for message in content] == [
        ("One", "Un", ("by hand",)),
        ("Two", "Deux", ()),
    ]
    assert content.text() == '# by hand\nmsgid "One"\nmsgstr "Un"\n\nmsgid "Two"\nmsgstr "Deux"\n'
    assert "cut off" in parse(text + '\nmsgid ""\n').unread[0].what


def test_an_edited_message_alone_is_written_anew() -> None:
    read = parse(SAMPLE)
    edited = tuple(m.edited(msgstrs=("autre",)) if m.msgid == "no blank line before" else m for m in read.messages)
    before, after = read.text().splitlines(), Catalog(PATH, edited, read.trailing).text().splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ('msgstr "rien"', 'msgstr "autre"')
    ]


TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), min_size=1, max_size=60)
MESSAGE = st.builds(
    Message,
    msgid=TEXT,
    msgstrs=st.tuples(TEXT),
    msgctxt=st.none() | TEXT,
    flags=st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")]),
    previous=st.tuples(st.none() | TEXT, st.none() | TEXT, st.none()),
    obsolete=st.booleans(),
)


@given(st.lists(MESSAGE, max_size=5, unique_by=lambda m: m.key))
def test_whatever_is_written_is_read_back_the_same(messages: list[Message]) -> None:
    read = parse(Catalog(PATH, (po.header({"Content-Type": "text/plain; charset=UTF-8"}), *messages)).text())
    assert list(read.messages[1:]) == messages


@given(st.lists(MESSAGE, max_size=5, unique_by=lambda m: m.key))
def test_polib_reads_the_same_from_what_is_written(messages: list[Message]) -> None:
    text = Catalog(PATH, (po.header({"Content-Type": "text/plain; charset=UTF-8"}), *messages)).text()
    # polib cuts lines at every Unicode line end, which gettext does not: leave those texts to the test above.
    if any(char in text for char in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"):
        return
    entries = polib.pofile(text)
    assert {(e.msgctxt, e.msgid, e.msgstr, bool(e.obsolete)) for e in entries} == {
        (m.msgctxt, m.msgid, m.msgstr, m.obsolete) for m in messages
    }


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (HEADER + 'msgid "a"\nmsgstr "b\n', 5, "catalog-syntax"),
        (HEADER + 'msgid "a"\n', 4, "catalog-syntax"),
        (HEADER + 'msgid "a"\n<<<<<<< ours\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> theirs\n', 5, "catalog-conflict"),
        (HEADER + '<<<<<<< ours\nmsgid "a"\nmsgstr "b"\n', 4, "catalog-conflict"),
        (HEADER + 'oops\n<<<<<<< ours\nmsgid "a"\nmsgstr "b"\n', 5, "catalog-conflict"),
        (HEADER + 'msgid "a"\nmsgstr "b" oops\n', 5, "catalog-syntax"),
        (HEADER + "what is this\n", 4, "catalog-syntax"),
        (HEADER + '"text alone"\n', 4, "catalog-syntax"),
        (HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 6, "catalog-syntax"),
    ],
)
def test_a_fault_is_a_sentence_with_its_line(text: str, line: int, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.code, caught.value.exit_status) == (line, code, 1)
    assert caught.value.sentence.startswith(f"fr.po:{line}: ")


NEXT = '#: source/index.rst\nmsgid "next"\nmsgstr "suivant"\n'


@pytest.mark.parametrize(
    ("text", "line", "read"),
    [
        ('msgid "a"\nmsgstr "b\n\n', 5, "b"),
        ('msgid "a"\nmsgstr "say "b""\n\n', 5, 'say "b"'),
        ('msgid "a"\nmsgstr ""b"\n\n', 5, '"b'),
        ('msgid "a"\nmsgstr "\\q"\n\n', 5, "\\q"),
        ('msgid "a"\nmsgstr "b\\ c"\n\n', 5, "b\\ c"),
        ('msgid "a"\nmsgstr "\\8"\n\n', 5, "\\8"),
        ('msgid "a"\nmsgstr "\\²"\n\n', 5, "\\²"),
        ('msgid "a"\nmsgstr ""\n"b "c" d"\n"e\n"f"\n\n', 6, 'b "c" def'),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n\n', 7, "b"),
    ],
)
def test_a_slip_that_sphinx_reads_is_read_and_told(text: str, line: int, read: str) -> None:
    found = parse(HEADER + text + NEXT)
    assert [(m.msgid, m.msgstr) for m in found] == [("a", read), ("next", "suivant")]
    assert (found.tolerated[0].line, found.unread) == (line, ())
    assert found.text() == HEADER + text + NEXT


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "a"\n\n', 7),
        ('msgid "a"\nmsgid "a"\n\n', 5),
        ('msgid "a"\nmsgstr "b" oops\n', 5),
        ('msgid "a"\nmsgstr b\n"c"\n\n', 5),
        ("what is this\n", 4),
        ('"text alone"\n"and another"\n\n', 4),
        ('msgstr "b"\n\n', 4),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 6),
    ],
)
def test_a_message_that_cannot_be_read_costs_no_other(text: str, line: int) -> None:
    found = parse(HEADER + 'msgid "first"\nmsgstr "premier"\n\n' + text + NEXT)
    assert [(m.msgid, m.msgstr) for m in found if m.msgid != "a"] == [("first", "premier"), ("next", "suivant")]
    assert found.unread[0].line == line + 3
    with pytest.raises(ContentError):
        found.text()


def test_of_two_equal_messages_the_first_is_in_use_and_the_second_is_kept() -> None:
    found = parse(HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n')
    (slip,) = found.tolerated
    assert (slip.code, slip.line) == ("catalog-duplicate", 7)
    assert [message.msgstr for message in found] == ["b"]
    assert [(m.msgstr, m.is_repeat) for m in found.obsolete] == [("c", True)]


@pytest.mark.parametrize("cut", range(60, len(SAMPLE.encode()) - 12, 37))
def test_a_file_cut_anywhere_is_read_or_is_a_sentence(cut: int) -> None:
    """A cut never raises anything but our own error."""
    try:
        parse(SAMPLE.encode()[:cut].decode("utf-8", "ignore"))
    except ContentError as error:
        assert error.line


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (HEADER.encode() + b'msgid "a"\nmsgstr "\xe9"\n', 5),
        (HEADER.replace("UTF-8", "ISO-8859-1").encode(), 2),
        (HEADER.encode() + b'msgid "a"\nmsgstr "a\0b"\n', 5),
        (("\ufeff" + HEADER).encode("utf-16"), 1),
    ],
)
def test_another_charset_is_a_sentence(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "fr.po"
    path.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        po.read(path)
    assert (caught.value.code, caught.value.line) == ("catalog-charset", line)


def test_a_comment_declares_no_charset() -> None:
    text = '#. charset=utf-16\n#| msgid "charset=utf-16"\nmsgid "One"\nmsgstr "Un"\n'
    assert [message.msgid for message in po.parse_data(text.encode(), PATH)] == ["One"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.encode())
    assert len(po.read(path).messages) == 5


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be opened"):
        po.read(tmp_path / "none.po")


def test_writing_the_same_again_leaves_the_file_alone(tmp_path: Path) -> None:
    content = Catalog(tmp_path / "fr.po", parse(SAMPLE).messages)
    assert po.write(content)
    before = content.path.stat().st_mtime_ns
    assert not po.write(content)
    assert content.path.stat().st_mtime_ns == before


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["fr.po"]


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o664


def test_headers_are_read_in_their_order() -> None:
    fields = {"Language": "fr", "X-Own": "kept"}
    assert Catalog(PATH, (po.header(fields),)).headers == fields


LINES = st.sampled_from(
    [
        "# by hand", "#", "#  two spaces ", "#. author", "#: a.rst b.rst", "#, fuzzy", "#, fuzzy , c-format", "#,fuzzy",
        '#| msgid "old"', "#~ # gone", 'msgctxt "c"', 'msgid "a"', 'msgid "b \\" c\\n"', 'msgid ""', 'msgid "x\\x41"',
        'msgid_plural "many"', 'msgstr ""', 'msgstr "un"', 'msgstr "\\\\"', 'msgstr[0] "un"', 'msgstr[1] "x"', '"more"',
        '"\\ttab"', '#~ msgid "gone"', '#~ msgstr "parti"', '#~ "more"', "", " ", "msgid 'x'", "=======", 'msgid "a" ',
        'msgid"close"', 'msgstr "open', 'msgstr "bad \\q"', '# carriage\r', 'msgstr "un"\r', "#~ msgstr[1] \\", '""',
    ]
)  # fmt: skip


def _starting(*marks: str) -> st.SearchStrategy[list[str]]:
    return st.lists(LINES.filter(lambda line: line.startswith(marks)), max_size=2)


#: Lines in the order of a message, most of which make one.
BLOCK = st.tuples(_starting("#"), _starting("msgid "), _starting('"'), _starting("msgstr "), _starting('"')).map(
    lambda parts: [line for part in parts for line in part]
)


@given(st.lists(st.lists(LINES, max_size=6) | BLOCK, max_size=6))
@example([["msgid 'x'", 'msgid "a"', 'msgstr ""']])
def test_reading_messages_at_once_is_reading_them_line_by_line(blocks: list[list[str]]) -> None:
    """The short way for the usual form gives the same messages and faults as the long way."""
    text = "\n\n".join("\n".join(lines) for lines in blocks)
    with pytest.MonkeyPatch.context() as patch:
        short = _outcome(text)
        patch.setattr("octavo.catalogs.po.reader.PLAIN", re.compile("never^"))
        assert short == _outcome(text)


@given(st.lists(st.lists(LINES, max_size=6) | BLOCK, max_size=6))
@example([["# octavo: reviewed", 'msgid "a"', 'msgstr "b"']])
@example([["#, fuzzy", '#| msgctxt "c"', '#| msgid "old"', '#| "more"', 'msgid "a"', 'msgstr "b"']])
@example([['#| msgid "old"', '#| msgid "old"', 'msgid "a"', 'msgstr "b"']])
@example([['msgid "a"', '#| msgid "old"', 'msgstr "b"'], ['msgid "c"', 'msgstr "d"']])
@example([["#, fuzzy", 'msgid "a"', 'msgstr "\\n"'], ['#~ msgid "b"', '#~ msgstr ""']])
@example([['#~ msgid "b"', '#~ msgstr ""'], ['msgid "a"', 'msgstr "b"']])
@example([['msgid "a"', 'msgstr "b"'], ['msgid "a"', 'msgstr "c"']])
def test_a_catalog_that_is_read_to_be_counted_has_the_same_messages(blocks: list[list[str]]) -> None:
    text = "\n\n".join("\n".join(lines) for lines in blocks)
    counted = _counted(lambda: po.parse(text, PATH))
    assert _counted(lambda: po.skim(text.encode(), PATH)) == counted
    if isinstance(counted, list):
        translated = [(key[1], state is State.TRANSLATED) for key, _, state, _ in counted]
        assert list(po.skim_translated(text.encode(), PATH)) == translated


@pytest.mark.parametrize("path", sorted((ROOT / "locales").rglob("*.po"))[:40], ids=lambda path: path.stem)
def test_catalogs_of_this_publication_are_counted_the_same(path: Path) -> None:
    data = path.read_bytes()
    assert _counted(lambda: po.skim(data, path)) == _counted(lambda: po.parse(data.decode(), path))


@pytest.mark.parametrize(
    "notes", ['#, fuzzy\n#| msgid ""\n#| "old"\n', "# octavo: 73 % like a text in index\n#, fuzzy\n"]
)
def test_a_catalog_with_changed_texts_is_counted_without_reading_it_whole(
    notes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["octavo.catalogs.po.skim"], "parse", None)
    text = f'{HEADER}{notes}msgid "a"\nmsgstr "b"\n'
    assert [message.state for message in po.skim(text.encode(), PATH)] == [State.FUZZY]


def _counted(read: Callable[[], Iterable[Message | po.SkimmedMessage]]) -> object:
    try:
        messages = read()
    except ContentError as error:
        return error.code
    return [
        (item.key, item.msgstr, item.state, reviews.reviews(item) if isinstance(item, Message) else [])
        for item in messages
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "locales").rglob("*.po"))[:40], ids=lambda path: path.stem)
def test_catalogs_of_this_publication_are_the_same_in_both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text(encoding="utf-8")
    short = _outcome(text)
    monkeypatch.setattr("octavo.catalogs.po.reader.PLAIN", re.compile("never^"))
    assert short == _outcome(text)


def _outcome(text: str) -> object:
    try:
        read = parse(text)
    except ContentError as error:
        return error.sentence
    return [(message, message.line, message.msgstr_line, message.raw) for message in read.messages], read.trailing
