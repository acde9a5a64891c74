"""What stands around the editions: downloads, covers, feeds, sitemap, the page for a wrong address, news, rollback."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
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
from octavo.project import Format, Project
from octavo.publication.site import landing, news
from octavo.workflow.language_build import resolve

#: A fixture that stages a whole publication takes seconds.
pytestmark = pytest.mark.slow
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(small: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication of editions that stand on the disk, without Sphinx having made them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    return publication.publish(resolve(small), editions(small)).site


def editions(project: Project) -> list[BuiltEdition]:
    made = []
    for edition in project.editions():
        path = plan.output_path(project, edition)
        path.parent.mkdir(parents=True, exist_ok=True)
        if edition.format is Format.HTML:
            (path / "one").mkdir(parents=True, exist_ok=True)
            for name in ("index", "search", "genindex", "one/index"):
                (path / f"{name}.html").write_text("<p>", encoding="utf-8")
        elif edition.format is Format.EPUB:
            with zipfile.ZipFile(path, "w") as book:
                image = io.BytesIO()
                Image.new("RGB", (1200, 1920), "#1f3a5f").save(image, "PNG")
                book.writestr(package.COVER, image.getvalue())
        else:
            path.write_bytes(edition.name.encode())
            log = plan.latex_log(project, edition)
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(f"Output written on {edition.book.slug}.xdv (1234 pages, 1 bytes).", encoding="utf-8")
        made.append(BuiltEdition(edition, path))
    return made


# --- downloads ------------------------------------------------------------------------------------------


def test_downloads_show_cover_format_size_pages_and_checksum_in_the_language(small: Project, site: Path) -> None:
    page = html.parse(site / "fr/downloads.html").getroot()
    text = " ".join(page.text_content().split())
    assert page.get("lang") == "fr"
    assert "PDF (0 MB, 1 234 pages)" in text.replace("\u202f", " ").replace("\xa0", " ")
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    for entry in (e for e in manifest["editions"] if e["tag"] == "fr" and e["size"]):
        assert f"SHA-256 {entry['sha256']}" in text
        assert page.xpath("//a[@download]/@href[.=$path]", path=f"../{entry['path']}")
    for source in page.xpath("//img/@src"):
        with Image.open(site / "fr" / source) as image:
            assert image.width == 240
            assert image.height == 384
    assert re.search(r"Traduit\s:\s100\s% · (\d+)\smots sur \1 ", text)


def test_an_edition_in_translation_says_how_complete_it_is(small: Project) -> None:
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


def test_every_address_of_every_feed_leads_to_a_file_of_the_site(site: Path) -> None:
    """Relative to the feed, so that a copy of the site works; and each feed says its own type and address."""
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


def test_both_kinds_of_feed_hold_the_same_books(small: Project, site: Path) -> None:
    root = etree.parse(site / "opds/all.xml").getroot()
    atom = {(e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title")) for e in root.iter(f"{ATOM}entry")}
    data = json.loads((site / "opds/all.json").read_text(encoding="utf-8"))
    assert {(p["metadata"]["identifier"], p["metadata"]["title"]) for p in data["publications"]} == atom
    assert len(atom) == data["metadata"]["numberOfItems"] == len(small.books) * len(small.languages)
    positions = [p["metadata"]["belongsTo"]["series"].get("position") for p in data["publications"][:3]]
    assert positions == [None, 1, 2]


def test_the_start_feed_leads_to_each_language_and_to_all(site: Path) -> None:
    data = json.loads((site / "opds/index.json").read_text(encoding="utf-8"))
    assert [item["href"] for item in data["navigation"]] == ["en.json", "zh-CN.json", "fr.json", "all.json"]
    root = etree.parse(site / "opds/index.xml").getroot()
    assert [e.findtext(f"{ATOM}title") for e in root.iter(f"{ATOM}entry")] == [
        item["title"] for item in data["navigation"]
    ]


def test_without_files_there_are_no_feeds(small: Project) -> None:
    made = [item for item in editions(small) if item.edition.format is Format.HTML]
    assert not (publication.publish(resolve(small), made).site / "opds").exists()


# --- addresses ------------------------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_with_the_languages_that_have_it(small: Project) -> None:
    made = editions(small)
    french = next(m.path for m in made if m.edition.name == "fr/set.html")
    (french / "one/index.html").unlink()
    site = publication.publish(resolve(small), made).site
    root = etree.parse(site / "sitemap.xml").getroot()
    found = {
        place.findtext("s:loc", namespaces=SITEMAP): {
            link.get("hreflang"): link.get("href") for link in place.findall("x:link", SITEMAP)
        }
        for place in root
    }
    base = "https://small.example.org"
    assert f"{base}/fr/one/index.html" not in found
    assert found[f"{base}/zh-CN/one/index.html"] == {
        "en": f"{base}/en/one/index.html",
        "zh-CN": f"{base}/zh-CN/one/index.html",
        "x-default": f"{base}/en/one/index.html",
    }
    assert set(found[f"{base}/en/index.html"]) == {"en", "zh-CN", "fr", "x-default"}
    assert not [address for address in found if "search" in address or "genindex" in address]
    assert f"Sitemap: {base}/sitemap.xml\n" in (site / "robots.txt").read_text(encoding="utf-8")


def test_a_wrong_address_is_answered_in_every_language(site: Path) -> None:
    page = html.parse(site / "404.html").getroot()
    assert page.xpath("//div/@lang") == ["en", "zh-CN", "fr"]
    assert page.xpath("//div[@lang='fr']//a/@href") == ["/fr/index.html", "/fr/search.html"]


# --- news -----------------------------------------------------------------------------------------------


def git(project: Project, *arguments: str, day: int = 1) -> None:
    stamp = f"{int(datetime(2024, 5, day, tzinfo=UTC).timestamp())} +0000"
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
        cwd=project.root, check=True, capture_output=True,
        env={"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PATH": "/usr/bin:/bin", "HOME": str(project.root)},
    )  # fmt: skip


def test_what_is_new_is_told_by_language_day_and_page(small: Project) -> None:
    """The catalogs' history for a translation, the text's for the master; a page that cannot be read is none."""
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
    page = landing.whats_new(resolve(small), small.languages, french)
    assert "3 mai 2024" in page.replace("\u00a0", " ")
    assert 'href="one/chapter.html"' in page


def test_without_git_there_is_no_news(small: Project) -> None:
    assert news.days(resolve(small)[small.language("fr")]) == []
    assert "Il n’y a pas encore" in landing.whats_new(resolve(small), small.languages, small.language("fr"))


# --- rollback -------------------------------------------------------------------------------------------


def test_rollback_shows_the_publication_before_and_again_the_present_one(
    small: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    made = editions(small)
    first = publication.publish(resolve(small), made).site.resolve()
    assert main(["rollback"]) == 2
    assert "no-previous" in capfd.readouterr().err
    next(m.path for m in made if m.edition.format is Format.PDF).write_bytes(b"other")
    second = publication.publish(resolve(small), made).site.resolve()
    assert second != first
    assert main(["rollback"]) == 0
    assert small.site.resolve() == first
    assert main(["rollback"]) == 0
    assert small.site.resolve() == second


def test_what_a_killed_run_left_is_no_earlier_publication(small: Project, site: Path) -> None:
    (small.build / "publications/staging").mkdir()
    with pytest.raises(OctavoError, match="no-previous"):
        publication.rollback(small)
