"""Header and footer of a page: above and below the page in furo, inside the text in other themes."""

from __future__ import annotations

from lxml import html

from octavo.editions.formats.html.fixes import fix_html

HEADER = (
    '<header class="octavo-header" data-page="home" data-book="one"><div class="octavo-start"></div>'
    '<nav class="octavo-places" aria-label="Places"><ul><li><a href="d.html">D</a></li></ul></nav>'
    '<div class="octavo-end"></div></header>'
)
FOOTER = '<div class="octavo-footer">foot<p class="octavo-theme" hidden>Theme</p></div>'
FURO = (
    '<html><body><input id="__navigation"><div class="page"><header class="mobile-header">'
    '<div class="header-left"><label for="__navigation">menu</label></div>'
    '<div class="header-right"><label for="__toc">contents</label>'
    '<div class="theme-toggle-header">toggle</div></div></header>'
    '<aside class="sidebar-drawer"><div class="sidebar-sticky">tree</div></aside>'
    '<aside class="toc-drawer"><div class="toc-sticky toc-scroll">contents</div></aside>'
    '<div class="content-icon-container"><div class="theme-toggle-content">toggle</div></div>'
    '<div class="content"><article role="main" id="furo-main-content">{}<p>Text</p>{}</article>'
    "<footer>Next</footer></div>"
    '<div class="bottom-of-page">Made with</div></div></body></html>'
)


def fixed(page: str, **values: tuple[str, str]) -> html.HtmlElement:
    return html.document_fromstring(fix_html(page, str, "en", **values))


def test_in_furo_the_header_replaces_the_themes_own_and_takes_its_switches() -> None:
    root = fixed(FURO.format(HEADER, FOOTER))
    body = root.find("body")
    assert (body.get("data-page"), body.get("data-book")) == ("home", "one")
    kinds = [element.get("class") or element.tag for element in body]
    assert kinds == ["input", "octavo-header", "page", "octavo-footer"]
    assert root.xpath("//*[@class='octavo-start']/label/@for") == ["__navigation"]
    assert root.xpath("//*[@class='octavo-end']/label/@for") == ["__toc"]
    assert root.find_class("mobile-header") == []
    assert root.xpath("//footer[not(@role)]/@class") == ["octavo-footer"], "a page has one footer"
    assert root.xpath("//*[contains(@class, 'sidebar-sticky')]/nav//a/@href") == ["d.html"]
    labels = root.xpath("//nav/@aria-label")
    assert len(labels) == len(set(labels)), "landmarks of one role have different names"
    assert "Text" in root.get_element_by_id("furo-main-content").text_content()


def test_in_furo_the_footer_names_the_switch_of_colours_and_drawers_have_a_button_to_close() -> None:
    root = fixed(FURO.format(HEADER, FOOTER))
    switch = root.xpath("//footer/*[@class='theme-toggle-content']")[0]
    assert [(item.get("class"), item.get("hidden")) for item in switch] == [("octavo-theme", None)]
    assert root.xpath("//*[@class='sidebar-sticky']/*[1]/@for") == ["__navigation"]
    assert root.xpath("//*[@class='toc-sticky toc-scroll']/*[1]/@for") == ["__toc"]


def test_an_adopted_project_keeps_what_its_theme_shows() -> None:
    page = FURO.replace(
        '<div class="content-icon-container">',
        '<div class="content-icon-container"><a href="source.txt">view</a><label for="__toc">contents</label>',
    ).replace("Made with", 'Made with <a href="theme.html">a theme</a>')
    own = fixed(page.format(HEADER, FOOTER))
    assert own.find_class("bottom-of-page") == own.find_class("content-icon-container") == []
    kept = fixed(page.format(HEADER.replace("<header ", '<header data-keep="theme" '), FOOTER))
    assert kept.xpath("//*[@class='content-icon-container']/a/@href") == ["source.txt"]
    assert kept.xpath("//*[@class='bottom-of-page']/a/@href") == ["theme.html"]
    assert not kept.xpath("//*[@class='content-icon-container']/label | //@data-keep")
    # An adopted page that has nothing of its own there looks like one of Octavo's.
    bare = fixed(FURO.format(HEADER.replace("<header ", '<header data-keep="theme" '), FOOTER))
    assert bare.find_class("bottom-of-page") == []


def test_in_another_theme_the_word_for_the_switch_is_hidden() -> None:
    root = fixed(f'<html><body><div role="main">{HEADER}<p>Text</p>{FOOTER}</div></body></html>')
    assert root.xpath("//*[@class='octavo-theme']/@hidden")


def test_in_another_theme_the_shell_stays_inside_the_text() -> None:
    root = fixed(f'<html><body><div role="main">{HEADER}<p>Text</p>{FOOTER}</div></body></html>')
    assert [element.get("class") or element.tag for element in root.xpath("//*[@role='main']/*")] == [
        "octavo-header", "p", "octavo-footer",
    ]  # fmt: skip


def test_a_page_that_does_not_show_its_body_gets_the_shell_too() -> None:
    """Themes write the index without ``body``."""
    root = fixed(FURO.format("", ""), parts=(HEADER, FOOTER))
    assert len(root.find_class("octavo-header")) == len(root.find_class("octavo-footer")) == 1
    assert root.find("body").get("data-book") == "one"


def test_a_page_has_one_viewport() -> None:
    double = '<meta name="viewport" content="a"><meta name="viewport" content="b">'
    root = fixed(f"<html><head>{double}</head><body></body></html>")
    assert root.xpath("//meta[@name='viewport']/@content") == ["a"]


def test_a_drawing_scrolls_in_a_frame_at_a_legible_width() -> None:
    image = '<img class="octavo-drawing octavo-drawing-528" src="a.svg" alt="A">'
    frame = fixed(f"<html><body><figure>{image} after</figure></body></html>").find_class("octavo-figure")[0]
    assert frame.find("img").get("style") == "min-width: 33rem; max-width: min(46rem, 48rem)"
    assert frame.find("img").get("class") == "octavo-drawing"
    assert frame.tail.strip() == "after"
