"""Pages of a theme, mended: what the checkers have against them is gone, and nothing else of them is touched."""

from __future__ import annotations

import re

import pytest
from lxml import html

from octavo.catalogs.po import State
from octavo.editions.formats.html.fixes import fix_html, fix_stylesheet
from octavo.project import Language
from octavo.ui.translations import theme_messages, ui_messages
from tests.conftest import ROOT


def body(inner: str, words: dict[str, str] | None = None) -> html.HtmlElement:
    head = '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8" /><title>T</title></head>'
    page = f"{head}<body>{inner}</body></html>"
    return html.fromstring(fix_html(page, lambda text: (words or {}).get(text, text)).encode()).find("body")


def test_a_page_without_faults_keeps_its_text_and_form() -> None:
    page = '<p>a &lt; b &amp; c “é” 中文</p><pre>x\n  y</pre><input checked=""><br><svg><use href="#a"></use></svg>'
    root = body(page)
    inner = "".join(html.tostring(child, encoding="unicode") for child in root)
    assert inner.replace('checked=""', "checked").replace("checked", 'checked=""') == page


def test_no_void_element_has_a_slash_and_the_doctype_is_there_once() -> None:
    written = fix_html('<!DOCTYPE html>\n<html><head><meta charset="utf-8" /></head><body><br /></body></html>', str)
    assert "/>" not in written
    assert written.startswith("<!DOCTYPE html>\n<html>")
    assert written.count("DOCTYPE") == 1


def test_no_space_stands_between_the_buttons_at_the_two_edges() -> None:
    root = body('<div class="rst-footer-buttons"><a href="a">上一页</a>\n   <a href="b">下一页</a>\n</div>')
    assert root.text_content() == "上一页下一页"


def test_a_heading_by_role_has_a_level() -> None:
    root = body('<p role="heading">Parts</p><p role="heading" aria-level="3">x</p>')
    assert root.xpath("//p/@aria-level") == ["2", "3"]


def test_an_identifier_stands_once_on_the_inner_element() -> None:
    """Furo's box around a table repeats the table's id; links must go on leading to the table."""
    root = body('<div class="table-wrapper" id="a"><table id="a"></table></div><p id="b">1</p><p id="b">2</p>')
    assert root.xpath("//div/@id") == []
    assert root.xpath("//table/@id") == ["a"]
    assert root.xpath("//p/@id") == ["b"]


def test_the_main_part_is_no_article() -> None:
    root = body('<article role="main" id="furo-main-content"><h1>x</h1></article>')
    assert [(e.tag, e.get("role"), e.get("id")) for e in root] == [("div", "main", "furo-main-content")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("article[role=main] *{a}", "div[role=main] *{a}"),
        ("article{a}", "div:where([role=main]){a}"),
        ("article .sidebar>ol,article .x{a}", "div:where([role=main]) .sidebar>ol,div:where([role=main]) .x{a}"),
        (".article-container>article{a}", ".article-container>div:where([role=main]){a}"),
        ("#article,.article,article-x{a}", "#article,.article,article-x{a}"),
    ],
)
def test_the_style_sheet_finds_the_main_part_where_it_found_the_article(before: str, after: str) -> None:
    assert fix_stylesheet(before) == after
    assert fix_stylesheet(after) == after


def test_landmarks_of_one_kind_have_names() -> None:
    page = '<aside class="sidebar-drawer"></aside><aside class="toc-drawer"></aside><div class="related-pages"></div>'
    root = body(page, {"Site navigation": "Navigation du site"})
    assert [e.get("aria-label") for e in root] == [
        "Navigation du site",
        "Contents of this page",
        "Previous and next page",
    ]
    assert root[2].get("role") == "navigation"


def test_the_way_to_the_search_page_is_no_second_search() -> None:
    root = body('<form class="sidebar-search-container" role="search"></form><form role="search"></form>')
    assert [e.get("role") for e in root] == [None, "search"]


def test_sphinx_rtd_theme_s_frame_search_and_signs_are_mended() -> None:
    root = body(
        '<section class="wy-nav-content-wrap"><h1>x<a class="headerlink">\uf0c1</a></h1></section>'
        '<div role="search"><form id="rtd-search-form"></form></div><footer><div role="contentinfo"></div></footer>'
    )
    assert [(e.tag, e.get("role")) for e in root.iterchildren()] == [("div", None), ("div", None), ("footer", None)]
    assert root.xpath("//footer/div/@role") == []
    assert root.xpath("//a/text()") == ["¶"]


def test_what_scrolls_is_reached_by_keyboard() -> None:
    assert body('<div class="table-wrapper docutils"></div>')[0].get("tabindex") == "0"


def test_a_theme_s_words_are_said_in_the_language_and_the_text_s_own_are_left() -> None:
    words = {"Menu": "Carte", "Toggle navigation of %s": "Partie : %s", "Search": "Rechercher"}
    root = body(
        '<svg><title>Menu</title></svg><input aria-label="Toggle navigation of Menu à part" placeholder="Search">'
        '<div role="main" id="furo-main-content"><img alt="Menu"><svg><title>Menu</title></svg></div>',
        words,
    )
    assert root.xpath("svg/title/text()") == ["Carte"]
    assert root.xpath("//input/@aria-label") == ["Partie : Menu à part"]
    assert root.xpath("//input/@placeholder") == ["Rechercher"]
    assert root.xpath("//img/@alt") == ["Menu"]
    assert root.xpath("div//title/text()") == ["Menu"]


def test_mending_twice_is_mending_once() -> None:
    inner = '<article role="main"><p role="heading">x</p></article><aside class="toc-drawer"></aside>'
    page = f"<html><body>{inner}</body></html>"
    once = fix_html(page, str)
    assert fix_html(once, str) == once


def test_the_words_of_themes_are_the_same_in_every_language_that_has_them() -> None:
    """A word that one translation of the interface has and another lacks would stay English there."""
    locales = sorted(path.name for path in (ROOT / "octavo/ui/locales").iterdir())
    lists = {locale: {m.msgid for m in theme_messages(Language(locale))} for locale in locales}
    assert lists["fr"] == lists["zh_CN"]
    # Sphinx's own Arabic catalog lacks some of its words.
    assert lists["fr"] < lists["ar"]
    assert all(m.state is State.TRANSLATED for locale in locales for m in theme_messages(Language(locale)))
    for message in (m for locale in locales for m in theme_messages(Language(locale))):
        assert re.findall(r"%\(?\w+\)?s?", message.msgid) == re.findall(r"%\(?\w+\)?s?", message.msgstr)


def test_the_packages_own_words_are_the_same_in_every_language_that_has_them() -> None:
    """They keep their placeholders, whatever the order."""
    locales = sorted(path.name for path in (ROOT / "octavo/ui/locales").iterdir())
    lists = {locale: {m.msgid for m in ui_messages(Language(locale))} for locale in locales}
    assert all(lists["fr"] == words for words in lists.values())
    for message in (m for locale in locales for m in ui_messages(Language(locale))):
        assert sorted(re.findall(r"\{\w+\}", message.msgid)) == sorted(re.findall(r"\{\w+\}", message.msgstr))
