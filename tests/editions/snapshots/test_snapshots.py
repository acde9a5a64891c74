"""A language that lags publishes the text of the day when it was last complete, dated, beside the others of today."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from octavo.editions.pipeline import plan
from octavo.editions.snapshots import choose, label
from octavo.project import Edition, Format, Gate, Project, Text, load
from octavo.publication.site import news
from octavo.workflow import coverage
from octavo.workflow.coverage import full_coverage as completeness
from octavo.workflow.language_build import resolve
from octavo.workflow.snapshot_changes import ChangesSince
from tests.conftest import ROOT, Repository, copy_project

COMPLETE = '\n[tool.octavo.gate.fr]\ntext = "complete"\n'


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A project whose French is to be published as it was when it was complete."""
    project = copy_project("small", tmp_path)
    config = project.root / "pyproject.toml"
    config.write_text(config.read_text(encoding="utf-8") + COMPLETE, encoding="utf-8")
    (project.root / ".gitignore").write_text("build/\n", encoding="utf-8")
    made = Repository(load(project.root))
    made.commit()
    return made


def move_on(repo: Repository) -> None:
    """Change a page and add one, a commit each, without bringing the catalogs up to date."""
    page = repo.project.source / "two/index.rst"
    page.write_text(page.read_text(encoding="utf-8").replace("Use an", "Always use an"), encoding="utf-8")
    repo.commit()
    (repo.project.source / "two/new.rst").write_text("New page\n========\n\nNew text.\n", encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8") + "\n.. toctree::\n\n   new\n", encoding="utf-8")
    repo.commit()


def octavo(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "octavo", *arguments], cwd=project.root, check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
    )  # fmt: skip


def test_which_text_is_published_is_chosen_for_each_language(repo: Repository) -> None:
    project = repo.project
    assert project.gate(project.language("fr")) == Gate(text=Text.COMPLETE)
    assert project.gate(project.language("zh_CN")) == Gate(text=Text.TODAY, complete=100.0)


def test_commits_are_candidates_while_the_catalogs_stand_full(repo: Repository) -> None:
    """Each change of a catalog begins a run; what only changed text or Chinese goes on with it."""
    french = repo.project.language("fr")
    move_on(repo)
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.commit()
    repo.french("two/index", "Guide two", msgstrs=("Deuxième guide",))
    repo.commit()
    known = coverage.load_history(repo.project)
    runs = completeness.full(repo.project, french, known)
    assert [len(run) for run in runs] == [1, 3]
    assert [commit.name for run in reversed(runs) for commit in run] == [
        commit.name for number, commit in enumerate(known.commits) if number != 3
    ]


def test_without_an_earlier_text_that_of_today_is_published_and_nothing_is_kept(small: Project) -> None:
    assert choose.choose_snapshots(small) == choose.SnapshotChoice({}, ())
    assert not (small.build / "past").exists()


@pytest.mark.slow
def test_the_text_is_that_of_the_newest_commit_at_which_all_of_it_was_translated(repo: Repository) -> None:
    """Catalogs that are still full do not make a text complete that has moved on without them."""
    french = repo.project.language("fr")
    assert choose.choose_snapshots(repo.project).snapshots == {}
    (repo.project.source / "unread.txt").write_text("no text of a book", encoding="utf-8")
    repo.commit()
    last = repo.git("rev-parse", "HEAD").strip()
    move_on(repo)
    today = repo.project
    settled = choose.choose_snapshots(today)
    then = settled.snapshots["fr"]
    assert settled.findings == ()
    assert then.snapshot is not None
    assert then.snapshot.commit == last
    assert "Use an" in (then.source / "two/index.rst").read_text(encoding="utf-8")
    assert settled.snapshots.keys() == {"fr"}
    assert label.snapshot_label(then, french) == "Texte du 14 septembre 2020"
    states = resolve(today, settled.snapshots)[french].changes
    assert {name for name, state in states.items() if state is ChangesSince.CHANGED} == {"two/index"}
    # The folder of a text that is published no more goes; one that is needed is not made again.
    before = then.root.stat().st_ino
    assert choose.choose_snapshots(today).snapshots["fr"].root.stat().st_ino == before
    assert choose.load_snapshots(today) == {"fr": then}
    page = today.source / "two/index.rst"
    repo.git("checkout", "-q", last, "--", "source")
    (today.source / "two/new.rst").unlink()
    assert page.read_text(encoding="utf-8").count("Always") == 0
    assert choose.choose_snapshots(today).snapshots == {}
    assert not then.root.exists()


@pytest.mark.slow
def test_what_cannot_be_had_is_one_sentence_and_today_is_published(repo: Repository, tmp_path: Path) -> None:
    repo.french("two/index", "Guide two", msgstrs=("",))
    repo.git("add", "-A")
    repo.git("commit", "-q", "--amend", "-m", "never complete")
    root = repo.project.root
    (finding,) = choose.choose_snapshots(repo.project).findings
    assert finding.code == "no-complete-text"
    assert finding.message.endswith("it was complete: there is none in its history")
    repo.commit()
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root}", str(shallow)], check=True)
    (finding,) = choose.choose_snapshots(load(shallow)).findings
    assert "git fetch --unshallow" in finding.remedy
    without = tmp_path / "without"
    subprocess.run(["cp", "-r", str(root), str(without)], check=True)
    subprocess.run(["rm", "-rf", str(without / ".git")], check=True)
    (finding,) = choose.choose_snapshots(load(without)).findings
    assert finding.message.endswith("there is no git history")


@pytest.mark.slow
def test_a_commit_whose_text_cannot_be_read_is_passed_over(repo: Repository) -> None:
    """A conf.py that was broken for a day hides the days before it from nobody."""
    first = repo.git("rev-parse", "HEAD").strip()
    conf = repo.project.root / "conf.py"
    page = repo.project.source / "two/index.rst"
    whole = conf.read_text(encoding="utf-8")
    conf.write_text("raise RuntimeError\n", encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    repo.commit()
    conf.write_text(whole, encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8") + "\nEven more.\n", encoding="utf-8")
    repo.commit()
    then = choose.choose_snapshots(repo.project).snapshots["fr"]
    assert then.snapshot is not None
    assert then.snapshot.commit == first


@pytest.mark.slow
def test_a_whole_book_of_that_day_is_published_beside_those_of_today(repo: Repository) -> None:
    project = repo.project
    gone = project.source / "two/old.rst"
    # A page that is no more, in the text of that day.
    gone.write_text("Old page\n========\n", encoding="utf-8")
    page = project.source / "two/index.rst"
    page.write_text(page.read_text(encoding="utf-8") + "\n.. toctree::\n\n   old\n", encoding="utf-8")
    assert octavo(project, "update").returncode == 0
    repo.french("two/old", "Old page", msgstrs=("Ancienne page",))
    repo.commit()
    gone.unlink()
    page.write_text(page.read_text(encoding="utf-8").replace("   old\n", ""), encoding="utf-8")
    move_on(repo)
    assert octavo(project, "update").returncode == 0
    repo.commit()
    result = octavo(project, "publish", "-f", "html", "-f", "epub")
    assert result.returncode == 0, result.stderr
    site = project.site
    _pages_say_their_day(site)
    _the_epub_says_its_day(site)
    _nothing_leads_astray(project)
    again = octavo(project, "publish", "-f", "html", "-f", "epub")
    assert again.returncode == 0
    assert "unchanged" in again.stderr
    assert "fr-html" not in again.stderr
    # What changes in the master outside of this text does not make it anew, unless it must say more.
    before = input_hash(project)
    new = project.source / "two/new.rst"
    new.write_text(new.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert input_hash(project) == before
    chapter = project.source / "one/chapter.rst"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert input_hash(project) != before


def input_hash(project: Project) -> str:
    """Return the hash of the inputs of the French editions."""
    french = project.language("fr")
    return resolve(project, choose.load_snapshots(project), [french])[french].input_hash


def _pages_say_their_day(site: Path) -> None:
    def notice(name: str) -> html.HtmlElement:
        (found,) = html.parse(site / name).getroot().find_class("octavo-past")
        return found

    changed = notice("fr/two/index.html")
    assert changed.text_content().startswith("Texte du 14")
    assert "a changé depuis" in changed.text_content()
    assert [link.get("href") for link in changed.iter("a")] == ["../../en/two/index.html"]
    assert "ne fait plus partie" in notice("fr/two/old.html").text_content()
    assert list(notice("fr/two/old.html").iter("a")) == []
    same = notice("fr/one/chapter.html")
    assert same.text_content() == "Texte du 14 septembre 2020"
    text = (site / "fr/two/index.html").read_text(encoding="utf-8")
    assert "octavo-untranslated" not in text
    for other in ("en", "zh-CN"):
        assert html.parse(site / other / "two/index.html").getroot().find_class("octavo-past") == []


def _the_epub_says_its_day(site: Path) -> None:
    with zipfile.ZipFile(site / "downloads/fr/two.epub") as book:
        package = etree.fromstring(book.read("EPUB/package.opf"))
        cover = book.read("EPUB/cover.xhtml").decode()
        names = book.namelist()
    said = {
        etree.QName(item).localname: item.text or "" for item in package.iter("{http://purl.org/dc/elements/1.1/}*")
    }
    assert said["date"] == "2020-09-14"
    assert "(Texte du 14" in said["description"]
    assert "Texte du 14" in cover
    assert "EPUB/two/old.xhtml" in names
    assert "EPUB/two/new.xhtml" not in names
    editions = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["editions"]
    assert {item["text_date"] for item in editions if item["locale"] == "fr"} == {"2020-09-14"}
    assert {item["text_date"] for item in editions if item["locale"] != "fr"} == {""}
    assert {item["percent"] for item in editions if item["locale"] == "fr"} == {100.0}
    assert "Texte du 14" in (site / "fr/downloads.html").read_text(encoding="utf-8")
    feed = (site / "opds/fr.xml").read_text(encoding="utf-8")
    assert "<dc:issued>2020-09-14</dc:issued>" in feed


def _nothing_leads_astray(project: Project) -> None:
    """Switcher, alternates, sitemap and news know which page stands in which language."""
    site = project.site
    build = resolve(project, choose.load_snapshots(project))[project.language("fr")]
    offered = build.linkable
    assert "two/old" in offered["fr"] - offered["en"]
    assert "two/new" in offered["en"] - offered["fr"]
    for name in ("en/two/new.html", "zh-CN/two/new.html", "fr/two/old.html"):
        page = html.parse(site / name).getroot()
        links = [link.get("href") for link in page.find_class("octavo-languages")[0].iter("a")]
        for link in links:
            assert (site / name).parent.joinpath(link).resolve().is_file(), (name, link)
    sitemap = etree.parse(site / "sitemap.xml")
    for link in sitemap.iter("{*}loc", "{http://www.w3.org/1999/xhtml}link"):
        address = link.text if link.text and link.text.strip() else link.get("href")
        assert (site / str(address).removeprefix(f"{project.base_url}/")).is_file(), address
    dates = {place.findtext("{*}lastmod") for place in sitemap.getroot() if "/fr/" in str(place.findtext("{*}loc"))}
    assert dates == {"2020-09-14"}
    days = news.days(build)
    assert max(day.date.isoformat() for day in days) == "2020-09-14"
    edition = Edition(project.language("fr"), project.books[0], Format.HTML)
    assert plan.output_path(build.project, edition).is_relative_to(project.build / "past")
