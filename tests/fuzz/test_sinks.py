"""Signs of every language that reads the text later are words in each sink, whatever kind of message has them."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree, html

from octavo.catalogs.po import Message
from octavo.compiler.guard import context_for, prepared, refusals
from tests.fuzz.bench import LOCALE, Bench, Slot, strings, without_strings

#: Signs of HTML, XML, TeX, indexes, spreadsheets and formats; each message takes as many as the guard lets pass.
SIGNS = ("<b>&x]]>%#$_~^{}=+@!|", "<b>&x]]>%#_~=+@!|", "&%#_~=+@!", "%#_=+@!", "#+!", "")

pytestmark = pytest.mark.slow


class Signs:
    """A build in which each message is a word of its own with signs behind it.

    :ivar texts: the signs of each word
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.texts: dict[str, str] = {}
        self.slots: dict[str, Slot] = {}
        attacks: dict[Slot, str] = {}
        for number, slot in enumerate(bench.slots):
            context = context_for(bench.project, LOCALE, slot[0])
            for signs in SIGNS:
                word = f"Mot{number}x"
                message = prepared(Message(slot[1], (word + signs,)), context)
                if not refusals(message, context):
                    attacks[slot] = word + signs
                    self.texts[word], self.slots[word] = signs, slot
                    break
        self.found = bench.faults(attacks, {}, with_pdf=shutil.which("xelatex") is not None)

    def wrong(self, text: str) -> Iterator[str]:
        """Yield each word of *text* whose signs are not behind it as they were typed, spaces apart."""
        text = "".join(text.split())
        for match in re.finditer(r"Mot\d+x", text):
            if not text[match.end() :].startswith(self.texts[match[0]]):
                yield f"{self.slots[match[0]]}: {text[match.start() : match.end() + 30]!r}"


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Signs:
    return Signs(Bench(tmp_path_factory.mktemp("sinks")))


def test_most_messages_take_all_signs(signs: Signs) -> None:
    whole = [word for word, text in signs.texts.items() if text == SIGNS[0]]
    assert len(whole) > len(signs.texts) / 2
    assert {slot[0] for slot in signs.slots.values()} >= {"publication", "sphinx", "words", "myst", "blocks", "api"}


def test_no_build_stops_and_every_book_can_be_typeset(signs: Signs) -> None:
    """LaTeX in text, preamble, bookmarks and index."""
    assert signs.found == []


def test_signs_are_text_on_pages_and_in_attributes(signs: Signs) -> None:
    wrong: set[str] = set()
    attributes = texts = 0
    for path in (signs.bench.output / "html").rglob("*.html"):
        root = html.fromstring(path.read_bytes())
        for style in root.iter("style"):
            for string in strings(style.text or ""):
                wrong.update(signs.wrong(string))
            style.text = without_strings(style.text or "")
        texts += root.text_content().count("Mot")
        wrong.update(signs.wrong(root.text_content()))
        for element in root.iter(etree.Element):
            for name, value in element.attrib.items():
                if name not in ("id", "href", "name", "for", "aria-labelledby"):
                    attributes += "Mot" in value
                    wrong.update(signs.wrong(value))
    assert wrong == set()
    assert texts > 100
    assert attributes > 3


def test_signs_are_text_in_the_book_its_package_and_its_navigation(signs: Signs) -> None:
    wrong: set[str] = set()
    seen: set[str] = set()
    for path in (signs.bench.output / "octavo-epub").rglob("*.epub"):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
            for name in book.namelist():
                if name.endswith((".xhtml", ".opf", ".ncx")):
                    text = "".join(etree.fromstring(book.read(name)).itertext())
                    wrong.update(signs.wrong(text))
                    if "Mot" in text:
                        seen.add(name.rpartition(".")[2])
    assert wrong == set()
    assert seen >= {"xhtml", "opf"}
