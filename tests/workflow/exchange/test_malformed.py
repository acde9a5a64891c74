"""A malformed file of another tool is one sentence, whatever is wrong in it."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.catalogs.po import State
from octavo.errors import ContentError, OctavoError
from octavo.project import Project
from octavo.workflow import exchange
from octavo.workflow.exchange import FORMATS, Table, Unit
from tests.conftest import examples
from tests.mutations import mutated

UNITS = (
    Unit("a/b", "One", "Un", State.TRANSLATED, note="a note"),
    Unit("a/b", "%d page", "", State.UNTRANSLATED, context="c", form=1),
    Unit("z", "=x\ny", "été", State.FUZZY, previous="old"),
)
GOOD = {suffix: to_bytes(Table("en", "fr", UNITS)) for suffix, (to_bytes, _) in FORMATS.items()}
ROW = "page,source (en),translation (fr),state,note,context,form,id\n"
#: Parts that a mutation removes, doubles or replaces: elements, values, cells and numbers.
PARTS = re.compile(rb'<[^>]*>|"[^"]*"|>[^<]*<|,[^,]*,|[0-9]+|</?[a-z]+')
PIECES = [
    b"", b"\0", b"\xff", "²".encode(), b"-1", b"9" * 5000, b"1e999", b"true", b"&x;", b"&#0;", b"_xD800_", b"\n", b"\r",
    b'"', b",", b"<", b"<a/>", b"<tuv/>", b"<!--c-->", b"<?p q?>", b"<!DOCTYPE x [<!ENTITY e 'v'>]>",
]  # fmt: skip
ENCODINGS = ["utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-8-sig"]


def read(suffix: str, data: bytes) -> Table:
    return FORMATS[suffix][1](data, Path("x"))


def mutated_text(good: bytes) -> st.SearchStrategy[bytes]:
    """Return mutations of *good*, a text file or a file of a workbook."""
    return mutated(good, PARTS, PIECES, ENCODINGS, most=3)


@st.composite
def mutated_workbook(draw: st.DrawFn, good: bytes) -> bytes:
    """Return the workbook *good* with a mutation in one of its files or in the archive itself."""
    if draw(st.booleans()):
        place = draw(st.integers(0, len(good) - 1))
        return good[:place] + draw(st.binary(max_size=4)) + good[place + draw(st.integers(0, 4)) :]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(stream, "w") as target:
        chosen = draw(st.sampled_from(source.namelist()))
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, draw(mutated_text(content)) if name == chosen else content)
    return stream.getvalue()


@examples(300)
@given(st.data(), st.sampled_from(list(FORMATS)))
def test_a_mutation_of_a_good_file_is_read_or_is_one_sentence(data: st.DataObject, suffix: str) -> None:
    bad = data.draw((mutated_workbook if suffix == ".xlsx" else mutated_text)(GOOD[suffix]))
    try:
        table = read(suffix, bad)
    except ContentError as error:
        assert "\n" not in error.sentence
    else:
        for unit in table.units:
            # A catalog can hold every text that was read.
            assert (unit.domain + unit.source + unit.target + (unit.context or "")).encode() is not None
            assert 0 <= unit.form < 100


@pytest.mark.parametrize(
    ("suffix", "data", "said"),
    [
        (".csv", f"{ROW}a,One,Un,,,,²,\n".encode(), "x:2: “²” is not the number of a plural form"),
        (".csv", f"{ROW}a,One,Un,,,,-1,\n".encode(), "x:2: “-1” is not the number of a plural form"),
        (".csv", f"{ROW}a,One,Un\n".encode(), "x:2: the row has 3 of 8 cells"),
        (".csv", f"{ROW}a,One\n".encode(), "x:2: the row has 2 of 8 cells"),
        (".csv", ROW.encode("utf-16"), "x:1: byte 0xff is not UTF-8"),
        (".tmx", GOOD[".tmx"].replace(b"<seg>Un</seg>", b""), "has no text (seg)"),
        (".tmx", GOOD[".tmx"].replace(b"<seg>Un</seg>", b"<prop>Un</prop>"), "has no text (seg)"),
        (".tmx", GOOD[".tmx"].replace(b"UTF-8", b"x-none"), "Unsupported encoding"),
        (".xlf", GOOD[".xlf"].replace(b"UTF-8", b"x-none"), "Unsupported encoding"),
        (".xlf", GOOD[".xlf"].replace("été".encode(), b"\xe9"), "not well-formed XML"),
        (".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "without a password"),
        (".xlsx", GOOD[".xlsx"][:-200], "no workbook that can be read"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(suffix: str, data: bytes, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(suffix, data)
    assert said in caught.value.sentence


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/workbook.xml", b"<workbookView ", b'<workbookView none="1" '),
        ("[Content_Types].xml", b"PartName", b"Part"),
        ("xl/worksheets/sheet1.xml", b"Un</t>", b"_xD800_</t>"),
        ("xl/_rels/workbook.xml.rels", b"Target", b"Goal"),
    ],
)
def test_a_damaged_workbook_is_one_sentence(name: str, old: bytes, new: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD[".xlsx"])) as source, zipfile.ZipFile(stream, "w") as target:
        assert old in source.read(name)
        for item in source.namelist():
            target.writestr(item, source.read(item).replace(old, new) if item == name else source.read(item))
    with pytest.raises(ContentError, match="no workbook that can be read"):
        read(".xlsx", stream.getvalue())


def test_an_encrypted_workbook_is_one_sentence() -> None:
    data = bytearray(GOOD[".xlsx"])
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for match in re.finditer(signature, GOOD[".xlsx"]):
            data[match.start() + offset] |= 1
    with pytest.raises(ContentError, match="without a password"):
        read(".xlsx", bytes(data))


@pytest.mark.parametrize("suffix", [".xlf", ".tmx"])
@pytest.mark.parametrize("content", ["SYSTEM 'file:///etc/passwd'", "'text'"])
def test_an_entity_is_refused(suffix: str, content: str) -> None:
    """It could be a secret file of this machine, and without its text the translation is wrong."""
    head, rest = GOOD[suffix].decode().split("\n", 1)
    evil = f"{head}\n<!DOCTYPE x [<!ENTITY e {content}>]>\n{rest.replace('Un<', 'Un &e;<', 1)}"
    with pytest.raises(ContentError, match=r"^x:\d+: the file has the entity &e;"):
        read(suffix, evil.encode())


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_pipe_or_a_folder_is_one_sentence(small: Project, suffix: str) -> None:
    """Reading a pipe to which nobody writes would wait for ever."""
    pipe, folder = small.root / f"pipe{suffix}", small.root / f"folder{suffix}"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder):
        with pytest.raises(OctavoError, match="it is no ordinary file"):
            exchange.read(small, path, small.language("fr"))
