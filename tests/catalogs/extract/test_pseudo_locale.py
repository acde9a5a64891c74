"""The pseudo-locale: every word that comes through a catalog has an accent; this publication has no other word."""

from __future__ import annotations

import calendar
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from octavo.catalogs import po
from octavo.catalogs.extract import pseudo_locale
from octavo.catalogs.po import Catalog, Message
from octavo.compiler.guard import Context, prepared, refusals
from octavo.project import PSEUDO_LOCALE, Language, Project, load
from octavo.publication.validation.editions import parse
from octavo.text.markup import inventory
from octavo.ui.translations import theme_messages, translator
from tests.conftest import ROOT

LANGUAGE = Language(PSEUDO_LOCALE)
#: Names and units, which are no words of a language (MP3, mm7021e1) or, as dates and minutes, Babel's.
NAMES = {"Furo", "MB", "MP", "min", "mm", "Pseudo", "English", *calendar.month_name}
#: What a reader reads besides the text of elements.
SPOKEN = ("alt", "title", "aria-label", "placeholder")
#: Elements whose text is code, or for programs.
CODE = {"script", "style", "code", "tt"}


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("Open the page", "Ópéñ ťhé páğé"),
        ("**Save** ``make test``", "**Šávé** ``make test``"),
        (":doc:`here </a/b>` and :doc:`/a/b`", ":doc:`héřé </a/b>` áñď :doc:`/a/b`"),
        (":term:`bandwidth`", ":term:`báñďŵíďťh <bandwidth>`"),
        ("see https://example.org/a [#note]_", "šéé https://example.org/a [#note]_"),
        ("Removed in {version}, not %(old)s", "Řémóvéď íñ {version}, ñóť %(old)s"),
        ("See `mb.com.ph <https://mb.com.ph/a>`__. Then", "Šéé `mb.com.ph <https://mb.com.ph/a>`__. Ťhéñ"),
    ],
)
def test_text_gets_accents_and_markup_none(text: str, accented: str) -> None:
    assert pseudo_locale.accented(text) == accented


def test_tags_entities_and_placeholders_of_an_interface_stay() -> None:
    text = '<a href="x">Copyright</a> &#169; %(copyright)s, {count} of %s'
    assert pseudo_locale.accented_ui_text(text) == '<a href="x">Čópýříğhť</a> &#169; %(copyright)s, {count} óf %s'


@pytest.mark.slow
@given(st.text(max_size=60))
def test_accents_change_no_markup(text: str) -> None:
    before, after = inventory(text), inventory(pseudo_locale.accented(text))
    assert [role.target for role in before.roles] == [role.target for role in after.roles] or ":term:" in text
    assert before.literals == after.literals


def escaped(text: str) -> list[str]:
    """Return the words of *text* that never were in a catalog: two letters or more, none with an accent.

    Names of sites and files, such as ``mb.com.ph``, are the same in all languages.
    """
    accented = re.compile("[áčďéğíĵķļñóřšťúŵýžÁČĎÉĞÍĴĶĻÑÓŘŠŤÚŴÝŽ]")
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?:[\w-]+\.)+[a-z]{2,}\b", "", text))
    return [word for word in words if len(word) > 1 and word.isascii() and not accented.search(word)]


def test_what_has_no_accent_escaped() -> None:
    assert escaped("Šávé the plan, a B 12 ŠÁVÉ — 已保存") == ["the", "plan"]


def test_the_words_of_interface_and_themes_are_accented() -> None:
    assert translator(LANGUAGE)("Search") == "Šéářčh"
    words = {message.msgid: message.msgstr for message in theme_messages(LANGUAGE)}
    assert words["Skip to content"] == "Šķíp ťó čóñťéñť"
    assert words["Warning"] == "Ŵářñíñğ"


def test_catalogs_are_made_from_templates_and_pass_the_guard(small: Project) -> None:
    texts = ("Save :term:`bandwidth` [#note]_", "`link <https://example.org>`_ and |name|")
    for domain in ("one/index", "gone"):
        po.write(Catalog(small.templates / f"{domain}.pot", tuple(Message(text) for text in texts)))
    pseudo_locale.write_catalogs(small)
    (small.templates / "gone.pot").unlink()
    pseudo_locale.write_catalogs(small)
    folder = small.catalogs(small.language(PSEUDO_LOCALE))
    assert [path.name for path in folder.rglob("*.po")] == ["index.po"]
    for message in po.read(folder / "one/index.po"):
        context = Context(PSEUDO_LOCALE)
        assert refusals(prepared(message, context), context) == []


@pytest.mark.slow
def test_no_word_of_this_publication_escapes_translation() -> None:
    """Every word of pages and books: text, alternative texts, descriptions, titles, navigation, theme."""
    command = [sys.executable, "-m", "octavo", "build", PSEUDO_LOCALE, "-f", "html", "-f", "epub", "-b", "set"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"CI": "true"}
    )
    assert done.returncode == 0, done.stderr
    folder = load(ROOT).build / "editions" / PSEUDO_LOCALE
    found: Counter[str] = Counter()
    seen = 0
    for root in _pages(folder):
        for text in _read(root):
            seen += len(text.split())
            # The address of a page is printed with it.
            words = [] if text.strip().startswith("https://") else escaped(text)
            found.update(word for word in words if word not in NAMES)
    assert seen > 50_000
    assert found == {}


def _pages(folder: Path) -> Iterator[etree._Element | html.HtmlElement]:
    for path in (folder / "html").rglob("*.html"):
        yield parse(path)
    with zipfile.ZipFile(folder / "set.epub") as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".ncx", ".svg")):
                yield etree.fromstring(book.read(name))


def _read(root: etree._Element) -> Iterator[str]:
    """Yield what is read or spoken of a page in its own language."""
    for element in root.iter(etree.Element):
        if not _is_code(element):
            yield element.text or ""
            yield from (element.get(name, "") for name in SPOKEN)
        if element.tag == "meta" and (element.get("name") == "description" or element.get("property") == "og:title"):
            yield element.get("content", "")
        if element.getparent() is not None and not _is_code(element.getparent()):
            yield element.tail or ""


def _is_code(element: etree._Element | None) -> bool:
    while element is not None:
        if etree.QName(element).localname in CODE or element.get("lang", "en-XA") != "en-XA":
            return True
        element = element.getparent()
    return False
