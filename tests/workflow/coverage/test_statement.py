"""An edition says how much of it is translated: the same figures on its colophon, in its metadata and in the feeds."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from lxml import etree, html

from octavo.errors import OctavoError
from octavo.project import Project, load
from octavo.project.configuration.load import from_table
from octavo.workflow.coverage import Coverage, statement
from octavo.workflow.coverage.statement import VOCABULARY
from octavo.workflow.language_build import resolve
from tests.conftest import ROOT, of_books

DAY = date(2026, 5, 3)
OPF = "{http://www.idpf.org/2007/opf}"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("locale", "partly", "wholly"),
    [
        ("fr", "Cette édition est traduite à 97,9 % : 1 440 des 1 470 mots de l’original, au 3 mai 2026. Le reste "
         "est en anglais.", "Cette édition est entièrement traduite : 12 mots de l’original, au 3 mai 2026."),
        ("zh_CN", "本版已翻译97.9%：原文共1470词，已译1440词，统计日期为2026年5月3日。其余内容为英语。",
         "本版已全部翻译：原文共12词，统计日期为2026年5月3日。"),
    ],
)  # fmt: skip
def test_the_sentence_is_in_the_language_of_the_edition(small: Project, locale: str, partly: str, wholly: str) -> None:
    part = statement.for_cover(
        Coverage(translated=9, translated_words=1440, untranslated=1, untranslated_words=30), DAY
    )
    whole = statement.for_cover(Coverage(translated=1, translated_words=12), DAY)
    assert plain(statement.sentence(small, small.language(locale), part)) == partly
    assert plain(statement.sentence(small, small.language(locale), whole)) == wholly


def test_a_message_without_words_keeps_an_edition_from_being_whole() -> None:
    assert not statement.for_cover(Coverage(translated=1, translated_words=3, untranslated=1), DAY).is_whole


def test_a_book_has_its_own_figures_and_the_master_has_none(lagging: Project) -> None:
    french = lagging.language("fr")
    covers = of_books(lagging, french)
    builds = resolve(lagging)
    for book in lagging.books:
        found = statement.for_edition(builds[french], book)
        assert found is not None
        assert (found.percent, found.words) == (covers[book.slug].shown, covers[book.slug].words)
        assert statement.for_edition(builds[lagging.master], book) is None


@pytest.mark.parametrize(("locale", "text"), [("fr", "98,4 %"), ("en", "98.4%"), ("tr", "%98,4"), ("eu", "% 98,4")])
def test_a_percentage_is_written_as_the_language_writes_it(locale: str, text: str) -> None:
    assert plain(statement.localized_percent(98.4, Locale(locale))) == text


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("catalog-url", "ftp://x/{path}", "not a URL"),
        ("catalog-url", "https://x/{file}", "not a URL"),
        ("colophon", "one/index", "not known"),
    ],
)
def test_a_mistake_in_the_configuration_is_named(small: Project, key: str, value: str, said: str) -> None:
    table = {
        "master": "en", "languages": ["en"], "base-url": "https://x.example.org", "metadata": {"title": "T"},
        "books": [{"slug": "set", "root": "index", "set": True}], "back-matter": ["glossary"], key: value,
    }  # fmt: skip
    with pytest.raises(OctavoError, match=said):
        from_table(small.root, table)


def test_the_address_of_a_catalog_may_name_path_page_locale_or_tag(small: Project) -> None:
    chinese = small.language("zh_CN")
    assert small.catalog_address(chinese, "one/index") == ""
    path = "locales/zh_CN/LC_MESSAGES/one/index.po"
    for pattern, address in (
        ("https://x.org/{path}?plain=1", f"https://x.org/{path}?plain=1"),
        ("https://x.org/{tag}/{page}/{locale}", "https://x.org/zh-CN/one/index/zh_CN"),
    ):
        assert replace(small, catalog_url=pattern).catalog_address(chinese, "one/index") == address


def _package(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read("EPUB/package.opf")


@pytest.mark.slow
def test_every_format_of_every_translation_says_it(lagging: Project) -> None:
    """On the colophon, in the package document, in both kinds of feed and in the manifest: the same figures."""
    config = lagging.root / "pyproject.toml"
    text = config.read_text(encoding="utf-8").replace('"pdf"]', '"pdf", "accessible.pdf"]')
    config.write_text(
        text.replace("base-url", 'catalog-url = "https://x.example.org/{path}"\nbase-url'), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "octavo", "publish"], cwd=lagging.root, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    project = load(lagging.root)
    site, french = project.site, project.language("fr")
    feed = json.loads((site / "opds/fr.json").read_text(encoding="utf-8"))
    atom = etree.parse(site / "opds/fr.xml").getroot().findall("{*}entry")
    entries = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["editions"]
    for book, publication, entry in zip(project.books, feed["publications"], atom, strict=True):
        found = statement.for_edition(resolve(project)[french], book)
        assert found is not None
        sentence = plain(statement.sentence(project, french, found))
        assert sentence in plain(_pdf(site / f"downloads/fr/{book.slug}.pdf"))
        assert sentence in plain(_pdf(site / f"downloads/fr/{book.slug}.accessible.pdf"))
        data = (site / f"downloads/fr/{book.slug}.epub").read_bytes()
        with zipfile.ZipFile(site / f"downloads/fr/{book.slug}.epub") as archive:
            said = etree.fromstring(archive.read("EPUB/glossary.xhtml")).xpath("//*[@class='octavo-completeness']")
            assert [(plain(item.text), item.get("lang")) for item in said] == [(sentence, "fr")]
        package = etree.fromstring(_package(data))
        assert f"octavo: {VOCABULARY}" in package.get("prefix", "")
        metas = {meta.get("property", ""): meta.text for meta in package.iter(f"{OPF}meta")}
        for name, value in found.terms.items():
            assert metas[f"octavo:{name}"] == str(value)
            assert entry.findtext(f"{{{VOCABULARY}}}{name}") == str(value)
            assert publication["metadata"][f"{VOCABULARY}{name}"] == value
        listed = [item for item in entries if (item["locale"], item["book"]) == ("fr", book.slug)]
        names = ("percent", "words", "translated_words", "messages", "translated_messages")
        for item in listed:
            assert [item[name] for name in names] == [getattr(found, name) for name in names]
    assert b"octavo:" not in _package((site / "downloads/en/set.epub").read_bytes())
    page = html.parse(site / "fr/glossary.html").getroot()
    whole = statement.for_edition(resolve(project)[french], project.books[0])
    assert whole is not None
    assert [plain(item.text_content()) for item in page.find_class("octavo-completeness")] == [
        plain(statement.sentence(project, french, whole))
    ]
    assert "octavo-completeness" not in (site / "en/glossary.html").read_text(encoding="utf-8")
    notice = html.parse(site / "fr/two/index.html").getroot().find_class("octavo-notice")[0]
    assert notice.find("a").get("href") == "https://x.example.org/locales/fr/LC_MESSAGES/two/index.po"


def _pdf(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
