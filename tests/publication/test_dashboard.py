"""Test the coverage page: its figures, chart, contributors and accessibility."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from octavo.catalogs import po
from octavo.catalogs.po import reviews
from octavo.compiler import compilation
from octavo.project import Language, Project, load
from octavo.publication import validation
from octavo.publication.site import charts, contributors, dashboard
from octavo.publication.site.contributors import name_alone
from octavo.publication.site.locale_format import LocaleFormatter
from octavo.publication.validation import programs
from octavo.ui import jinja
from octavo.workflow import coverage
from octavo.workflow.language_build import resolve
from tests.conftest import ROOT, START, Repository, copy_project, of_books

DAY = datetime.datetime.fromtimestamp(START, datetime.UTC).date()


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a project in which the second commit empties one French message."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    repository = Repository(copy_project("small", tmp_path))
    repository.commit()
    repository.french("two/index", "Guide two", msgstrs=("",))
    repository.commit()
    return repository


def parsed_page(project: Project, locale: str, site: Path | None = None) -> html.HtmlElement:
    data = dashboard.gather(project)
    text = dashboard.page(resolve(project), project.languages, project.language(locale), data, site or project.root)
    return html.document_fromstring(text)


def rows(page: html.HtmlElement, name: str) -> list[list[str]]:
    """Return the cells of the table labelled by the element with the id *name*."""
    table = page.xpath("//table[@aria-labelledby=$name]", name=name)[0]
    cells = [[cell.text_content().strip() for cell in row.xpath("th | td")] for row in table.iter("tr")]
    return [[re.sub(r"\s", " ", text) for text in row] for row in cells]


# --- figures --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_coverage_of_the_set_and_of_each_guide_is_the_sum_over_its_pages(repo: Repository) -> None:
    project = repo.project
    data = dashboard.gather(project)
    for language in project.translations:
        books = of_books(project, language)
        assert data.cover(language) == books["set"]
        assert {book.slug: data.cover(language, book) for book in project.books} == books
    page = parsed_page(project, "en")
    left = {row[0]: row[1] for row in rows(page, "needs")}
    listed = [row for row in rows(page, "title-two")[1:] if row[1] == "French"]
    assert left["Guide twoFrench"] == str(sum(int(row[3]) for row in listed)) == "2"


@pytest.mark.slow
def test_each_cell_of_the_table_of_guides_has_a_percentage_and_a_bar_of_that_length(repo: Repository) -> None:
    page = parsed_page(repo.project, "fr")
    table = rows(page, "heat")
    assert table[0] == ["Guide", "chinois simplifié", "français"]
    assert [row[0] for row in table[1:]] == ["Ensemble des guides", "Guide one", "Guide two"]
    french = of_books(repo.project, repo.project.language("fr"))
    assert [row[2] for row in table[1:]] == [
        f"{french[slug].shown:g} %".replace(".", ",") for slug in ("set", "one", "two")
    ]
    bars = page.xpath("//table[@aria-labelledby='heat']//tr/td[2]/span/@style")
    assert bars[1].startswith("background-size: 100.0% ")
    assert bars[2].startswith(f"background-size: {french['two'].shown}% ") and french["two"].shown < 100


def test_many_languages_are_the_lines_of_the_heat_map(small: Project) -> None:
    """The longer list runs down the page: it is read on a phone."""
    for locale in ("es", "it"):
        shutil.copytree(small.locales / "fr", small.locales / locale)
    more = replace(small, languages=(*small.languages, Language("es"), Language("it")))
    table = rows(parsed_page(more, "en"), "heat")
    assert table[0] == ["Language", "The whole set", "Guide one", "Guide two"]
    assert [row[0] for row in table[1:]] == ["Simplified Chinese", "French", "Spanish", "Italian"]


def test_where_nothing_is_left_one_sentence_takes_the_place_of_zeros(small: Project) -> None:
    page = parsed_page(small, "fr")
    assert page.find_class("octavo-result")[0].text == "Il ne reste rien à traduire."
    assert rows(page, "needs")[0] == ["Guide", "Mots non relus"]
    assert not page.find_class("legend") and not page.find_class("chart")
    for language in small.translations:
        for path in small.catalogs(language).rglob("*.po"):
            content = po.read(path)
            read = tuple(m if m.is_header else reviews.reviewed(m, "Bo", DAY) for m in content.messages)
            po.write(replace(content, messages=read))
    page = parsed_page(small, "fr")
    # On lines of their own: between Chinese sentences there is no space.
    assert list(page.find_class("octavo-result")[0].itertext()) == [
        "Il ne reste rien à traduire ni à relire.", "Dernière relecture\u00a0: 13 sept. 2020 (Bo).",
    ]  # fmt: skip
    assert not page.find_class("needs")


def test_two_locales_of_a_language_are_told_apart_and_others_need_no_code(small: Project) -> None:
    locales = ("en", "zh_CN", "zh_TW", "fr", "pt_BR", "sr", "sr@latin")
    project = replace(small, languages=tuple(map(Language, locales)))
    formatter = LocaleFormatter(project, project.language("fr"), project)
    assert [formatter.name(item) for item in project.languages] == [
        "anglais", "chinois simplifié", "chinois traditionnel", "français", "portugais brésilien", "serbe (sr)",
        "serbe (sr-Latn)",
    ]  # fmt: skip


def test_a_row_has_the_words_left_the_oldest_day_and_the_number_of_reviews(repo: Repository) -> None:
    project = repo.project
    path = project.catalogs(project.language("fr")) / "one/index.po"
    content = po.read(path)
    read = tuple(m if m.is_header else reviews.reviewed(m, "Bo", DAY) for m in content.messages)
    po.write(replace(content, messages=read))
    by_page = {row.document: row for row in dashboard.gather(project).rows if row.language.locale == "fr"}
    assert by_page["two/index"].cover.words_left == 2
    assert by_page["two/index"].since == DAY + datetime.timedelta(days=1)
    assert by_page["two/index"].cover.reviewed == 0
    assert by_page["one/index"].since is None
    assert by_page["one/index"].cover.reviewed == len([m for m in content if m.msgstr])


def test_a_title_links_to_the_page_in_its_language_if_it_is_published(repo: Repository) -> None:
    site = repo.project.root / "site"
    (site / "fr/two").mkdir(parents=True)
    (site / "fr/two/index.html").touch()
    links = parsed_page(repo.project, "en", site).xpath("//table[contains(@class, 'sortable')]//th[@scope='row']/a")
    assert [(link.get("href"), link.get("hreflang"), link.text_content()) for link in links] == [
        ("../fr/two/index.html", "fr", "Guide two")
    ]


def test_a_row_links_to_its_catalog_if_catalog_url_is_set_and_has_no_name_of_a_file(repo: Repository) -> None:
    bare = parsed_page(repo.project, "fr")
    assert rows(bare, "title-two")[0][-1] == "Relu"
    assert ".po" not in bare.text_content()
    page = parsed_page(replace(repo.project, catalog_url="https://git.example.org/x/{path}"), "fr")
    assert ".po" not in page.text_content()
    links = page.xpath("//table[contains(@class, 'sortable')]//td/a")
    path = "locales/fr/LC_MESSAGES/two/index.po"
    found = next(link for link in links if link.get("title") == path)
    assert found.get("href") == f"https://git.example.org/x/{path}"
    assert found.text == "Améliorer cette traduction"
    names = [link.get("aria-label") for link in links]
    assert all(name.startswith(found.text) for name in names)


def test_a_row_has_the_share_of_its_words_that_is_reviewed(repo: Repository) -> None:
    french = repo.project.language("fr")
    path = repo.project.catalogs(french) / "one/index.po"
    content = po.read(path)
    read = tuple(m if m.is_header else reviews.reviewed(m, "Bo", DAY) for m in content.messages)
    po.write(replace(content, messages=read))
    shares = {row[0]: row[-1] for row in rows(parsed_page(repo.project, "en"), "title-one") if row[1] == "French"}
    assert shares["Guide one"] == "100%"
    shares.pop("Guide one")
    assert set(shares.values()) == {"0%"}


def test_a_catalog_of_a_whole_folder_is_shown_as_the_index_of_the_folder(small: Project) -> None:
    """Sphinx's ``gettext_compact``: one catalog for all pages of a top folder."""
    folder = small.catalogs(small.language("fr"))
    shutil.move(folder / "two/index.po", folder / "two.po")
    shutil.rmtree(folder / "two")
    data = dashboard.gather(replace(small, compact=True, catalog_url="https://x.example.org/{path}"))
    row = next(row for row in data.rows if row.language.locale == "fr" and row.path.endswith("/two.po"))
    assert row.document == "two/index"
    assert row.address == "https://x.example.org/locales/fr/LC_MESSAGES/two.po"


def test_languages_without_catalogs_are_listed(repo: Repository) -> None:
    shutil.rmtree(repo.project.locales / "fr")
    text = parsed_page(repo.project, "en").text_content()
    assert "The translation has not begun: French" in text
    shutil.rmtree(repo.project.locales / "zh_CN")
    assert "There is no translation yet." in parsed_page(repo.project, "en").text_content()


def test_an_untranslated_title_is_the_master_title_with_the_master_tag(small: Project, tmp_path: Path) -> None:
    """A language that publishes a snapshot does not have the pages added after it."""
    french = small.language("fr")
    formatter = LocaleFormatter(small, french, replace(small, root=tmp_path / "then"))
    assert formatter.of_document("two/index") == ("Guide two", "en")
    assert formatter.of_document("no/page") == ("no/page", "en")
    assert formatter.of_document("publication") == ("Textes communs aux guides", "fr")


# --- history --------------------------------------------------------------------------------------------


def test_the_chart_shows_the_history_of_every_language_and_a_table_has_the_same_figures(repo: Repository) -> None:
    page = parsed_page(repo.project, "fr")
    lowered = of_books(repo.project, repo.project.language("fr"))["set"].shown
    percent = f"{lowered:g} %".replace(".", ",")
    assert rows(page, "days")[1:] == [["14 sept. 2020", "100 %", percent], ["13 sept. 2020", "100 %", "100 %"]]
    chart = page.find_class("chart")[0]
    assert chart.get("role") == "img"
    title, desc = (page.get_element_by_id(name) for name in chart.get("aria-labelledby").split())
    assert title.text == "Part des mots traduits, jour par jour"
    assert f"français : {percent} le 14 sept. 2020." in re.sub(r"\s", " ", desc.text)
    assert "13 sept. 2020" in [text.text for text in chart.iter("text")]


def test_without_git_the_page_says_that_there_is_no_history(small: Project) -> None:
    page = parsed_page(small, "en")
    assert "There is no history to show" in page.text_content()
    assert not page.find_class("chart")
    assert len(page.xpath("//table[contains(@class, 'sortable')]/tbody/tr")) > 10


def test_a_shallow_clone_says_that_its_history_is_incomplete(repo: Repository, tmp_path: Path) -> None:
    target = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{repo.project.root}", str(target)],
        check=True,
        capture_output=True,
    )
    page = parsed_page(load(target), "en")
    assert "Only the newest part of the history is at hand" in page.text_content()
    assert len(rows(page, "days")) == 2


def test_two_clones_of_one_commit_give_the_same_page(repo: Repository, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "another name"):
        subprocess.run(["git", "clone", "-q", str(repo.project.root), str(tmp_path / name)], check=True)
        project = load(tmp_path / name)
        texts.append(
            dashboard.page(
                resolve(project), project.languages, project.languages[2], dashboard.gather(project), tmp_path
            )
        )
    assert texts[0] == texts[1]
    assert 'class="chart"' in texts[0]


def test_a_long_history_has_one_day_for_each_week_or_month() -> None:
    def snapshots(count: int) -> list[coverage.HistoryPoint]:
        return [coverage.HistoryPoint(str(day), START + day * 86400, {}) for day in range(count)]

    assert len(dashboard._thinned(snapshots(120))) == 120
    weeks = dashboard._thinned(snapshots(500))
    assert len(weeks) in (72, 73)
    assert weeks[-1].commit == "499"
    assert len(dashboard._thinned(snapshots(2000))) < 70


def test_the_chart_is_reproducible_and_does_not_affect_the_rest_of_the_page() -> None:
    """The SVG has no date, style sheet or fixed colour; its text is text and its ids are unique."""

    def draw(*, right_to_left: bool = False) -> str:
        return charts.over_time(
            [DAY, DAY + datetime.timedelta(days=9)], [[0, 50.5], [10, 100]], name="h", title="T", description="D",
            day=lambda day: f"{day.day}日", percent=lambda value: f"{value} %", right_to_left=right_to_left,
        )  # fmt: skip

    text = draw()
    assert text == draw()
    root = html.fragment_fromstring(text)
    assert not list(root.iter("style", "metadata", "script"))
    assert not re.search(r"#[0-9a-f]{6}\b", text)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"0 %", "100 %", "13日", "22日"} <= {item.text for item in root.iter("text")}
    assert {"var(--series-0)", "var(--series-1)", "var(--line)", "currentColor"} <= set(
        re.findall(r"var\([a-z0-9-]+\)|currentColor", text)
    )
    mirrored = html.fragment_fromstring(draw(right_to_left=True))
    anchors = {"start": "end", "end": "start", "middle": "middle"}
    assert [item.get("text-anchor") for item in mirrored.iter("text")] == [
        anchors[item.get("text-anchor")] for item in root.iter("text")
    ]


# --- names ----------------------------------------------------------------------------------------------


def test_contributors_are_shown_by_name_without_addresses(repo: Repository) -> None:
    project, french = repo.project, repo.project.language("fr")
    path = project.catalogs(french) / "index.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"Last-Translator: [^\\]*", "Last-Translator: Zoé <zoe@example.org>", text), encoding="utf-8"
    )
    people = contributors.contributors(project, french, contributors.read([path]))
    assert [(item.name, item.changes, item.last) for item in people] == [
        ("Ada Été", 2, DAY + datetime.timedelta(days=1)), ("Zoé", 0, None),
    ]  # fmt: skip
    page = html.tostring(parsed_page(project, "fr"), encoding="unicode")
    assert "Ada Été" in page
    assert "example.org/fr" in page  # its own address
    assert "@" not in re.sub(r"@media|//@", "", page)


def test_authors_of_commits_count_and_authors_of_merges_do_not(repo: Repository) -> None:
    french = repo.project.language("fr")
    repo.git("checkout", "-q", "-b", "work")
    repo.french("two/index", "Guide two", msgstrs=("Deux",))
    repo.git("commit", "-q", "-a", "-m", "x", "--author", "Bo <bo@example.org>")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "work")
    commits = {item.name: item.changes for item in contributors.contributors(repo.project, french, [])}
    assert commits == {"Ada Été": 2, "Bo": 1}


def test_the_author_of_the_publication_has_the_name_of_the_language(small: Project) -> None:
    path = small.catalogs(small.language("fr")) / "index.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"Last-Translator: [^\\]*", "Last-Translator: Nobody", text), encoding="utf-8")
    content = po.read(path)
    read = tuple(m if m.is_header else reviews.reviewed(m, "Nobody", DAY) for m in content.messages)
    po.write(replace(content, messages=read))
    compilation.compile_catalogs(small, small.language("fr"))
    page = parsed_page(small, "fr")
    assert "Personne" in {name for name, *_ in rows(page, "contributors")}
    assert "Nobody" not in page.text_content()
    formatter = LocaleFormatter(small, small.language("fr"), small)
    assert [formatter.person(name) for name in ("Nobody", "Bo")] == ["Personne", "Bo"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada <ada@example.org>", "Ada"),
        ("ada@example.org", ""),
        ("Ada (ada@example.org)", "Ada"),
        ("FULL NAME <EMAIL@ADDRESS>", ""),
        ("王小明", "王小明"),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_its_address(text: str, name: str) -> None:
    assert name_alone(text) == name


# --- how it reads ---------------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_lines_have_contrast_in_light_and_dark() -> None:
    """WCAG 2.2 requires 3 for graphics (1.4.11)."""
    style = jinja.read("site/coverage.css")
    lines = re.findall(r"--series-\d: (#\w{6})", style)
    assert len(lines) == 2 * charts.COLOURS
    papers = ["#ffffff"] * charts.COLOURS + ["#16191c"] * charts.COLOURS
    assert [line for line, paper in zip(lines, papers, strict=True) if _contrast(line, paper) < 3] == []


def test_the_table_of_pages_works_without_javascript(repo: Repository) -> None:
    """Without JavaScript the filters are hidden and the column heads are plain text."""
    page = parsed_page(repo.project, "zh_CN")
    assert page.find_class("filter")[0].get("hidden") is not None
    assert [item.text for item in page.xpath("//table[contains(@class, 'sortable')]/thead//th")][:3] == [
        "页面",
        "语言",
        "已翻译",
    ]
    assert not page.xpath("//table[contains(@class, 'sortable')]//button")
    for region in page.find_class("region"):
        assert region.get("tabindex") == "0"
        assert page.get_element_by_id(region.get("aria-labelledby")).text_content()


@pytest.mark.slow
def test_a_published_coverage_page_passes_the_checkers_and_sorts_and_filters_by_keyboard(repo: Repository) -> None:
    """Every language, also Arabic, passes on a light desktop and on a dark phone without sideways scrolling."""
    root = repo.project.root
    for command in (["add-language", "ar"], ["publish", "-f", "html", "-f", "epub"]):
        done = subprocess.run(
            [sys.executable, "-m", "octavo", *command], cwd=root, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    project = load(root)
    for tag in ("en", "zh-CN", "fr", "ar"):
        assert "coverage.html" in (project.site / tag / "downloads.html").read_text(encoding="utf-8")
        assert (project.site / tag / "coverage.html").is_file()
    if not (ROOT / "node_modules").is_dir():
        pytest.skip("npm packages are not installed")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    (root / "package.json").write_text("{}", encoding="utf-8")
    for report in validation.validate(project, ["nu", "axe", "links", "gates", "opds", "epubcheck"]):
        assert report.left_out == ""
        assert [f"{finding.location}: {finding.message}" for finding in report.findings] == []
    script = Path(__file__).with_name("dashboard.mjs")
    order = {"root": str(ROOT), "pages": [str(p) for p in sorted(project.site.resolve().glob("*/coverage.html"))]}
    seen = programs.run([programs.require("node"), str(script)], text=json.dumps(order))
    for page in json.loads(seen.stdout):
        assert page["widths"] == [360, 360], "a phone scrolls the page sideways"
        assert page["lists"] and all(item == [0, True] for item in page["lists"]), "a phone cuts no list"
        assert set(page["tablet"]) == {0}, "a tablet cuts no list"
        assert page["sorts"] == ["ascending", "descending"]
        assert page["ascending"] == sorted(page["ascending"])
        assert page["descending"] == sorted(page["descending"], reverse=True)
        assert page["open"] == [left for left in page["ascending"] if left]
        assert page["french"] == ["fr"]
        assert page["opened"] == ["pages-one"]
        assert str(page["count"]) in page["status"]
