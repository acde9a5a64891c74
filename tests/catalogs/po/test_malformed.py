"""A malformed catalog is read, or is one sentence with its line, whatever is wrong in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from octavo.catalogs import po
from octavo.errors import ContentError
from tests.conftest import examples
from tests.mutations import mutated

GOOD = b"""\
# A translator
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#. a note
#: source/index.rst:12
#, fuzzy
#| msgctxt "old"
#| msgid "One thing."
msgctxt "page"
msgid "One."
msgstr "Un."

# octavo: reviewed 2026-01-02 by Ada
#: source/index.rst
msgid "%d page"
msgid_plural "%d pages"
msgstr[0] "%d page"
msgstr[1] "%d pages"

#~ msgid "Old."
#~ msgstr "Vieux."
"""
PARTS = re.compile(rb'"[^"\n]*"|#[.:,|~]?|msg[a-z_]+|\[\d+\]|\n|[a-z]+=[^;]+;|charset=\S+')
PIECES = [
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", "²".encode(), b"[9999999999]", b"[-1]",
    b'"', b'""', b"\\", b"#", b"#~", b"#|",
    b"\r", b"\n\n", b"\x0c", b"msgid", b"msgstr", b"msgctxt", b"charset=utf-16", b"charset=x-none", b"nplurals=1e9;",
    b"<<<<<<< ours\n", "\u2028".encode(), b'"\\x41\\u12\\777"', b"domain x\n",
]  # fmt: skip
ENCODINGS = ["utf-16", "utf-32", "latin-1", "utf-8-sig"]


@examples(400)
@given(mutated(GOOD, PARTS, PIECES, ENCODINGS, most=4))
def test_a_mutation_of_a_good_catalog_is_read_or_is_one_sentence(data: bytes) -> None:
    try:
        catalog = po.parse_data(data, Path("x.po"))
    except ContentError as error:
        assert "\n" not in error.sentence
        return
    for error in (*catalog.unread, *catalog.tolerated):
        assert "\n" not in error.sentence
        assert error.line
    if catalog.unread:  # such a file is never written
        with pytest.raises(ContentError):
            catalog.text()
        return
    # What was read can be written, and read again.
    text = catalog.text()
    again = po.parse_data(text.encode(), Path("x.po"))
    assert [message.key for message in again.messages] == [message.key for message in catalog.messages]
