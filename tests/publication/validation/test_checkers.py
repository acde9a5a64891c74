"""Test that each checker finds its errors, and nothing in correct pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from octavo.findings import Finding
from octavo.project import Edition, Format, Language, Project
from octavo.publication.validation import gates, links
from octavo.publication.validation.web import agreement

PAGE = '<!DOCTYPE html><html lang="{lang}"><head><title>T</title></head><body>{body}</body></html>'


def put(project: Project, locale: str, body: str, name: str = "index.html", lang: str | None = None) -> Path:
    path = project.build / "editions" / locale / "html" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(lang=lang or project.language(locale).tag, body=body), encoding="utf-8")
    return path


def codes(findings: object) -> list[str]:
    return sorted({finding.code for finding in findings if isinstance(finding, Finding)})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("locale", "body", "code"),
    [
        ("fr", "<p>Un **mot**.</p>", "gate-markup"),
        ("fr", "<p>Voir :doc:`/a`.</p>", "gate-markup"),
        ("zh_CN", "<p>是\\ 的</p>", "gate-markup"),
        ("fr", "<p>a \\times b</p>", "gate-tex"),
        ("fr", "<p>note [[1]]</p>", "gate-footnote"),
        ("fr", "<h1>&lt;no title&gt;</h1>", "gate-title"),
        ("zh_CN", "<p>学 习</p>", "gate-space"),
        ("zh_CN", "<p>学<em>习</em> 。</p>", "gate-space"),
        ("zh_CN", "<p>语言: <span lang='en'>English</span></p>", "gate-half-width"),
        ("zh_CN", "<p>校样 (简体中文)</p>", "gate-half-width"),
        ("zh_CN", "<p>口罩, <a>[1]</a></p>", "gate-half-width"),
        ("fr", "<p>Quoi ?</p>", "gate-punctuation"),
        ("fr", "<p>« Oui\u00a0»</p>", "gate-punctuation"),
        ("fr", "<p>l'école</p>", "gate-apostrophe"),
        ("fr", "<p>Improving Students” Learning</p>", "gate-quotes"),
        ("fr", "<p>This is what you have to do with the form.</p>", "gate-english"),
        ("zh_CN", "<p>For the teachers of your school</p>", "gate-english"),
        ("fr", "<button aria-label='Skip to content'>x</button>", "gate-interface"),
        ("zh_CN", "<a href='x'>Downloads</a>", "gate-interface"),
    ],
)
def test_a_gate_rule_finds_its_error(small: Project, locale: str, body: str, code: str) -> None:
    put(small, locale, body)
    assert codes(gates.check(small)) == [code]


@pytest.mark.parametrize(
    ("locale", "body"),
    [
        ("fr", "<p>Quoi\u202f? «\u00a0Oui\u00a0»\u00a0: l’école, à 06:00.</p><pre>l'a ; **b**</pre>"),
        ("fr", "<p class='admonition-title'>Note</p>"),
        ("fr", "<p lang='en'>It's English: isn't it ?</p>"),
        ("zh_CN", "<p>学习EPUB，<code>a b</code>。</p><p>A b c</p><p>EPUB (A): 1, 2</p><p>口罩，<a>[1]</a></p>"),
        ("en", "<p>It's 'quoted' ; fine, “she said”.</p>"),
        ("zh_CN", "<p>世界卫生组织（WHO）建议，家庭要保持作息（WHO（2020））。</p><p>（WHO）。. WHO. WHO</p>"),
        ("fr", "<p lang='en'>This is what you have to do with the form.</p><p>Index</p>"),
        ("fr", "<p>The Star (2020a). <em lang='en'>Home</em>. Nairobi, 10 mai 2020. <a>the-star.co.ke</a></p>"),
        ("fr", "<p>Huang et al. (2020), Smart Learning Institute of Beijing Normal University</p>"),
    ],
)
def test_correct_text_has_no_finding(small: Project, locale: str, body: str) -> None:
    put(small, locale, body)
    assert codes(gates.check(small)) == []


def test_a_page_with_a_wrong_lang_is_found(small: Project) -> None:
    put(small, "fr", "<p>x</p>", lang="en")
    assert "gate-lang" in codes(gates.check(small))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<a href="gone.html">x</a>', "link-broken"),
        ('<a href="#gone">x</a>', "link-fragment"),
        ('<a href="../zh-CN/gone.html">x</a>', "link-broken"),
        ('<a href="https://small.example.org/fr/gone.html">x</a>', "link-broken"),
        ('<img src="https://other.example.net/a.png">', "link-outside-request"),
        ('<link rel="stylesheet" href="https://other.example.net/a.css">', "link-outside-request"),
    ],
)
def test_a_broken_link_and_an_outside_request_are_found(small: Project, body: str, code: str) -> None:
    put(small, "fr", body)
    assert code in codes(links.check(small))


def test_correct_links_have_no_finding(small: Project) -> None:
    put(small, "zh_CN", '<p id="b">x</p>', "a.html")
    put(small, "fr", '<p id="here"></p><a href="#here">x</a>'
        '<a href="../zh-CN/a.html#b">x</a><a href="downloads.html">d</a>'
        '<a href="https://other.example.net/">x</a><a href="https://small.example.org/zh-CN/a.html">x</a>')  # fmt: skip
    assert codes(links.check(small)) == []


def test_differences_from_the_master_are_found(small: Project) -> None:
    put(small, "en", "<h1>a</h1><img src='a.svg'><section id='one-index'></section>" + "<p>word word </p>" * 20)
    put(small, "en", "<h1>b</h1>", "b.html")
    put(small, "fr", "<h1>a</h1>")
    findings = list(agreement.check(small))
    assert codes(findings) == ["agreement-count", "agreement-length", "agreement-page", "agreement-place"]


def test_prose_is_split_into_blocks() -> None:
    root = html.fromstring("<div>a <b>b</b><p>c</p> d<ul><li>e<p>f</p></li></ul></div>")
    assert list(gates.prose(root, Language("en"))) == ["a b d", "c", "e", "f"]


def test_the_name_of_an_edition_is_tag_slug_and_format() -> None:
    from octavo.project import Book

    assert Edition(Language("fr"), Book("a", "a/index"), Format.EPUB).name == "fr/a.epub"
