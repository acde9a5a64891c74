"""Test right-to-left text: dir in pages, mirrored style sheets, figures, and marks for TeX."""

from __future__ import annotations

import pytest
from docutils import nodes
from lxml import etree, html

from octavo.catalogs.extract.figures import localise
from octavo.editions.formats.html.dir_attributes import set_directions
from octavo.editions.formats.html.rtl_css import mirror_css
from octavo.project import Language, direction_of
from octavo.sphinxext.latex import right_to_left
from octavo.sphinxext.latex.directions import direct, runs


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur-PK", "rtl"),
        ("uz-Arab", "rtl"),
        ("zh-CN", "ltr"),
        ("xx", "ltr"),
    ],
)
def test_a_language_tag_has_a_direction(tag: str, direction: str) -> None:
    assert direction_of(tag) == direction


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ('<html lang="ar"><p>أ</p></html>', '<html lang="ar" dir="rtl"><p>أ</p></html>'),
        ('<html lang="fr"><p lang="en">a</p></html>', '<html lang="fr"><p lang="en">a</p></html>'),
        ('<html lang="en"><a lang="ar">أ</a></html>', '<html lang="en"><a lang="ar" dir="rtl">أ</a></html>'),
        (
            '<html lang="he"><p lang="en">a <i lang="en">b</i><b lang="ar">أ</b></p></html>',
            '<html lang="he" dir="rtl"><p lang="en" dir="ltr">a <i lang="en">b</i>'
            '<b lang="ar" dir="rtl">أ</b></p></html>',
        ),
        (
            '<html lang="fa"><pre>x</pre><a>Guide two</a><a>یک two</a></html>',
            '<html lang="fa" dir="rtl"><pre dir="ltr">x</pre><a dir="ltr">Guide two</a><a>یک two</a></html>',
        ),
    ],
    ids=["the page", "nothing turns", "a link to another language", "English inside", "code and menus"],
)
def test_dir_is_set_only_where_the_direction_changes(page: str, written: str) -> None:
    root = etree.fromstring(page)
    set_directions(root)
    assert etree.tostring(root, encoding="unicode") == written
    set_directions(root)
    assert etree.tostring(root, encoding="unicode") == written


def test_a_left_to_right_link_gets_the_lang_of_the_master() -> None:
    """Untranslated titles in menus and indexes have no ``lang``; only right-to-left pages show them wrongly."""
    root = etree.fromstring('<html lang="ar"><a>Guide two</a><a>٢ أ</a><a>EPUB هنا</a><a lang="fr">b</a></html>')
    set_directions(root, "en")
    assert [a.get("lang") for a in root.iter("a")] == ["en", None, None, "fr"]
    root = etree.fromstring('<html lang="fr"><a>Guide two</a></html>')
    set_directions(root, "en")
    assert root[0].attrib == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a{margin-left:1px}", "a{margin-right:1px;}"),
        ("a.left{float:left;color:red}", "a.left{float:right;color:red;}"),
        ("a{padding:1px 2px 3px 4px !important}", "a{padding:1px 4px 3px 2px !important;}"),
        ("a{padding:1px 2px 3px}", "a{padding:1px 2px 3px;}"),
        ("a{margin:0 calc(1px + 2px) 0 auto}", "a{margin:0 auto 0 calc(1px + 2px);}"),
        ("a{border-radius:1px 2px 3px 4px}", "a{border-radius:2px 1px 4px 3px;}"),
        ("a{border-top-left-radius:1px}", "a{border-top-right-radius:1px;}"),
        ("a{left:50%;transform:translateX(-50%)}", "a{right:50%;transform:translateX(50%);}"),
        ("a{transform:translate(2px,3px) rotate(9deg)}", "a{transform:translate(-2px,3px) rotate(9deg);}"),
        ("@media (max-width:9em){a{right:0}}", "@media (max-width:9em){a{left:0;}}"),
        ('a:before{content:"left"}', 'a:before{content:"left";}'),
        ("@font-face{src:url(left.woff)}", "@font-face{src:url(left.woff)}"),
        ("a{*zoom:1;color:red}", "a{color:red;}"),
        ("a{--left:1;margin-inline-start:2px}", "a{--left:1;margin-inline-start:2px;}"),
    ],
)
def test_a_style_sheet_is_mirrored_once(before: str, after: str) -> None:
    once = mirror_css(before)
    assert once.partition("\n")[2] == after
    assert mirror_css(once) == once


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("نص عربي", [(False, "نص عربي")]),
        ("صفحة EPUB Reader هنا", [(False, "صفحة "), (True, "EPUB Reader"), (False, " هنا")]),
        ("نسخة 3.3، ثم 12", [(False, "نسخة "), (True, "3.3"), (False, "، ثم "), (True, "12")]),
        ("(WHO 2020).", [(False, "("), (True, "WHO 2020"), (False, ").")]),
        ("דף A4 (2), כאן", [(False, "דף "), (True, "A4 (2"), (False, "), כאן")]),
        ("", []),
    ],
)
def test_left_to_right_runs_are_found(text: str, cut: list[tuple[bool, str]]) -> None:
    assert runs(text) == cut
    assert "".join(piece for _, piece in runs(text)) == text


def test_left_to_right_text_is_marked_for_tex() -> None:
    """An untranslated block, an inline title, and code are set from left to right."""
    whole = nodes.document("", "")
    section = nodes.section("", nodes.title("", "Guide two", classes=["language-en"]))
    section += nodes.paragraph("", "Use it.", classes=["language-en"])
    section += nodes.paragraph("", "قف (هنا)")
    section += nodes.literal_block("", "a (b)")
    whole += section
    direct(whole, Language("en"))
    assert [node.astext() for node in whole.findall(nodes.Text)] == [
        r"\LR{", "Guide two", "}",
        "\n\\begin{octavomaster}\n", "Use it.", "\n\\end{octavomaster}\n",
        "قف )هنا(",
        "\n\\begin{octavomaster}\n", "a (b)", "\n\\end{octavomaster}\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("ar", ["{arabic}", "Noto Naskh Arabic"]),
        ("fa", ["{persian}", "Noto Naskh Arabic"]),
        ("ur", ["{urdu}", "Noto Naskh Arabic"]),
        ("he", ["{hebrew}", "Noto Serif Hebrew"]),
        ("yi", ["Noto Serif Hebrew"]),
    ],
)
def test_a_language_gets_the_fonts_of_its_script(locale: str, words: list[str]) -> None:
    preamble = right_to_left.preamble(Language(locale), Language("en"))
    assert all(word in preamble for word in words)


def test_translated_texts_of_a_figure_have_direction_and_anchor(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """An Arabic text keeps the side of the master's text; an untranslated one is not changed."""
    path = tmp_path / "a.svg"
    words = '<text x="1">one</text><text x="9" text-anchor="end">two</text><text>three</text>'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{words}</svg>', encoding="utf-8")
    translations = {"one": "واحد", "two": "اثنان (2)"}
    root = html.fromstring(localise(path, Language("ar"), lambda text: translations.get(text, text)))
    attributes = [(t.get("direction"), t.get("text-anchor")) for t in root.iter("{*}text", "text")]
    assert attributes == [("rtl", "end"), ("rtl", "start"), (None, None)]
