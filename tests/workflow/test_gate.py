"""What readers are offered: the same truth for switcher, alternates, sitemap and the editions that are published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from octavo.cli import main
from octavo.project import BelowThreshold, Edition, Format, Gate, Project, source_files
from octavo.publication.feeds import sitemap as addresses
from octavo.workflow import gate
from octavo.workflow.language_build import resolve
from tests.conftest import ROOT

PAGE = "two/index"


def linkable(project: Project) -> Mapping[str, frozenset[str]]:
    return resolve(project)[project.master].linkable


def test_a_page_below_its_threshold_is_not_offered(lagging: Project) -> None:
    found = linkable(lagging)
    assert found["en"] - found["fr"] == {PAGE}
    assert found["zh_CN"] == found["en"] == source_files.documents(lagging)
    assert PAGE in linkable(replace(lagging, gates={"fr": Gate(page=0)}))["fr"]


def test_a_language_without_catalogs_is_at_nothing(small: Project) -> None:
    shutil.rmtree(small.locales / "fr")
    assert linkable(small)["fr"] == frozenset()
    assert gate.percent_translated(resolve(small)[small.language("fr")], small.books[0]) == 0.0


def test_a_book_below_its_threshold_is_marked_or_left_out(lagging: Project) -> None:
    """The web site stands while one of the books is published."""
    french = lagging.language("fr")
    whole, one, two = lagging.books
    assert [gate.is_in_translation(resolve(lagging)[french], book) for book in lagging.books] == [True, False, True]
    builds = resolve(lagging)
    assert all(gate.is_published(builds[edition.language], edition) for edition in lagging.editions())
    strict = replace(lagging, gates={"fr": Gate(below=BelowThreshold.LEAVE_OUT)})
    published = [
        gate.is_published(resolve(strict)[french], Edition(french, book, Format.EPUB)) for book in (whole, one, two)
    ]
    assert published == [False, True, False]
    assert gate.is_published(resolve(strict)[french], Edition(french, whole, Format.HTML))
    none = replace(lagging, gates={"fr": Gate(book=100, below=BelowThreshold.LEAVE_OUT)})
    shutil.rmtree(none.catalogs(french))
    assert not gate.is_published(resolve(none)[french], Edition(french, whole, Format.HTML))
    assert linkable(none)["fr"] == frozenset()


def test_the_figures_are_inputs_of_an_edition(lagging: Project) -> None:
    """What a page says of other languages is made anew when they cross a threshold."""
    english = lagging.language("en")
    before = resolve(lagging, languages=[english])[english].input_hash
    after = resolve(replace(lagging, gates={"fr": Gate(page=0)}), languages=[english])[english].input_hash
    assert after != before


@pytest.mark.slow
def test_no_page_leads_to_one_that_is_not_offered(lagging: Project) -> None:
    """The switcher names the language without a link, and neither alternates nor sitemap know the page."""
    publish(lagging, "html")
    site = lagging.site
    english = html.parse(site / f"en/{PAGE}.html").getroot()
    switcher = english.find_class("octavo-languages")[0]
    assert [link.get("hreflang") for link in switcher.iter("a") if link.get("hreflang")] == ["zh-CN"]
    assert "français" in switcher.text_content()
    alternates = {item.get("hreflang") for item in english.findall(".//link[@rel='alternate'][@hreflang]")}
    assert alternates == {"en", "zh-CN", "x-default"}
    french = html.parse(site / f"fr/{PAGE}.html").getroot()
    assert french.findall(".//link[@rel='alternate'][@hreflang]") == []
    assert [item.get("content") for item in french.findall(".//meta[@name='robots']")] == ["noindex"]
    other = html.parse(site / "en/one/index.html").getroot()
    assert [link.get("hreflang") for link in other.find_class("octavo-languages")[0].iter("a")][:2] == ["zh-CN", "fr"]
    assert other.findall(".//meta[@name='robots']") == []
    sitemap = etree.fromstring(
        addresses.sitemap(resolve(lagging), [lagging.language("en"), lagging.language("fr")], site)
    )
    places = {place.text for place in sitemap.iter("{*}loc")}
    assert f"{lagging.base_url}/en/{PAGE}.html" in places
    assert f"{lagging.base_url}/fr/{PAGE}.html" not in places
    assert f"{lagging.base_url}/fr/one/index.html" in places


@pytest.mark.slow
def test_what_is_below_its_threshold_is_left_out_of_the_publication(lagging: Project) -> None:
    """Where it is only marked, the downloads page says so."""
    publish(lagging, "epub")
    assert "En cours de traduction" in (lagging.site / "fr/downloads.html").read_text(encoding="utf-8")
    config = lagging.root / "pyproject.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + '\n[tool.octavo.gate.fr]\nbelow = "leave-out"\n', encoding="utf-8"
    )
    publish(lagging, "epub")
    names = {path.relative_to(lagging.site / "downloads").as_posix() for path in Path(lagging.site).rglob("*.epub")}
    assert {name for name in names if name.startswith("fr/")} == {"fr/one.epub"}
    assert len(names) == 7


def publish(project: Project, kind: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "octavo", "publish", "-f", kind], cwd=project.root, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[tool.octavo.gate]\nbook = 101", "gate.book"),
        ('[tool.octavo.gate]\nbelow = "hide"', "gate.below"),
        ("[tool.octavo.gate]\nbooks = 1", "gate.books"),
        ("[tool.octavo.gate.de]\nbook = 1", "gate.de"),
    ],
)
def test_a_mistake_in_the_gate_names_its_key(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, key: str
) -> None:
    monkeypatch.chdir(small.root)
    config = small.root / "pyproject.toml"
    config.write_text(config.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    assert main(["status"]) == 2
    assert f"[tool.octavo] {key}:" in capsys.readouterr().err


def test_a_language_s_own_gate_goes_before_the_general_one(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.project import load

    config = small.root / "pyproject.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + "\n[tool.octavo.gate]\nbook = 80\n[tool.octavo.gate.fr]\npage = 10\n",
        encoding="utf-8",
    )
    project = load(small.root)
    assert project.gate(project.language("fr")) == Gate(80, 10)
    assert project.gate(project.language("zh_CN")) == Gate(80, 50)
