"""Test the bilingual proof, as web pages and as PDF."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from octavo.catalogs import po
from octavo.catalogs.po import FUZZY, Message, reviews
from octavo.cli import main
from octavo.errors import OctavoError
from octavo.project import Language, Project
from octavo.publication.proof import sheets as proof
from octavo.publication.validation import programs
from octavo.publication.validation.web import axe
from octavo.workflow import coverage

DAY = datetime.date(2026, 11, 24)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def worked(small: Project) -> Project:
    """Return a project whose French guide one has a message in every state."""
    path = small.catalogs(small.language("fr")) / "one/index.po"
    content = po.read(path)
    messages = [_halfway(message) for message in content.messages]
    po.write(replace(content, messages=tuple(messages)))
    (small.locales / "terms.toml").write_text('[[term]]\nen = "bandwidth"\nfr = ["bande passante"]\n', encoding="utf-8")
    return small


def _halfway(message: Message) -> Message:
    match message.msgid:
        case "The first guide.":
            return message.edited(flags=(FUZZY,), previous=(None, "A first guide.", None), comments=("ask <b>Ada</b>",))
        case "A note.":
            return message.edited(msgstrs=("",))
        case "This is **bold**, isn't it?":
            return message.edited(msgstrs=("C’est 6 |x| ?",))
        case "Guide one":
            return reviews.reviewed(message, "Zoé", DAY)
    return message


def select(project: Project, language: Language, names: Sequence[str]) -> list[str]:
    return coverage.select_domains(project, language, coverage.catalogs(project, language), names)


def sheets(project: Project, *names: str, locale: str = "fr") -> list[proof.Sheet]:
    language = project.language(locale)
    return proof.sheets(project, language, select(project, language, names))


def page(project: Project, name: str, locale: str = "fr") -> html.HtmlElement:
    language = project.language(locale)
    proof.write(project, language, sheets(project, name, locale=locale), name=name, forms=["html"], today=DAY)
    path = project.build / f"proofs/{locale}/pages/{name}.html"
    return html.fromstring(path.read_text(encoding="utf-8"))


def row_of(tree: html.HtmlElement, text: str) -> html.HtmlElement:
    (row,) = (row for row in tree.iter("tr") if text in row[0].text_content())
    return row


def test_rows_are_in_page_order_with_place_and_state(worked: Project) -> None:
    (sheet,) = sheets(worked, "one/index")
    content = po.read(worked.root / sheet.path)
    assert [row.message.msgid for row in sheet.rows] == [message.msgid for message in content]
    assert all(row.place == f"{sheet.path}:{row.message.msgstr_line}" for row in sheet.rows)
    assert (sheet.counts["fuzzy"], sheet.counts["untranslated"], sheet.counts["reviewed"]) == (1, 1, 1)


def test_pages_have_titles_that_people_read_and_lead_to_each_other(worked: Project) -> None:
    french = worked.language("fr")
    found = sheets(worked, "publication", "one/index", "one/chapter")
    proof.write(worked, french, found, forms=["html"], today=DAY)
    folder = worked.build / "proofs/fr"
    contents = html.fromstring((folder / "index.html").read_text(encoding="utf-8"))
    titles = [link.text_content() for link in contents.iter("a")]
    assert titles == ["Titres et menus", "Premier guide", "Chapitre"]
    tree = html.fromstring((folder / "pages/one/index.html").read_text(encoding="utf-8"))
    assert tree.findtext("head/title").startswith("Premier guide – ")
    links = {link.text_content().strip("←→ \n"): link.get("href") for link in tree.find(".//nav").iter("a")}
    assert list(links)[1:] == ["Titres et menus", "Chapitre"]
    assert all((folder / "pages/one" / address).is_file() for address in links.values())


def test_findings_are_shown_with_their_message_and_other_findings_with_the_page(worked: Project) -> None:
    path = worked.catalogs(worked.language("fr")) / "one/index.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Language: fr", "Language: de"), encoding="utf-8")
    (sheet,) = sheets(worked, "one/index")
    codes = {row.message.msgid: {item.code for item in row.findings} for row in sheet.rows if row.findings}
    assert "values-number" in codes["This is **bold**, isn't it?"]
    assert "guard-reference" in codes["This is **bold**, isn't it?"]
    assert sheet.findings
    assert all(item.location.line not in [row.message.msgstr_line for row in sheet.rows] for item in sheet.findings)


def test_a_fuzzy_message_shows_the_change_and_its_comment_as_text(worked: Project) -> None:
    row = row_of(page(worked, "one/index"), "The first guide.")
    assert [node.text for node in row.iter("del")] == ["A"]
    assert [node.text for node in row.iter("ins")] == ["The"]
    assert "ask <b>Ada</b>" in row.text_content()
    assert "à revoir" in row.text_content()


def test_markup_and_terms_are_highlighted_in_both_languages(worked: Project) -> None:
    row = row_of(page(worked, "one/index"), "Save your")
    assert [[node.text_content() for node in cell.iter("mark")] for cell in row[:2]] == [
        ["bandwidth"],
        ["bande passante"],
    ]
    assert ":term:`" in [node.text for node in row[1].find_class("role")]
    assert [node.text for node in row[1].find_class("footnote")] == ["[#note]_"]


def test_a_review_shows_its_name_and_a_figure_text_shows_its_file(worked: Project) -> None:
    tree = page(worked, "one/index")
    assert "Relu par Zoé le 24 novembre 2026" in row_of(tree, "Guide one").text_content()
    assert any("source/one/plan.svg" in row.text_content() for row in tree.iter("tr"))


@pytest.mark.parametrize(("locale", "frame"), [("ar", ("ar", "rtl")), ("he", ("en", "ltr"))])
def test_the_cells_have_lang_and_dir(worked: Project, locale: str, frame: tuple[str, str]) -> None:
    """The frame is in Arabic, which has UI translations, but in the master's language for Hebrew, which has none."""
    project = replace(worked, languages=(*worked.languages, Language(locale)))
    shutil.copytree(worked.locales / "fr", worked.locales / locale)
    tree = page(project, "one/index", locale)
    assert (tree.get("lang"), tree.get("dir")) == frame
    texts = [(node.get("lang"), node.get("dir")) for node in row_of(tree, "Guide one").find_class("text")]
    assert texts == [("en", "ltr"), (locale, "rtl")]


def test_rows_are_selected_by_book_page_or_folder(worked: Project) -> None:
    french = worked.language("fr")
    assert select(worked, french, ["one"]) == ["one/index", "one/chapter"]
    assert select(worked, french, ["two/index", "one/chapter.rst"]) == ["one/chapter", "two/index"]
    assert select(worked, french, ["set"]) == select(worked, french, [])
    with pytest.raises(OctavoError, match="unknown-page"):
        select(worked, french, ["three"])


def test_a_full_proof_has_contents_and_deletes_pages_that_no_longer_exist(worked: Project) -> None:
    french = worked.language("fr")
    folder = worked.build / "proofs/fr"
    proof.write(worked, french, sheets(worked), forms=["html"], today=DAY)
    tree = html.fromstring((folder / "index.html").read_text(encoding="utf-8"))
    linked = {folder / link for link in tree.xpath("//td/a/@href | //th/a/@href")}
    assert linked == set((folder / "pages").rglob("*.html"))
    assert (folder / "pages/one/index.html").resolve() in linked
    (worked.catalogs(french) / "one/chapter.po").unlink()
    proof.write(worked, french, sheets(worked), forms=["html"], today=DAY)
    assert not (folder / "pages/one/chapter.html").exists()


def test_json_has_every_message_and_writes_no_file(
    worked: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(worked.root)
    assert main(["proof", "fr", "one/index", "--json"]) == 0
    rows = {row["msgid"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["The first guide."]["previous"] == "A first guide."
    assert rows["bandwidth"]["terms"] == {"bandwidth": ["bande passante"]}
    assert rows["Guide one"]["reviews"] == [{"name": "Zoé", "date": "2026-11-24"}]
    assert not (worked.build / "proofs").exists()


def test_review_accepts_the_code_of_a_message_in_the_proof(worked: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(worked.root)
    (sheet,) = sheets(worked, "one/chapter")
    assert main(["review", "fr", "--by", "Ada", f"one/chapter#{sheet.rows[1].code}"]) == 0
    (again,) = sheets(worked, "one/chapter")
    assert [row.state for row in again.rows[:3]] == ["translated", "reviewed", "translated"]


@pytest.mark.slow
def test_there_is_a_pdf_for_each_book_with_running_heads_and_page_numbers(
    worked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(worked.root)
    assert main(["proof", "fr", "-f", "pdf"]) == 0
    folder = worked.build / "proofs/fr"
    assert sorted(path.name for path in folder.iterdir()) == ["one.pdf", "set.pdf", "two.pdf"]
    info = programs.run(["pdfinfo", str(folder / "one.pdf")]).stdout
    assert "A4" in info
    first = programs.run(["pdftotext", "-layout", "-l", "1", str(folder / "one.pdf"), "-"]).stdout
    assert "Premier guide" in first.splitlines()[0]
    assert re.search(r"^ +1 ?/ ?\d+$", first, re.MULTILINE)
    assert "bande passante" in first
    assert "Remarques" in first


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "node_modules").exists(), reason="npm's packages are not installed")
def test_nu_and_axe_find_nothing_in_the_proof_pages(worked: Project) -> None:
    """Check every page in French and Chinese, on a light desktop and on a dark phone."""
    (worked.root / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    for locale in ("fr", "zh_CN"):
        proof.write(worked, worked.language(locale), sheets(worked, locale=locale), forms=["html"], today=DAY)
    shutil.copytree(worked.build / "proofs", worked.site)
    assert [item.message for item in axe.check(worked)] == []
    jar = programs.node_modules(worked, "nu") / "vnu-jar/build/dist/vnu.jar"
    paths = [str(path) for path in worked.site.rglob("*.html")]
    report = programs.run(["java", "-Xss4m", "-jar", str(jar), "--format", "json", *paths]).stderr
    assert [item["message"] for item in json.loads(report)["messages"]] == []


def test_every_message_has_a_labelled_field_for_remarks(worked: Project) -> None:
    tree = page(worked, "one/index")
    fields = list(tree.iter("textarea"))
    assert len(fields) == len(tree.find_class("remarks"))
    names = [field.get("aria-label") for field in fields]
    assert names[:2] == ["Remarque sur le message 1", "Remarque sur le message 2"]


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "node_modules").exists(), reason="npm's packages are not installed")
def test_remarks_are_stored_and_can_be_downloaded(worked: Project) -> None:
    """Open the page as a file in Chromium; remarks with markup or a formula stay plain text."""
    french = worked.language("fr")
    all_sheets = sheets(worked)
    proof.write(worked, french, all_sheets, forms=["html"], today=DAY)
    folder = worked.build / "proofs/fr"
    order = {
        "root": str(ROOT), "page": str(folder / "pages/one/index.html"), "contents": str(folder / "index.html"),
    }  # fmt: skip
    script = Path(__file__).with_name("remarks.mjs")
    result = programs.run([programs.require("node"), str(script)], text=json.dumps(order))
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    (sheet,) = (sheet for sheet in all_sheets if sheet.domain == "one/index")
    row, remark = sheet.rows[1], '=Plus "simple"\n<b>mot</b>'
    assert seen["faults"] == []
    assert seen["kept"] == remark
    assert seen["label"] == "Remarque sur le message 2"
    (taken,) = json.loads(seen["taken"]["json"]["text"])["remarks"]
    assert (taken["page"], taken["place"], taken["code"]) == ("one/index", row.place, row.code)
    assert (taken["source"], taken["remark"]) == (row.message.msgid, remark)
    heads, cells = csv.reader(io.StringIO(seen["taken"]["csv"]["text"].removeprefix("\ufeff")))
    assert dict(zip(heads, cells, strict=True)) == taken | {"by": "Zoé", "remark": f"'{remark}"}
    assert re.fullmatch(r"remarks-fr-one-index-\d{4}-\d\d-\d\d\.csv", seen["taken"]["csv"]["name"])
    assert "Copié" in seen["status"]
    assert seen["whole"].split()[-1] == "1"
    assert seen["cleared"] == ""
