"""What this machine cannot print is left out with a sentence; the rest is made."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.catalogs.extract import sphinx_run
from octavo.editions.formats.pdf import html_printer, latex
from octavo.editions.pipeline import build_editions, run
from octavo.editions.pipeline.plan import Task
from octavo.editions.pipeline.run import BuiltEdition
from octavo.errors import OctavoError
from octavo.project import Book, Edition, Format, Language, Project
from octavo.ui import tokens
from octavo.workflow.language_build import resolve
from tests.conftest import ROOT

BOOK = Book("set", "index", is_set=True)
WANTED = [Edition(Language(locale), BOOK, kind) for locale in ("en", "ar") for kind in (Format.EPUB, Format.PDF)]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH, with all programs of a PDF, and a TeX without bidi."""
    for name in (*latex.PROGRAMS, "kpsewhich"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_bidi_only_what_runs_from_right_to_left_is_not_printed(programs: Path) -> None:
    possible, sentence = build_editions.possible_editions(WANTED)
    assert [edition.name for edition in possible] == ["en/set.epub", "en/set.pdf", "ar/set.epub"]
    assert sentence.startswith("PDFs in العربية were left out: TeX's bidi is not installed.")
    assert build_editions.possible_editions(WANTED[:2]) == (WANTED[:2], "")


def test_without_tex_nothing_is_printed(programs: Path) -> None:
    (programs / "xelatex").unlink()
    possible, sentence = build_editions.possible_editions(WANTED)
    assert [edition.name for edition in possible] == ["en/set.epub", "ar/set.epub"]
    assert sentence.startswith("PDFs were left out: xelatex is not installed.")


def test_a_book_whose_fonts_are_missing_is_not_printed(programs: Path) -> None:
    (programs / "fc-list").write_text("#!/bin/sh\nprintf 'Noto Sans\\nDejaVu Sans Mono\\n'\n", encoding="utf-8")
    (programs / "fc-list").chmod(0o755)
    possible, sentence = build_editions.possible_editions(WANTED[:2])
    assert [edition.name for edition in possible] == ["en/set.epub"]
    assert sentence.startswith("PDFs were left out: Noto Serif is not installed. On Debian: apt-get install ")
    assert "fonts-noto-core" in sentence


def test_without_the_program_that_draws_covers_the_site_is_made(programs: Path) -> None:
    (programs / "rsvg-convert").unlink()
    wanted = [Edition(Language("en"), BOOK, kind) for kind in (Format.HTML, Format.EPUB, Format.ZIM)]
    possible, sentence = build_editions.possible_editions(wanted)
    assert possible == wanted[:1]
    assert sentence == (
        "Formats with a cover (epub, zim) were left out: rsvg-convert is not installed."
        " On Debian: apt-get install librsvg2-bin."
    )
    assert build_editions.possible_editions(wanted[:1]) == (wanted[:1], "")


def test_without_pango_only_what_it_prints_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_printer, "_LIBRARY", "libnobodyhasthis.so.0")
    wanted = [Edition(Language("en"), BOOK, kind) for kind in (Format.HTML, Format.EPUB, Format.ACCESSIBLE)]
    possible, sentence = build_editions.possible_editions(wanted)
    assert possible == wanted[:2]
    assert sentence.startswith(
        "Accessible PDFs and checklists to print were left out: Pango is not installed. On Debian:"
    )
    assert "apt-get install libpango-1.0-0 " in sentence
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert "pip install 'octavo[pdf]'" in build_editions.possible_editions(wanted)[1]
    assert build_editions.possible_editions(wanted[:2]) == (wanted[:2], "")


def test_a_library_that_weasyprint_cannot_load_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: object, name: str) -> None:
        raise OSError(f"cannot load library {name}")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("cffi.FFI.dlopen", lambda self, name, *_: absent(self, name))
    with pytest.raises(
        OctavoError, match=r"^A proof as PDF needs Pango.* On Debian: apt-get install libpango.*missing\]$"
    ):
        html_printer.load("A proof as PDF")


def test_several_missing_programs_are_named_in_one_sentence(programs: Path) -> None:
    for name in ("xelatex", "rsvg-convert"):
        (programs / name).unlink(missing_ok=True)
    _, sentence = build_editions.possible_editions(WANTED)
    assert "xelatex, rsvg-convert are not installed. On Debian: apt-get install texlive-xetex " in sentence


def test_the_packages_that_are_named_are_those_that_make_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    installed = {name for line in re.findall(r"^BUILD_PACKAGES .?= (.*)$", makefile, re.M) for name in line.split()}
    assert {*latex.DEBIAN_PACKAGES, *latex.BIDI_PACKAGES, *html_printer.DEBIAN_PACKAGES} <= installed


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="Debian's packages are not on this machine")
def test_the_packages_that_are_named_have_the_fonts_of_the_books() -> None:
    listed = subprocess.check_output(("fc-list", "--format", "%{file}\n"), text=True)
    places = {Path(file).name: file for file in listed.splitlines()}
    languages = [Language(locale) for locale in ("en", "fr", "zh_CN", "ar", "he", "ja")]
    faces = [tokens.face(style, language) for style in tokens.tokens()["faces"] for language in languages]
    names = {name for face in faces for name in face.files.values()}
    if missing := names - places.keys():
        pytest.skip(f"this machine prints no books, because it has no {min(missing)}")
    wanted = {places[name] for name in names}
    owners = subprocess.check_output(("dpkg-query", "-S", *sorted(wanted)), text=True)
    assert {line.partition(":")[0] for line in owners.splitlines()} == set(latex.FONT_PACKAGES)


def test_a_format_that_was_named_and_cannot_be_made_is_an_error_of_the_environment(
    programs: Path, small: Project
) -> None:
    (programs / "xelatex").unlink()
    named = build_editions.build(small, ["en"], ["pdf"])
    assert (named.status, named.made) == (2, ())
    assert named.left_out.startswith("PDFs were left out")


@pytest.mark.slow
def test_a_program_that_is_missing_is_an_error_of_the_environment(programs: Path, small: Project) -> None:
    (programs / "rsvg-convert").unlink()
    outcome = run.run_task(resolve(small)[small.master], Task(Format.EPUB.value, small.master, "test"))
    assert "the program rsvg-convert is not installed" in outcome.error
    assert outcome.status == 2


def test_a_build_ends_with_the_status_of_the_worst_error(small: Project) -> None:
    edition = Edition(small.master, BOOK, Format.EPUB)
    made = [BuiltEdition(edition, small.build, error="error", status=status) for status in (1, 2)]
    for editions, status in (((), 0), (made[:1], 1), (made, 2)):
        result = build_editions.BuildResult(resolve(small), tuple(editions), (), "", strict=False)
        assert result.status == status


def test_a_full_disk_is_an_error_of_the_environment(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(small.build))

    monkeypatch.setattr(sphinx_run, "run_sphinx", full)
    build = resolve(small)[small.master]
    outcome = run.run_task(build, Task(Format.EPUB.value, small.master, "test"))
    assert "No space left on device" in outcome.error
    assert outcome.status == 2
