"""Test all formats of a small Arabic project with few translated messages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from octavo.catalogs import po as catalog
from octavo.editions.formats.pdf import latex as pdf
from octavo.project import Project, load
from octavo.publication import validation
from tests.conftest import ROOT, copy_project

pytestmark = pytest.mark.slow
needs_tex = pytest.mark.skipif(
    bool(pdf.missing_programs()) or not Path("/usr/share/texlive/texmf-dist/tex/xelatex/bidi/bidi.sty").is_file(),
    reason="TeX or its bidi is not installed",
)
needs_node = pytest.mark.skipif(not (ROOT / "node_modules").is_dir(), reason="npm packages are not installed")

#: A heading, a paragraph with markup, digits and brackets, a cell, an item, a caption, a term.
WORDS = {
    "Guide one": "الدليل الأول",
    "This is **bold**, isn't it?": "هذا نص **غليظ** في EPUB Reader (نسخة 3.3)، أليس كذلك؟",
    "Radio": "المذياع",
    "Sit down.": "اجلس.",
    "The plan.": "الخطة.",
    "bandwidth": "عرض النطاق",
}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Publish the small project in English and Arabic in all formats."""
    project = copy_project("small", tmp_path_factory.mktemp("arabic"))
    path = project.root / "pyproject.toml"
    text = path.read_text(encoding="utf-8").replace('"en", "zh_CN", "fr"', '"en"')
    text = text.replace("[tool.octavo]", '[tool.octavo]\nfeedback = "mailto:a@example.org"', 1)
    path.write_text(re.sub("formats = .*", "", text), encoding="utf-8")
    octavo(project, "add-language", "ar")
    for po in (project.locales / "ar").rglob("*.po"):
        content = catalog.read(po)
        messages = [m.edited(msgstrs=(WORDS[m.msgid],)) if m.msgid in WORDS else m for m in content.messages]
        catalog.write(replace(content, messages=tuple(messages)))
    octavo(project, "publish")
    if (ROOT / "node_modules").is_dir():
        (project.root / "node_modules").symlink_to(ROOT / "node_modules")
    return load(project.root)


def octavo(project: Project, *arguments: str) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "CI"}
    variables |= {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "octavo", *arguments]
    result = subprocess.run(command, cwd=project.root, env=variables, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_pages_are_right_to_left_and_untranslated_text_in_them_left_to_right(arabic: Project) -> None:
    root = html.parse(arabic.site / "ar/one/index.html").getroot()
    assert root.attrib["dir"] == "rtl"
    (english,) = [p for p in root.iter("p") if p.text_content().startswith("Save your")]
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
    (paragraph,) = [p for p in root.iter("p") if "أليس كذلك" in p.text_content()]
    assert paragraph.get("dir") is None
    menu = [a for a in root.find_class("sidebar-tree")[0].iter("a") if a.text_content() == "Guide two"]
    assert [(a.get("lang"), a.get("dir")) for a in menu] == [("en", "ltr")]
    assert html.parse(arabic.site / "en/one/index.html").getroot().get("dir") is None


def test_an_untranslated_page_has_lang_and_dir_once(arabic: Project) -> None:
    root = html.parse(arabic.site / "ar/index.html").getroot()
    assert [p.get("lang") for p in root.iter("p") if p.text_content() == "Welcome."] == ["en"]


def test_the_columns_of_the_theme_are_mirrored(arabic: Project) -> None:
    def style(tag: str) -> str:
        return (arabic.site / tag / "_static/basic.css").read_text(encoding="utf-8")

    assert "float: right" in style("en")
    assert style("ar").count("float:left") == style("en").count("float: right")


def test_epubs_progress_from_right_to_left(arabic: Project) -> None:
    with zipfile.ZipFile(arabic.site / "downloads/ar/set.epub") as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf"))]
        files = {name: etree.fromstring(book.read(name)) for name in names}
    package = files.pop("EPUB/package.opf")
    assert package.find("{*}spine").get("page-progression-direction") == "rtl"
    assert {root.get("dir") for root in files.values()} == {"rtl"}
    assert {"EPUB/nav.xhtml", "EPUB/cover.xhtml", "EPUB/genindex.xhtml"} <= files.keys()
    titles = {"".join(a.itertext()): (a.get("lang"), a.get("dir")) for a in files["EPUB/nav.xhtml"].iter("{*}a")}
    assert titles["Guide two"] == ("en", "ltr")
    assert titles["الدليل الأول"] == (None, None)


@needs_tex
def test_latex_logs_have_no_problems(arabic: Project) -> None:
    from octavo.publication.validation.pdf import fonts, latex

    assert [*latex.check(arabic), *fonts.check(arabic)] == []


@needs_tex
@pytest.mark.parametrize("name", ["one.pdf", "one.accessible.pdf"])
def test_the_text_of_a_pdf_is_in_reading_order(arabic: Project, name: str) -> None:
    """Two English words in an Arabic line keep their order in print."""
    command = ["pdftotext", str(arabic.site / "downloads/ar" / name), "-"]
    text = " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert "EPUB Reader" in text
    assert "Save your bandwidth" in text


@pytest.mark.parametrize("checker", ["epubcheck", "gates", "links", "agreement"])
def test_our_checkers_find_nothing(arabic: Project, checker: str) -> None:
    report = next(iter(validation.validate(arabic, [checker])))
    assert (report.left_out, [str(finding) for finding in report.findings]) == ("", [])


@needs_node
@pytest.mark.parametrize("checker", ["nu", "axe"])
def test_public_checkers_find_nothing(arabic: Project, checker: str) -> None:
    report = next(iter(validation.validate(arabic, [checker])))
    assert (report.left_out, [str(finding) for finding in report.findings]) == ("", [])
