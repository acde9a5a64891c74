"""Test a title with special characters of TeX, HTML, XML and reStructuredText in every format.

The books have no index entries.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from octavo.editions import titles
from octavo.editions.formats.pdf import latex
from octavo.project import Project, load
from octavo.text.markup import tokens
from tests.conftest import ROOT

#: The special characters of all formats between a text and its reader.
TITLE = r'100 % of A_B & {C} \D $5 ~ ^ #1 <i>x</i> "q" \input{x} &lt;'
FRENCH = r"Tout : 100 % de A_B & {C} \D $5 ~ ^ #1 <i>x</i> \input{x}"
AUTHOR = r"Ann & Bob \write {#1} 50 % <b>"
GUIDE = r"Guide 5 % & #2 {x} \\y ~ ^ <u>"
READ = r"Guide 5 % & #2 {x} \y ~ ^ <u>"
NBSP = re.compile("[\u00a0\u202f]")

pytestmark = pytest.mark.slow
needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Publish a project of two books without index entries, in English and French."""
    root = tmp_path_factory.mktemp("signs")
    metadata = {"title": TITLE, "author": AUTHOR, "publisher": AUTHOR, "description": TITLE, "keywords": "a & b, 5 %",
                "subtitle": TITLE, "copyright": AUTHOR}  # fmt: skip
    (root / "pyproject.toml").write_text(
        '[tool.octavo]\nmaster = "en"\nlanguages = ["en", "fr"]\nformats = ["html", "epub", "pdf"]\n'
        'base-url = "https://signs.example.org"\nbooks = [\n  { slug = "set", root = "index", set = true },\n'
        '  { slug = "one", root = "one/index" },\n]\n\n[tool.octavo.metadata]\n'
        + "".join(f"{key} = {json.dumps(text)}\n" for key, text in metadata.items()),
        encoding="utf-8",
    )
    (root / "conf.py").write_text('extensions = ["octavo.sphinxext"]\nlanguage = "en"\nroot_doc = "index"\n')
    (root / "source/one").mkdir(parents=True)
    (root / "source/index.rst").write_text(
        "Everything\n==========\n\n.. toctree::\n   :caption: Parts 5 % & #1 {x} \\y <u>\n\n   one/index\n",
        encoding="utf-8",
    )
    (root / "source/one/index.rst").write_text(f"{GUIDE}\n{'=' * 40}\n\nA text.\n", encoding="utf-8")
    folder = root / "locales/fr/LC_MESSAGES"
    (folder / "one").mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    pairs = {"publication": [(TITLE, FRENCH)], "index": [("Everything", "Tout")], "one/index": [("A text.", "Texte.")]}
    for name, messages in pairs.items():
        text = "".join(f"msgid {json.dumps(a)}\nmsgstr {json.dumps(b)}\n\n" for a, b in messages)
        (folder / f"{name}.po").write_text(head + text, encoding="utf-8")
    command = [sys.executable, "-m", "octavo", "publish"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=_environment())
    assert done.returncode == 0, done.stdout + done.stderr
    return load(root)


def _environment() -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if k != "CI"}, "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "1700000000"}  # fmt: skip


def even(text: str) -> str:
    return " ".join(NBSP.sub(" ", text).split())


def edition(project: Project, tag: str, kind: str) -> Path:
    entries = json.loads((project.site / "manifest.json").read_text(encoding="utf-8"))["editions"]
    (path,) = [e["path"] for e in entries if tag in e["path"] and e["path"].endswith(f"set.{kind}")]
    return project.site / str(path)


def expected(tag: str) -> str:
    return {"en": TITLE, "fr": FRENCH}[tag]


@needs_tex
@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_pdf_has_the_title_on_its_cover_and_in_its_metadata(signs: Project, tag: str) -> None:
    path = edition(signs, tag, "pdf")
    about = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    fields = dict(line.partition(":")[::2] for line in about.splitlines())
    assert even(fields["Title"]) == expected(tag)
    assert even(fields["Author"]) == AUTHOR
    assert even(fields["Subject"]) == expected(tag)
    text = subprocess.run(["pdftotext", "-l", "1", path, "-"], capture_output=True, text=True, check=True).stdout
    assert expected(tag).replace(" ", "") in NBSP.sub("", "".join(text.split()))
    whole = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert READ in even(whole)


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_epub_has_the_title_in_its_package_and_navigation(signs: Project, tag: str) -> None:
    with zipfile.ZipFile(edition(signs, tag, "epub")) as archive:
        opf = etree.fromstring(archive.read("EPUB/package.opf"))
        ncx = etree.fromstring(archive.read("EPUB/toc.ncx"))
        nav = etree.fromstring(archive.read("EPUB/nav.xhtml"))
        cover = etree.fromstring(archive.read("EPUB/cover.xhtml"))
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert even(opf.findtext(f".//{dc}title")) == expected(tag)
    assert even(opf.findtext(f".//{dc}creator")) == AUTHOR
    assert even(opf.findtext(f".//{dc}rights")) == AUTHOR
    assert [even(item.text) for item in opf.iter(f"{dc}subject")] == ["a & b", "5 %"]
    assert expected(tag) in even("".join(ncx.itertext()))
    assert READ in even("".join(nav.itertext()))
    (image,) = cover.iter("{http://www.w3.org/1999/xhtml}img")
    assert expected(tag) in even(image.get("alt"))


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_web_pages_have_the_title_as_text(signs: Project, tag: str) -> None:
    for name in ("index.html", "one/index.html", "genindex.html", "search.html"):
        page = html.parse(signs.site / tag / name).getroot()
        assert expected(tag) in even(page.findtext("head/title")), name
        brand = page.find_class("sidebar-brand-text")[0]
        assert (even(brand.text_content()), len(brand)) == (expected(tag), 0), name
        footer = page.find_class("octavo-publisher")[0]
        assert AUTHOR in even(footer.text_content())
        assert not list(footer.iter("b"))
    page = html.parse(signs.site / tag / "one/index.html").getroot()
    assert READ in even(page.findtext("head/title"))
    menu = html.parse(signs.site / tag / "index.html").getroot().find_class("caption-text")
    assert [even(item.text_content()) for item in menu][:1] == [r"Parts 5 % & #1 {x} \y <u>"]


def test_the_front_page_feeds_and_manifest_have_the_title_as_text(signs: Project) -> None:
    landing = html.parse(signs.site / "index.html").getroot()
    assert TITLE in even(landing.text_content()) or FRENCH in even(landing.text_content())
    assert not list(landing.iter("u")), "a title of a guide is no HTML"
    assert json.loads((signs.site / "manifest.json").read_text(encoding="utf-8"))["title"] == TITLE
    for feed in (path for path in signs.site.rglob("*.xml") if path.stat().st_size):
        tree = etree.parse(feed)
        assert "<u>" not in even("".join(tree.getroot().itertext())).replace(READ, "")


@pytest.mark.parametrize(
    ("text", "read"),
    [(GUIDE, READ), (r"A *b* ``c`` :term:`d <e>` \* f_", "A b c d * f_"), ("你好\\ **世界**", "你好世界")],
)
def test_a_plain_title_has_no_markup(text: str, read: str) -> None:
    assert titles.read(tokens(text)) == read


def test_a_book_without_index_entries_has_an_empty_index(signs: Project) -> None:
    jobs = list(Path(signs.build).rglob("set.idx"))
    assert all(path.read_bytes() == b"" for path in jobs)
    assert jobs
