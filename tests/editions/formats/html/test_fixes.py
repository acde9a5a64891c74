"""Test the fixes of theme pages: errors are fixed, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from lxml import html

from octavo.catalogs.po import State
from octavo.editions.formats.html.fixes import fix_html, fix_stylesheet, without_comments
from octavo.project import Language
from octavo.ui.translations import theme_messages, ui_messages
from tests.conftest import ROOT


def body(inner: str, words: dict[str, str] | None = None) -> html.HtmlElement:
    head = '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8" /><title>T</title></head>'
    page = f"{head}<body>{inner}</body></html>"
    return html.fromstring(fix_html(page, lambda text: (words or {}).get(text, text)).encode()).find("body")


def test_a_correct_page_is_not_changed() -> None:
    page = '<p>a &lt; b &amp; c “é” 中文</p><pre>x\n  y</pre><input checked=""><br><svg><use href="#a"></use></svg>'
    root = body(page)
    inner = "".join(html.tostring(child, encoding="unicode") for child in root)
    assert inner.replace('checked=""', "checked").replace("checked", 'checked=""') == page


def test_void_elements_have_no_slash_and_there_is_one_doctype() -> None:
    written = fix_html('<!DOCTYPE html>\n<html><head><meta charset="utf-8" /></head><body><br /></body></html>', str)
    assert "/>" not in written
    assert written.startswith("<!DOCTYPE html>\n<html>")
    assert written.count("DOCTYPE") == 1


def test_there_is_no_space_between_the_two_buttons() -> None:
    root = body('<div class="rst-footer-buttons"><a href="a">上一页</a>\n   <a href="b">下一页</a>\n</div>')
    assert root.text_content() == "上一页下一页"


def test_a_heading_by_role_has_a_level() -> None:
    root = body('<p role="heading">Parts</p><p role="heading" aria-level="3">x</p>')
    assert root.xpath("//p/@aria-level") == ["2", "3"]


def test_a_duplicate_id_stays_on_the_inner_element() -> None:
    """Furo's box around a table repeats the table's id; links must still point to the table."""
    root = body('<div class="table-wrapper" id="a"><table id="a"></table></div><p id="b">1</p><p id="b">2</p>')
    assert root.xpath("//div/@id") == []
    assert root.xpath("//table/@id") == ["a"]
    assert root.xpath("//p/@id") == ["b"]


def test_the_main_part_is_a_div() -> None:
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
def test_the_style_sheet_selects_the_main_part_instead_of_the_article(before: str, after: str) -> None:
    assert fix_stylesheet(before) == after
    assert fix_stylesheet(after) == after


def test_landmarks_of_one_role_have_names() -> None:
    page = '<aside class="sidebar-drawer"></aside><aside class="toc-drawer"></aside><div class="related-pages"></div>'
    root = body(page, {"Site navigation": "Navigation du site"})
    assert [e.get("aria-label") for e in root] == [
        "Navigation du site",
        "Contents of this page",
        "Previous and next page",
    ]
    assert root[2].get("role") == "navigation"


def test_the_search_box_of_the_theme_is_no_landmark() -> None:
    root = body('<form class="sidebar-search-container" role="search"></form><form role="search"></form>')
    assert [e.get("role") for e in root] == [None, "search"]


def test_sphinx_rtd_theme_is_fixed() -> None:
    root = body(
        '<section class="wy-nav-content-wrap"><h1>x<a class="headerlink">\uf0c1</a></h1></section>'
        '<div role="search"><form id="rtd-search-form"></form></div><footer><div role="contentinfo"></div></footer>'
    )
    assert [(e.tag, e.get("role")) for e in root.iterchildren()] == [("div", None), ("div", None), ("footer", None)]
    assert root.xpath("//footer/div/@role") == []
    assert root.xpath("//a/text()") == ["¶"]


@pytest.mark.parametrize(("lang", "between"), [("zh-CN", "，"), ("fr", ", ")])
def test_the_comma_between_places_of_the_index_is_that_of_the_language(lang: str, between: str) -> None:
    entry = '<table class="indextable genindextable"><tr><td><ul><li><a>x</a>, <a>[1]</a></li></ul></td></tr></table>'
    page = fix_html(f'<!DOCTYPE html><html lang="{lang}"><body>{entry}</body></html>', lambda text: text)
    assert f"<a>x</a>{between}<a>[1]</a>" in page


def test_scrolling_tables_are_focusable() -> None:
    assert body('<div class="table-wrapper docutils"></div>')[0].get("tabindex") == "0"


def test_interface_texts_are_translated_and_the_content_is_not() -> None:
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


def test_fixing_is_idempotent() -> None:
    inner = '<article role="main"><p role="heading">x</p></article><aside class="toc-drawer"></aside>'
    page = f"<html><body>{inner}</body></html>"
    once = fix_html(page, str)
    assert fix_html(once, str) == once


def test_theme_catalogs_have_the_same_messages_in_every_language() -> None:
    """A message that one catalog lacks would not be translated there."""
    locales = sorted(path.name for path in (ROOT / "octavo/ui/locales").iterdir())
    lists = {locale: {m.msgid for m in theme_messages(Language(locale))} for locale in locales}
    assert lists["fr"] == lists["zh_CN"]
    # Sphinx's own Arabic catalog lacks some of its words.
    assert lists["fr"] < lists["ar"]
    assert all(m.state is State.TRANSLATED for locale in locales for m in theme_messages(Language(locale)))
    for message in (m for locale in locales for m in theme_messages(Language(locale))):
        assert re.findall(r"%\(?\w+\)?s?", message.msgid) == re.findall(r"%\(?\w+\)?s?", message.msgstr)


def test_ui_catalogs_have_the_same_messages_and_placeholders_in_every_language() -> None:
    """Translations may change the order of placeholders only."""
    locales = sorted(path.name for path in (ROOT / "octavo/ui/locales").iterdir())
    lists = {locale: {m.msgid for m in ui_messages(Language(locale))} for locale in locales}
    assert all(lists["fr"] == words for words in lists.values())
    for message in (m for locale in locales for m in ui_messages(Language(locale))):
        assert sorted(re.findall(r"\{\w+\}", message.msgid)) == sorted(re.findall(r"\{\w+\}", message.msgstr))


def test_lines_of_chinese_headings_end_between_phrases() -> None:
    """Covers do so too. Words, spaces and other elements of the heading stay as they are."""
    heading = '<h1>在线教育<em>应对</em>网络不稳：Wi-Fi 与 4G<a class="headerlink" href="#a">链接本标题</a></h1>'
    page = f'<html lang="zh-CN"><body><div role="main">{heading}<p>在线教育</p></div></body></html>'
    main = html.document_fromstring(fix_html(page, str)).find("body")[0]
    title = main.find("h1")
    assert title.text_content() == "在线教育应对网络不稳：Wi-Fi 与 4G链接本标题"
    assert [span.text for span in title.find_class("octavo-phrase")] == [
        "在线",
        "教育",
        "网络",
        "不稳：",
        "Wi-Fi",
        "与 4G",
    ]
    assert not len(main.find("p"))
    other = html.document_fromstring(fix_html(page.replace("zh-CN", "ja"), str))
    assert not other.find_class("octavo-phrase")


@pytest.mark.parametrize(("inner", "kept"), [("<p>a</p>", 0), ('<div class="highlight-python">a</div>', 1)])
def test_only_pages_with_code_load_its_style_sheet(inner: str, kept: int) -> None:
    links = '<link rel="stylesheet" href="../_static/pygments.css?v=1"><link rel="stylesheet" href="a.css">'
    root = html.document_fromstring(
        fix_html(f"<html><head>{links}</head><body><main role='main'>{inner}</main></body></html>", str)
    )
    assert len(root.xpath("//link[contains(@href, 'pygments')]")) == kept
    assert len(root.xpath("//link[@href='a.css']")) == 1


def test_text_does_not_wait_for_style_sheets_of_paper() -> None:
    links = '<link rel="stylesheet" media="print" href="p.css">\n<link rel="stylesheet" href="a.css">'
    page = f"<html><head>{links}</head><body><p>a</p><script src='b.js'></script></body></html>"
    root = html.document_fromstring(fix_html(page, str))
    assert root.xpath("//head/link/@href") == ["a.css"]
    assert root.xpath("//body/*[last()]/@href") == ["p.css"]


def test_a_style_sheet_without_comments_has_the_same_rules() -> None:
    text = "/* a { b } */\na { b: url('x;y') }\n\n  /* c\n d */ e { f: g; }\n"
    assert without_comments(text) == "a { b: url('x;y') }\ne { f: g; }\n"


@pytest.mark.parametrize(
    ("head", "inner", "kept"),
    [
        ("", '<div class="table-wrapper docutils container">a</div>', 0),
        ('<link rel="stylesheet" href="_static/sphinx-design.min.css">', "<p>a</p>", 1),
        ('<script src="_static/copybutton.js"></script>', "<p>a</p>", 1),
        ('<script src="_static/search.js"></script>', "<p>a</p>", 1),
        ('<script src="../_static/octavo/search.js?v=1"></script>', "<p>a</p>", 0),
        ("", '<div class="docutils shadow">a</div>', 1),
        ("", '<div id="furo-readthedocs-versions">a</div>', 1),
    ],
)
def test_only_pages_that_an_extension_adds_to_load_the_themes_styles_for_extensions(
    head: str, inner: str, kept: int
) -> None:
    names = ("furo.css", "furo-extensions.css?v=1")
    links = "".join(f'<link rel="stylesheet" href="_static/styles/{name}">' for name in names)
    page = f"<html><head>{links}{head}</head><body><div role='main'>{inner}</div></body></html>"
    root = html.document_fromstring(fix_html(page, str))
    assert len(root.xpath("//link[contains(@href, 'furo-extensions')]")) == kept
    assert len(root.xpath("//link[contains(@href, 'furo.css')]")) == 1


@pytest.mark.parametrize(
    ("more", "deferred"),
    [
        ('<script src="../_static/octavo/octavo.js"></script>', 3),
        ('<script src="../_static/copybutton.js"></script>', 0),
    ],
)
def test_scripts_wait_for_the_style_sheets_unless_an_extension_has_one(more: str, deferred: int) -> None:
    """On a slow connection, they would share it with what the first text needs."""
    own = '<script src="../_static/doctools.js"></script><script src="../_static/scripts/furo.js?v=1"></script>'
    page = f"<html><body><div role='main'>a</div><script>now()</script>{own}{more}</body></html>"
    root = html.document_fromstring(fix_html(page, str))
    assert len(root.xpath("//script[@defer]")) == deferred
