"""Test the pages around the editions: downloads, covers, feeds, sitemap, 404 page, news; and rollback."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from octavo import publication
from octavo.catalogs import po
from octavo.cli import main
from octavo.editions.formats.epub import package
from octavo.editions.pipeline import plan
from octavo.editions.pipeline.run import BuiltEdition
from octavo.errors import OctavoError
from octavo.project import Format, Language, Project
from octavo.publication.site import landing, news
from octavo.publication.site.locale_format import LocaleFormatter
from octavo.workflow.language_build import resolve

#: A fixture that stages a whole publication takes seconds.
pytestmark = pytest.mark.slow
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(small: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish editions whose files were written without Sphinx."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    return publication.publish(resolve(small), editions(small)).site


def editions(project: Project) -> list[BuiltEdition]:
    built = []
    for edition in project.editions():
        path = plan.output_path(project, edition)
        path.parent.mkdir(parents=True, exist_ok=True)
        if edition.format is Format.HTML:
            (path / "one").mkdir(parents=True, exist_ok=True)
            for name in ("index", "search", "genindex", "one/index"):
                about = '<meta name="description" content="Le premier guide, tel quel."><p>' if "one" in name else "<p>"
                (path / f"{name}.html").write_text(about, encoding="utf-8")
        elif edition.format is Format.EPUB:
            with zipfile.ZipFile(path, "w") as book:
                image = io.BytesIO()
                Image.new("RGB", (1200, 1920), "#1f3a5f").save(image, "PNG")
                book.writestr(package.COVER, image.getvalue())
        else:
            # The PDF of another machine comes without a log of LaTeX.
            pages = zlib.compress(b"<</Type/Page>> " * 1234)
            path.write_bytes(edition.name.encode() + b"<</Type/ObjStm>>stream\n" + pages + b"endstream")
        built.append(BuiltEdition(edition, path))
    return built


def test_a_site_without_books_leads_to_no_feed_and_keeps_the_sources_of_its_pages(small: Project) -> None:
    """A theme of an adopted project links to ``_sources``."""
    pages = [item for item in editions(small) if item.edition.format is Format.HTML]
    for item in pages:
        (item.path / "_sources").mkdir()
        (item.path / "_sources/index.rst.txt").write_text("Text", encoding="utf-8")
    site = publication.publish(resolve(small), pages).site
    assert not (site / "opds").exists()
    assert "opds" not in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "fr/_sources/index.rst.txt").is_file()


# --- downloads ------------------------------------------------------------------------------------------


def test_the_downloads_page_shows_cover_format_size_pages_and_checksum(small: Project, site: Path) -> None:
    page = html.parse(site / "fr/downloads.html").getroot()
    text = " ".join(page.text_content().split())
    assert page.get("lang") == "fr"
    assert "PDF 1 ko, 1 234 pages" in text.replace("\u202f", " ").replace("\xa0", " ")
    chinese = html.parse(site / "zh-CN/downloads.html").getroot().text_content()
    assert "PDF 1 kB，1234页" in chinese.replace("\xa0", " ")
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    for entry in (e for e in manifest["editions"] if e["tag"] == "fr" and e["size"]):
        (named,) = page.xpath("//dl[@class='sums']/dt[.=$name]", name=entry["path"].rpartition("/")[2])
        assert named.getnext().text_content().strip() == entry["sha256"]
        assert page.xpath("//a[@download]/@href[.=$path]", path=f"../{entry['path']}")
    assert [item.text for item in page.xpath("//dl[@class='kinds']/dt")] == ["EPUB", "PDF"]
    files = page.find_class("files")
    assert len(files) == 3
    assert [item.text for item in files[0].iter("dt")] == ["Sur téléphone, tablette ou liseuse", "Sur papier"]
    first_file, first_explanation = (text.index(words) for words in ("Sur papier", "Pour imprimer."))
    assert first_file < first_explanation
    assert [link.get("href") for link in page.xpath("//ul[@class='octavo-row']//a")] == [
        f"#{section.get('id')}" for section in page.find_class("book")
    ]
    assert "Pour imprimer." in text
    assert "Le premier guide, tel quel." in text and "Le premier guide, tel quel." in (site / "opds/fr.xml").read_text(
        "utf-8"
    )
    for source in page.xpath("//img/@src"):
        with Image.open(site / "fr" / source) as image:
            assert image.width == 240
            assert image.height == 384
    assert "Traduit" not in text, "only a file that is not complete says how much of it is translated"


@pytest.mark.parametrize(
    ("number", "written"),
    [(10, "1 ko"), (49_600, "50 ko"), (999_499, "999 ko"), (999_500, "1 Mo"), (1_449_000, "1,4 Mo")],
)
def test_a_size_is_never_zero(small: Project, number: int, written: str) -> None:
    assert (
        LocaleFormatter(small, Language("fr"), small).size(number).replace("\xa0", " ").replace("\u202f", " ")
        == written
    )


def test_the_landing_page_leads_to_each_published_guide_in_each_language(small: Project) -> None:
    pages = [item for item in editions(small) if item.edition.format is Format.HTML]
    for item in pages:
        for book in small.guides:
            if (item.edition.language.locale, book.slug) != ("fr", "two"):
                (item.path / book.root).parent.mkdir(exist_ok=True)
                (item.path / f"{book.root}.html").write_text("<p>Text</p>", encoding="utf-8")
    page = html.parse(publication.publish(resolve(small), pages).site / "index.html").getroot()
    shelves = {shelf.get("lang"): shelf.xpath(".//li/a/@href") for shelf in page.find_class("octavo-shelf")}
    assert shelves == {
        "en": ["en/one/index.html", "en/two/index.html"],
        "zh-CN": ["zh-CN/one/index.html", "zh-CN/two/index.html"],
        "fr": ["fr/one/index.html"],
    }
    assert len(page.xpath("//details[@open]")) == 3, "three are few enough to be seen at once"


def test_an_incomplete_edition_shows_its_coverage(small: Project) -> None:
    path = small.catalogs(small.language("fr")) / "two/index.po"
    content = po.read(path)
    po.write(po.Catalog(path, tuple(m if m.is_header else m.edited(msgstrs=("",)) for m in content.messages)))
    site = publication.publish(resolve(small), editions(small)).site
    assert "Traduit : 0 %" in (site / "fr/downloads.html").read_text(encoding="utf-8").replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    feed = json.loads((site / "opds/fr.json").read_text(encoding="utf-8"))
    described = {p["metadata"]["title"]: p["metadata"]["description"] for p in feed["publications"]}
    assert [("Traduit" in text) for text in described.values()] == [True, False, True]
    assert "Traduit" not in (site / "opds/en.json").read_text(encoding="utf-8")


# --- feeds ----------------------------------------------------------------------------------------------


def test_every_link_of_every_feed_points_to_a_file_of_the_site(site: Path) -> None:
    """Links are relative to the feed, and each feed links to itself."""
    checked = 0
    for path in (site / "opds").iterdir():
        if path.suffix == ".xml":
            root = etree.parse(path).getroot()
            links = [dict(link.attrib) for link in root.iter(f"{ATOM}link")]
        else:
            data = json.loads(path.read_text(encoding="utf-8"))
            parts = [data, *data.get("publications", ())]
            links = [link for part in parts for key in ("links", "images", "navigation") for link in part.get(key, ())]
        assert [link["href"] for link in links if link.get("rel") == "self"] == [path.name]
        for link in links:
            assert (path.parent / link["href"]).resolve().is_file(), link
            checked += 1
    assert checked > 50


def test_the_atom_and_the_json_feed_have_the_same_books(small: Project, site: Path) -> None:
    root = etree.parse(site / "opds/all.xml").getroot()
    atom = {(e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title")) for e in root.iter(f"{ATOM}entry")}
    data = json.loads((site / "opds/all.json").read_text(encoding="utf-8"))
    assert {(p["metadata"]["identifier"], p["metadata"]["title"]) for p in data["publications"]} == atom
    assert len(atom) == data["metadata"]["numberOfItems"] == len(small.books) * len(small.languages)
    positions = [p["metadata"]["belongsTo"]["series"].get("position") for p in data["publications"][:3]]
    assert positions == [None, 1, 2]


def test_the_start_feed_links_to_each_language_and_to_all_books(site: Path) -> None:
    data = json.loads((site / "opds/index.json").read_text(encoding="utf-8"))
    assert [item["href"] for item in data["navigation"]] == ["en.json", "zh-CN.json", "fr.json", "all.json"]
    root = etree.parse(site / "opds/index.xml").getroot()
    assert [e.findtext(f"{ATOM}title") for e in root.iter(f"{ATOM}entry")] == [
        item["title"] for item in data["navigation"]
    ]


def test_copies_of_the_site_alone_are_in_no_feed(small: Project) -> None:
    project = replace(small, formats=(Format.HTML, Format.ZIP))
    site = publication.publish(resolve(project), editions(project)).site
    assert not (site / "opds").exists()
    assert "OPDS" not in (site / "fr/downloads.html").read_text("utf-8") + (site / "index.html").read_text("utf-8")
    assert "set.zip" in (site / "fr/downloads.html").read_text("utf-8")


def test_without_downloads_there_are_no_feeds(small: Project) -> None:
    built = [item for item in editions(small) if item.edition.format is Format.HTML]
    assert not (publication.publish(resolve(small), built).site / "opds").exists()


# --- addresses ------------------------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_with_its_alternates(small: Project) -> None:
    built = editions(small)
    french = next(m.path for m in built if m.edition.name == "fr/set.html")
    (french / "one/index.html").unlink()
    site = publication.publish(resolve(small), built).site
    root = etree.parse(site / "sitemap.xml").getroot()
    alternates = {
        url.findtext("s:loc", namespaces=SITEMAP): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", SITEMAP)
        }
        for url in root
    }
    base = "https://small.example.org"
    assert f"{base}/fr/one/index.html" not in alternates
    assert alternates[f"{base}/zh-CN/one/index.html"] == {
        "en": f"{base}/en/one/index.html",
        "zh-CN": f"{base}/zh-CN/one/index.html",
        "x-default": f"{base}/en/one/index.html",
    }
    assert set(alternates[f"{base}/en/index.html"]) == {"en", "zh-CN", "fr", "x-default"}
    assert not [address for address in alternates if "search" in address or "genindex" in address]
    assert f"Sitemap: {base}/sitemap.xml\n" in (site / "robots.txt").read_text(encoding="utf-8")


def test_the_page_for_an_unknown_address_is_in_every_language(site: Path) -> None:
    page = html.parse(site / "404.html").getroot()
    parts = page.xpath("//ul[@class='octavo-lost']/li")
    assert [part.get("lang") for part in parts] == ["en", "zh-CN", "fr"]
    # One heading that every reader understands.
    assert page.xpath("//h1/text()") == ["404"]
    assert page.xpath("//li/h2/text()") == ["Page not found", "找不到页面", "Page introuvable"]
    french = parts[2]
    assert french.xpath(".//form/@action") == ["/fr/search.html"]
    assert french.xpath(".//form//input/@name") == ["q"]
    guides = french.xpath(".//ul[@class='octavo-guides']/li")
    # Only guides that the language publishes.
    assert [guide.get("data-book") for guide in guides] == [
        slug for slug in ("one", "two") if (site / f"fr/{slug}/index.html").is_file()
    ]
    assert french.xpath("./p/a/@href") == ["/fr/index.html", "/fr/genindex.html"]


# --- news -----------------------------------------------------------------------------------------------


def git(project: Project, *arguments: str, day: int = 1) -> None:
    stamp = f"{int(datetime(2024, 5, day, tzinfo=UTC).timestamp())} +0000"
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
        cwd=project.root, check=True, capture_output=True,
        env={"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PATH": "/usr/bin:/bin", "HOME": str(project.root)},
    )  # fmt: skip


def test_news_lists_added_and_revised_pages_by_day_and_month(small: Project) -> None:
    """A translation uses the history of its catalogs, the master that of its text; unreadable pages are left out."""
    french = small.language("fr")
    shutil.copy(small.source / "two/index.rst", small.source / "two/empty.rst")
    po.write(po.Catalog(small.catalogs(french) / "two/empty.po", (po.Message("Guide two"),)))
    git(small, "init", "-q")
    git(small, "add", "-A")
    git(small, "commit", "-qm", "All", day=1)
    path = small.catalogs(french) / "one/chapter.po"
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    git(small, "commit", "-qam", "A page", day=3)
    newest, first = news.days(resolve(small)[french])
    assert (newest.date.day, newest.added, newest.revised) == (3, (), ("one/chapter",))
    assert first.added == ("index", "one/index", "one/chapter", "two/index", "glossary")
    assert [day.date.day for day in news.days(resolve(small)[small.master])] == [1]
    (month,) = news.months(small, news.days(resolve(small)[french]))
    one, two = small.guides
    assert month.added == ((one, ("one/index", "one/chapter")), (two, ("two/index",)), (None, ("index", "glossary")))
    assert month.revised == (), "a page that is new in a month was also revised then"
    page = landing.news_page(resolve(small), small.languages, french)
    assert "<h2>mai 2024</h2>" in page
    assert 'href="one/chapter.html"' in page


def test_without_git_the_news_page_is_empty(small: Project) -> None:
    assert news.days(resolve(small)[small.language("fr")]) == []
    assert "Il n’y a pas encore" in landing.news_page(resolve(small), small.languages, small.language("fr"))


# --- rollback -------------------------------------------------------------------------------------------


def test_rollback_restores_the_previous_publication_and_a_second_one_undoes_it(
    small: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    built = editions(small)
    first = publication.publish(resolve(small), built).site.resolve()
    assert main(["rollback"]) == 2
    assert "no-previous" in capfd.readouterr().err
    next(m.path for m in built if m.edition.format is Format.PDF).write_bytes(b"other")
    second = publication.publish(resolve(small), built).site.resolve()
    assert second != first
    noon = datetime(2026, 5, 3, 12, 30).timestamp()
    os.utime(first, (noon, noon))
    capfd.readouterr()
    assert main(["rollback", "--list"]) == 0
    newest, oldest = capfd.readouterr().out.splitlines()
    assert newest.endswith(f"build/publications/{second.name}  (shown)")
    assert oldest == f"2026-05-03 12:30  build/publications/{first.name}"
    assert small.site.resolve() == second, "a list changes nothing"
    assert main(["rollback"]) == 0
    said = capfd.readouterr().err
    assert said == "build/site now shows the publication of 2026-05-03 12:30. Run it again to undo.\n"
    assert small.site.resolve() == first
    assert main(["rollback"]) == 0
    assert small.site.resolve() == second


def test_rollback_ignores_the_files_of_a_killed_run(small: Project, site: Path) -> None:
    (small.build / "publications/staging").mkdir()
    with pytest.raises(OctavoError, match="no-previous"):
        publication.rollback(small)
