"""Test that untranslated titles have ``lang`` on the pages around the editions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import html

from octavo.compiler import compilation
from octavo.project import Language, Project
from octavo.publication.manifest import EditionRecord
from octavo.publication.site import landing
from octavo.workflow.language_build import resolve

ENGLISH = {"lang": "en", "dir": "ltr"}


def entries(language: Language, one: str) -> list[EditionRecord]:
    about = (language.locale, language.tag)
    titles = {"set": "Two small guides", "one": one}
    return [
        EditionRecord(*about, slug, "epub", title, f"downloads/{slug}.epub", 1000) for slug, title in titles.items()
    ]


def test_an_untranslated_title_has_the_master_lang_and_a_translated_one_has_none(
    small: Project, tmp_path: Path
) -> None:
    arabic = Language("ar")
    project = replace(small, languages=(*small.languages, arabic))
    page = html.fromstring(
        landing.downloads(resolve(project), project.languages, arabic, entries(arabic, "الدليل الأول"), tmp_path)
    )
    (first, second) = page.xpath("//section//h2")
    assert dict(first.attrib) == ENGLISH
    assert dict(second.attrib) == {}
    assert dict(page.find_class("way")[0][0].attrib) == {"href": "index.html", **ENGLISH}
    landing.write(resolve(project), [project.master, arabic], [], tmp_path)
    start = html.parse(tmp_path / "index.html").getroot()
    spans = start.xpath("//ul[@class='languages']//a/span")
    assert [dict(span.attrib) for span in spans] == [{}, ENGLISH]


def test_no_title_has_lang_in_the_master_or_in_a_complete_translation(small: Project) -> None:
    french = small.language("fr")
    compilation.compile_catalogs(small, french)
    for language, title in ((small.master, "Guide one"), (french, "Premier guide")):
        found = entries(language, title)
        found[0] = replace(found[0], title="Deux petits guides" if language == french else found[0].title)
        page = html.fromstring(landing.downloads(resolve(small), small.languages, language, found, small.site))
        assert page.xpath("//main//*[@lang='en']") == []
