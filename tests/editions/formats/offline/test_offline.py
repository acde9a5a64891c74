"""Test the copies of a web site for readers without a connection: a ZIP and a ZIM."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.editions.formats.offline import archive, files, zim
from octavo.editions.pipeline import build_editions
from octavo.project import Book, Edition, Format, Language, Project
from octavo.publication.validation import editions

PAGE = """<html lang="fr"><head><title>Page {name}</title></head><body><a href="../index.html#a">start</a>
<a class="x" href="../downloads.html?a=1&amp;b=2#c">downloads</a> <a href="../../en/one/index.html">English</a>
<a href="https://example.org/x">outside</a> <a href="#here">here</a> bande passante {name}</body></html>"""


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "html"
    for name in ("one/index", "index", "_sources/index"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(
            PAGE.format(name=name).replace("../", "" if name == "index" else "../"), "utf-8"
        )
    for name in ("downloads", "octavo-landing"):
        (folder / f"{name}.html").write_text("<!--octavo:downloads-->")
    (folder / "empty.js").write_bytes(b"")
    (folder / "sw.js").write_text("worker")
    return folder


def test_links_that_leave_the_copy_lead_to_the_web_site(small: Project, edition: Path) -> None:
    found = dict(files.read(small, small.language("fr"), edition))
    assert list(found) == ["empty.js", "index.html", "one/index.html"]
    page = found["one/index.html"].decode()
    assert 'href="../index.html#a"' in page and 'href="#here"' in page and 'href="https://example.org/x"' in page
    assert 'href="https://small.example.org/fr/downloads.html?a=1&amp;b=2#c"' in page
    assert 'href="https://small.example.org/en/one/index.html"' in page


def test_the_zip_unpacks_into_one_folder_and_is_reproducible(small: Project, edition: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        archive.write(small, small.language("fr"), edition, tmp_path / name)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["fr/empty.js", "fr/index.html", "fr/one/index.html"]
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.slow
def test_the_zim_passes_zimcheck_and_is_reproducible(small: Project, edition: Path, tmp_path: Path) -> None:
    pytest.importorskip("libzim")
    for name in ("a.zim", "b.zim"):
        zim.write(small, small.language("fr"), edition, tmp_path / name)
    assert (tmp_path / "a.zim").read_bytes() == (tmp_path / "b.zim").read_bytes()
    if shutil.which("zimcheck") is None:
        pytest.skip("zimcheck is not installed")
    done = subprocess.run(["zimcheck", tmp_path / "a.zim"], capture_output=True, text=True, check=False)
    assert (done.returncode, "Overall Test Status: Pass" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("locale", "code"), [("en", "eng"), ("fr", "fra"), ("zh_CN", "zho"), ("ca", "cat"), ("de", "deu")]
)
def test_languages_have_the_code_of_iso_639_3(locale: str, code: str) -> None:
    assert zim._code(Language(locale)) == code


def test_names_are_cut_between_words() -> None:
    assert zim._shortened("Guides pour l’éducation en ligne", 30) == "Guides pour l’éducation en…"
    assert zim._shortened("新" * 40, 30) == "新" * 29 + "…"
    assert zim._shortened("Short", 30) == "Short"


def test_without_libzim_the_other_formats_are_made_and_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("set", "index", is_set=True)
    wanted = [Edition(Language("fr"), book, kind) for kind in (Format.HTML, Format.ZIP, Format.ZIM)]
    assert build_editions.possible_editions(wanted) == (wanted, "")
    monkeypatch.setattr(zim, "is_installed", lambda: False)
    possible, why = build_editions.possible_editions(wanted)
    assert [edition.format for edition in possible] == [Format.HTML, Format.ZIP]
    assert why == "ZIMs were left out: libzim is not installed. Run: pip install 'octavo[zim]'."


def test_a_checker_of_archives_does_not_ask_for_the_web_site_too(small: Project) -> None:
    project = replace(small, formats=(Format.HTML, Format.ZIM))
    built, missing = editions.sort(project, [Format.ZIM])
    assert (built, {edition.format for edition in missing}) == ([], {Format.ZIM})
