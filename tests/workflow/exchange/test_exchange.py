"""Exchange: out and back without loss, for every format; what does not belong is refused, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.catalogs import po
from octavo.catalogs.po import FUZZY, Catalog, Message, State
from octavo.cli import main
from octavo.errors import ContentError, OctavoError
from octavo.project import Language, Project
from octavo.workflow import exchange
from octavo.workflow.exchange import FORMATS, Table, Unit, weblate, xliff
from tests.conftest import examples

FRENCH = Language("fr")
ALL = pytest.mark.parametrize("suffix", list(FORMATS))
WITH_STATE = pytest.mark.parametrize("suffix", [".xlf", ".csv", ".xlsx"])


@pytest.fixture
def page(small: Project) -> Path:
    """A French catalog with a message of every state, in the place of the project's own."""
    folder = small.catalogs(FRENCH)
    shutil.rmtree(folder)
    path = folder / "one/index.po"
    header = po.header({"Content-Type": "text/plain; charset=UTF-8", "Language": "fr"}, ["Kept by Léa"])
    messages = (
        header,
        Message("One", ("Un",), comments=("a translator's remark",), extracted=("Title",)),
        Message('Two "b" <i> & **bold**\nand a line', ("Deux « b » <i> & **gras**\net une ligne",)),
        Message("Three things", ("Trois chose",), flags=(FUZZY,), previous=(None, "Three thing", None)),
        Message("Four", ("",)),
        Message("=1+1 is two", ("=1+1 fait deux",), msgctxt="sum"),
        Message("@all", ("@tous",)),
        Message("a literal _x0041_ and '=x", ("un littéral _x0041_ et '=x",)),
        Message("'=x", ("'=y",)),
        Message("%d page", ("%d page", "%d pages"), msgid_plural="%d pages"),
        Message("Gone", ("Parti",), obsolete=True),
    )
    po.write(Catalog(path, messages))
    return path


@pytest.fixture
def here(small: Project, page: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(small.root)
    return small


def units_of(project: Project, page: Path, *, only_open: bool = False) -> list[Unit]:
    return list(exchange.units(project.catalogs(FRENCH), [page], only_open=only_open))


def edit(units: list[Unit], source: str, target: str) -> list[Unit]:
    """What a translator does: a new target, and the identifier of the row as it was exported."""
    return [
        replace(u, target=target, state=State.TRANSLATED, base=u.identifier[13:])
        if u.source == source
        else replace(u, base=u.identifier[13:])
        for u in units
    ]


def message(page: Path, msgid: str) -> Message:
    return next(m for m in po.read(page) if m.msgid == msgid)


# --- out and back ------------------------------------------------------------------------------------


@WITH_STATE
def test_what_goes_out_comes_back_whole(small: Project, page: Path, tmp_path: Path, suffix: str) -> None:
    """Text, state, context and form of every unit; obsolete messages do not travel."""
    units = units_of(small, page)
    exchange.write(tmp_path / f"fr{suffix}", small.master, FRENCH, units)
    back = exchange.read(small, tmp_path / f"fr{suffix}", FRENCH)
    seen = [(u.domain, u.context, u.form, u.source, u.target, u.state, u.base) for u in back]
    assert seen == [(u.domain, u.context, u.form, u.source, u.target, u.state, u.identifier[13:]) for u in units]
    assert {u.source for u in units} >= {"Four", "%d pages"}
    assert "Gone" not in {u.source for u in units}


@ALL
def test_a_file_that_nobody_touched_changes_no_byte(small: Project, page: Path, tmp_path: Path, suffix: str) -> None:
    before = page.read_bytes()
    path = tmp_path / f"fr{suffix}"
    exchange.write(path, small.master, FRENCH, units_of(small, page))
    taken = exchange.import_units(small, FRENCH, exchange.read(small, path, FRENCH), path)
    assert (taken.filled, taken.replaced, taken.findings, taken.written) == (0, 0, [], [])
    assert page.read_bytes() == before


#: Any text that XML can hold; line ends are those of catalogs.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cs", "Cc"])
    | st.sampled_from("\n\t=+-@'_x0041\";,"),
    min_size=1, max_size=40,
)  # fmt: skip


@examples(150)
@given(source=TEXTS, target=TEXTS, suffix=st.sampled_from(list(FORMATS)))
def test_any_text_survives_any_format(source: str, target: str, suffix: str) -> None:
    to_bytes, from_bytes = FORMATS[suffix]
    unit = Unit("a", source, target, State.TRANSLATED)
    (back,) = from_bytes(to_bytes(Table("en", "fr", (unit,))), Path("x")).units
    assert (back.source, back.target) == (source, target)


@WITH_STATE
def test_a_translation_fills_its_message_and_keeps_the_rest(
    small: Project, page: Path, tmp_path: Path, suffix: str
) -> None:
    """The edited message loses its flag and previous text; comments stay; no other line of the catalog changes."""
    path = tmp_path / f"fr{suffix}"
    exchange.write(path, small.master, FRENCH, units_of(small, page))
    units = edit(exchange.read(small, path, FRENCH), "Four", "Quatre")
    units = [
        replace(u, target="Trois choses", state=State.TRANSLATED) if u.source == "Three things" else u for u in units
    ]
    before = page.read_text(encoding="utf-8")
    taken = exchange.import_units(small, FRENCH, units, path)
    assert (taken.filled, taken.replaced, taken.findings) == (2, 0, [])
    after = page.read_text(encoding="utf-8")
    gone = set(before.splitlines()) - set(after.splitlines())
    assert gone == {"#, fuzzy", '#| msgid "Three thing"', 'msgstr "Trois chose"'}
    assert message(page, "Three things").state is State.TRANSLATED
    assert message(page, "Four").msgstr == "Quatre"


def test_only_what_is_open_is_exported_when_asked(small: Project, page: Path) -> None:
    assert [u.source for u in units_of(small, page, only_open=True)] == ["Three things", "Four"]


def test_the_other_tool_s_reviewer_leaves_the_flag_or_takes_it(small: Project, page: Path, tmp_path: Path) -> None:
    """XLIFF's state decides: needs-review stays fuzzy with the new text, final does not."""
    path = tmp_path / "fr.xlf"
    exchange.write(path, small.master, FRENCH, units_of(small, page))
    text = path.read_text(encoding="utf-8").replace("Trois chose<", "Trois choses<")
    path.write_text(text, encoding="utf-8")
    exchange.import_units(small, FRENCH, exchange.read(small, path, FRENCH), path)
    assert (message(page, "Three things").msgstr, message(page, "Three things").is_fuzzy) == ("Trois choses", True)
    exchange.write(path, small.master, FRENCH, units_of(small, page))
    path.write_text(path.read_text(encoding="utf-8").replace("needs-review-translation", "final"), encoding="utf-8")
    exchange.import_units(small, FRENCH, exchange.read(small, path, FRENCH), path)
    assert not message(page, "Three things").is_fuzzy


def test_a_memory_fills_the_same_text_on_every_page(small: Project, page: Path, tmp_path: Path) -> None:
    other = page.with_name("other.po")
    po.write(Catalog(other, (Message("Four", ("",)),)))
    path = tmp_path / "a.tmx"
    exchange.write(path, small.master, FRENCH, [Unit("", "Four", "Quatre", State.TRANSLATED)])
    assert exchange.import_units(small, FRENCH, exchange.read(small, path, FRENCH), path).filled == 2


def test_a_memory_holds_no_fuzzy_text(small: Project, page: Path, tmp_path: Path) -> None:
    exchange.write(tmp_path / "a.tmx", small.master, FRENCH, units_of(small, page))
    assert "Trois chose" not in (tmp_path / "a.tmx").read_text(encoding="utf-8")


# --- what does not belong -----------------------------------------------------------------------------


def codes(small: Project, units: list[Unit], **options: bool) -> list[str]:
    return [f.code for f in exchange.import_units(small, FRENCH, units, Path("fr.xlf"), **options).findings]


def test_work_on_both_sides_is_a_conflict_and_the_catalog_stands(small: Project, page: Path) -> None:
    units = edit(units_of(small, page), "One", "Une")
    content = po.read(page)
    newer = tuple(m.edited(msgstrs=("L’un",)) if m.msgid == "One" else m for m in content.messages)
    po.write(replace(content, messages=newer))
    assert codes(small, units) == ["exchange-conflict"]
    assert message(page, "One").msgstr == "L’un"
    assert codes(small, units, force=True) == []
    assert message(page, "One").msgstr == "Une"


def test_a_stale_file_does_not_undo_newer_work(small: Project, page: Path) -> None:
    """Exported, not touched there, translated here: importing the old file changes nothing and says nothing."""
    units = edit(units_of(small, page), "-", "")
    content = po.read(page)
    newer = tuple(m.edited(msgstrs=("L’un",)) if m.msgid == "One" else m for m in content.messages)
    po.write(replace(content, messages=newer))
    assert codes(small, units) == []
    assert message(page, "One").msgstr == "L’un"


def test_a_text_that_no_catalog_has_is_refused(small: Project, page: Path) -> None:
    assert codes(small, [Unit("one/index", "Unknown", "Inconnu", State.TRANSLATED)]) == ["exchange-unknown"]
    assert codes(small, [Unit("two/index", "One", "Un", State.TRANSLATED)]) == ["exchange-unknown"]


def test_a_text_that_is_translated_twice_is_refused_once(small: Project, page: Path) -> None:
    units = [Unit("one/index", "Four", text, State.TRANSLATED) for text in ("Quatre", "Cuatro")]
    assert codes(small, units) == ["exchange-twice"]
    assert message(page, "Four").msgstr == "Quatre"


def test_a_form_that_the_language_lacks_is_refused(small: Project, page: Path) -> None:
    assert codes(small, [Unit("one/index", "Four", "Quatre", State.TRANSLATED, form=1)]) == ["exchange-form"]


def test_what_the_compiler_would_refuse_is_not_taken(small: Project, page: Path) -> None:
    before = page.read_bytes()
    assert codes(small, edit(units_of(small, page), "Four", "`x <javascript:alert(1)>`_")) != []
    assert page.read_bytes() == before


def test_a_dry_run_writes_nothing(small: Project, page: Path) -> None:
    before = page.read_bytes()
    taken = exchange.import_units(small, FRENCH, edit(units_of(small, page), "Four", "Quatre"), Path("x"), dry=True)
    assert (taken.filled, taken.written, page.read_bytes()) == (1, [page], before)


@ALL
def test_a_file_of_another_language_is_refused(small: Project, page: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    exchange.write(path, small.master, Language("zh_TW"), [Unit("a", "One", "一", State.TRANSLATED)])
    for locale in ("fr", "zh_CN"):
        with pytest.raises(OctavoError, match=r"of the language “zh-[tT][wW]”.*exchange-language"):
            exchange.read(small, path, Language(locale))


def test_a_region_that_a_tool_added_is_no_other_language(small: Project, page: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlf"
    exchange.write(path, Language("en_US"), Language("fr_FR"), [Unit("a", "One", "Un", State.TRANSLATED)])
    assert len(exchange.read(small, path, FRENCH)) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlf", b"<xliff", "x:1: the file is not well-formed XML"),
        ("a.xlf", b"<other/>", "no XLIFF 1.2 file"),
        ("a.tmx", b"<tmx>", "not well-formed XML"),
        ("a.tmx", b"<tmx/>", "no TMX file"),
        ("a.csv", b"page,id\n", "lacks the columns source, translation"),
        ("a.csv", b"\xff\xfe", "byte 0xff is not UTF-8"),
        ("a.csv", b'page,"id\n', "cannot be read"),
        ("a.xlsx", b"PK", "no workbook that can be read"),
        ("a.xlsx", b"", "no workbook that can be read"),
    ],
)
def test_a_broken_file_is_one_sentence(name: str, data: bytes, said: str) -> None:
    _, from_bytes = FORMATS[Path(name).suffix]
    with pytest.raises(ContentError) as caught:
        from_bytes(data, Path("x"))
    assert said.partition(":1:")[2] or said in caught.value.sentence
    assert caught.value.sentence.startswith("x")


@pytest.mark.slow
def test_a_workbook_that_is_a_bomb_is_refused_unread() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(ContentError, match="too large"):
        FORMATS[".xlsx"][1](stream.getvalue(), Path("x"))


def test_a_character_that_xml_cannot_hold_is_named(small: Project, page: Path) -> None:
    po.write(Catalog(page, (Message("A", ("\x07b",)),)))
    with pytest.raises(ContentError, match=r"index\.po:2: .*U\+0007"):
        units_of(small, page)


def test_a_cell_never_becomes_a_formula(small: Project, page: Path, tmp_path: Path) -> None:
    """Neither in CSV, where an apostrophe stops it, nor in a workbook, where the cell is a text."""
    exchange.write(tmp_path / "a.csv", small.master, FRENCH, units_of(small, page))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    exchange.write(tmp_path / "a.xlsx", small.master, FRENCH, units_of(small, page))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


# --- other tools and the command line ---------------------------------------------------------------------


@pytest.mark.slow
def test_translate_toolkit_reads_our_xliff(small: Project, page: Path, tmp_path: Path) -> None:
    """Its own ``xliff2po`` finds every translation, and which of them are fuzzy."""
    exchange.write(tmp_path / "fr.xlf", small.master, FRENCH, units_of(small, page))
    program = Path(sys.executable).with_name("xliff2po")
    subprocess.run(
        [str(program), "--progress", "none", str(tmp_path / "fr.xlf"), str(tmp_path / "back.po")],
        check=True, capture_output=True,
    )  # fmt: skip
    back = {m.msgid: (m.msgstr, m.is_fuzzy) for m in po.read(tmp_path / "back.po")}
    assert back["Three things"] == ("Trois chose", True)
    assert back['Two "b" <i> & **bold**\nand a line'][0] == "Deux « b » <i> & **gras**\net une ligne"
    # Tools for which a text is new show the source, as OmegaT needs it.
    assert back["Four"] == ("Four", True)


def test_export_and_import_from_the_command_line(
    here: Project, page: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "fr.csv"
    assert main(["export", "fr", "one", "-f", "csv", "-o", str(path), "--open"]) == 0
    assert "2 texts, 2 of them to translate or review" in capfd.readouterr().err
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Four,,", "Four,Quatre,"), encoding="utf-8")
    assert main(["import", "fr", str(path), "--json"]) == 0
    done = json.loads(capfd.readouterr().out)
    assert done == {
        "filled": 1, "replaced": 0, "same": 1, "refused": 0, "written": ["locales/fr/LC_MESSAGES/one/index.po"],
    }  # fmt: skip
    path.write_text(path.read_text(encoding="utf-8").replace("Four,", "Five,"), encoding="utf-8")
    assert main(["import", "fr", str(path)]) == 1
    assert f"{path}:3" in capfd.readouterr().err.replace("\n", "")


def test_a_wrong_call_is_a_sentence(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "fr", "nowhere"]) == 2
    assert main(["export", "fr", "-o", "x.doc"]) == 2
    assert main(["import", "fr", "missing.xlf"]) == 2
    said = capfd.readouterr().err
    assert [code in said for code in ("unknown-page", "exchange-format", "exchange-unreadable")] == [True] * 3


def test_weblate_is_told_of_every_catalog_once(
    small: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The masks find each catalog of each language, one component holds the clone, and slugs differ."""
    monkeypatch.chdir(small.root)
    assert main(["weblate", "https://example.org/set.git", "--project", "set"]) == 0
    rows = json.loads(capfd.readouterr().out)
    found = [path for row in rows for path in small.root.glob(row["filemask"])]
    assert sorted(found) == sorted(small.locales.rglob("LC_MESSAGES/**/*.po"))
    assert len({row["slug"] for row in rows}) == len(rows)
    assert [row["repo"] for row in rows] == ["https://example.org/set.git"] + [
        f"weblate://set/{rows[0]['slug']}" for _ in rows[1:]
    ]
    assert rows[0]["push"] == "https://example.org/set.git"
    # A real Weblate refuses a branch of a linked component, and the slug of its own glossary.
    assert ["branch" in row for row in rows] == [True] + [False] * (len(rows) - 1)
    assert "glossary" not in {row["slug"] for row in rows}


def test_a_new_text_of_omegat_is_translated_and_the_source_is_no_translation() -> None:
    """OmegaT fills a target only if it contains the source, and leaves its state as it was."""
    rows = (Unit("one", "Welcome.", "", State.UNTRANSLATED), Unit("one", "Bye.", "", State.UNTRANSLATED))
    data = xliff.write(Table("en", "fr", rows))
    assert b'<target state="new">Welcome.</target>' in data
    edited = data.replace(b'state="new">Bye.', b'state="new">Au revoir.')
    read = xliff.read(edited, Path("fr.xlf")).units
    assert [(unit.target, unit.state) for unit in read] == [("", State.UNTRANSLATED), ("Au revoir.", State.TRANSLATED)]


def test_masks_of_weblate_begin_at_the_top_of_the_repository(small: Project) -> None:
    subprocess.run(["git", "init", "-q", small.root.parent], check=True)
    (first, *_) = weblate.components(small, "set", "https://example.org/set.git", "main")
    assert first["filemask"].startswith(f"{small.root.name}/locales/*/LC_MESSAGES/")
