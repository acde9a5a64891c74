"""Test that every translated message is in every edition that should contain it.

The comparison ignores white space, hyphens, slashes, underscores and ligatures. ``_shown`` names all texts that an
edition does not show.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from octavo import project
from octavo.catalogs import po
from octavo.catalogs.extract.pot import write_pot_files
from octavo.catalogs.merge import read_templates
from octavo.catalogs.po import Message, State
from octavo.editions.pipeline import plan
from octavo.project import SITE_COPIES, Book, Edition, Format, Language, Project, load
from octavo.text import markup
from octavo.text.markup import Construct, Shape
from octavo.text.typography import typeset
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
PROJECT = load(ROOT)
#: A packed site is the site.
EDITIONS = [edition for edition in PROJECT.editions() if edition.format not in SITE_COPIES]
#: Space between lines, hyphens that TeX sets at line ends, blanks of forms, which are drawn on paper, boxes that forms
#: have in place of slashes, and what smart quotes may have made of a quote.
_FOLDED = re.compile(r"[\s_\-/☐\u00ad\u2010\u2011\u200b“”\"'‘’«»]+")
#: Roles and marks whose text is not in the message: titles of pages, numbers of figures, formulas, footnote marks.
_FILLED_IN = "\0"
#: A message that runs over the end of a page stands in two pieces; each must be longer than chance.
_LEAST = 6
#: Between the pages of an edition on paper.
_PAGE_END = "\f"

#: Set by LaTeX, with the top and the height of what is read between running heads and page numbers, in points.
AREAS = {Format.PDF: (62, 712), Format.LETTER: (62, 662), Format.LARGE: (44, 750)}
PRINTED = (*project.PRINTED, Format.ACCESSIBLE)


#: Signs that share a glyph in the fonts for Chinese: a PDF gives back either.
_TWINS = str.maketrans({"⋯": "…", "•": "·"})


def fold(text: str) -> str:
    text = text.translate(_TWINS)
    return _FOLDED.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def attributes(kind: str) -> frozenset[str]:
    """Return the master's texts in attributes of the pages: ``alt`` or ``description``."""
    texts: set[str] = set()
    for path in plan.output_path(PROJECT, EDITIONS[0]).rglob("*.html"):
        tree = html.parse(path)
        if kind == "alt":
            texts |= {" ".join(str(value).split()) for value in tree.xpath("//img/@alt")}
        else:
            texts |= {str(value) for value in tree.xpath("//meta[@name='description']/@content")}
    return frozenset(texts)


@cache
def text_of(edition: Edition) -> str:
    path = plan.output_path(PROJECT, edition)
    if edition.format is Format.ACCESSIBLE:
        # Between running heads and page numbers.
        area = ["-x", "0", "-y", "62", "-W", "600", "-H", "708"]
        result = subprocess.run(["pdftotext", "-raw", *area, str(path), "-"], capture_output=True, check=True)
        return _pages(result.stdout.decode())
    if edition.format in AREAS:
        top, height = AREAS[edition.format]
        area = ["-x", "0", "-y", str(top), "-W", "612", "-H", str(height)]
        result = subprocess.run(["pdftotext", "-raw", *area, str(path), "-"], capture_output=True, check=True)
        return _pages(result.stdout.decode())
    parts: list[str] = []
    if edition.format is Format.HTML:
        for file in sorted(path.rglob("*.html")):
            parts.append(_markup_text(html.parse(file).getroot()))
        parts += [_markup_text(etree.parse(file).getroot()) for file in sorted(path.rglob("*.svg"))]
    else:
        with zipfile.ZipFile(path) as book:
            names = [name for name in book.namelist() if name.endswith((".xhtml", ".svg", ".opf"))]
            parts += [_markup_text(etree.fromstring(book.read(name))) for name in names]
    return fold("\n".join(parts))


def _pages(text: str) -> str:
    return _PAGE_END.join(map(fold, text.split(_PAGE_END)))


def _markup_text(root: etree._Element) -> str:
    values = [str(value) for value in root.xpath("//@alt | //@content")]
    return " ".join([*("".join(root.itertext()).split()), *values])


def fragments(message: Message, language: Language) -> list[str]:
    """Return the pieces of a translation that an edition shows verbatim, folded."""
    pieces: list[str] = []
    for token in markup.tokens(typeset(message.msgstr, language.locale)):
        if token.is_text:
            pieces.append(token.text)
        elif token.shape is Shape.WHOLE and token.construct in (Construct.ROLE, Construct.FOOTNOTE):
            pieces.append(_FILLED_IN)
        elif token.shape is Shape.WHOLE and token.construct in (Construct.URL, Construct.EMAIL):
            pieces.append(token.text)
        elif token.shape is Shape.WHOLE:
            pieces.append(_FILLED_IN)
    return [folded for piece in "".join(pieces).split(_FILLED_IN) if (folded := fold(piece))]


def contains(piece: str, text: str) -> bool:
    """Return whether *piece* is in *text*, whole or split by the end of a page."""
    return _contains(piece, text) or _contains(_without_digits(piece), _without_digits(text))


@cache
def _without_digits(text: str) -> str:
    """Remove digits: a printed link is followed by the number of its footnote."""
    return re.sub(r"\d", "", text)


def _contains(piece: str, text: str) -> bool:
    if piece in _joined(text):
        return True
    cuts = range(_LEAST, len(piece) - _LEAST + 1)
    return any(piece[:cut] in _joined(text) and piece[cut:] in _joined(text) for cut in cuts) or _is_split(piece, text)


@cache
def _joined(text: str) -> str:
    return text.replace(_PAGE_END, "")


def _is_split(piece: str, text: str) -> bool:
    """Return whether few letters of *piece* are on one page, and the rest begins the next page or ends the last one."""
    pages = text.split(_PAGE_END)
    return any(
        (after.startswith(piece[cut:]) and piece[:cut] in before)
        or (before.endswith(piece[:-cut]) and piece[-cut:] in after)
        for before, after in pairwise(pages)
        for cut in range(1, min(_LEAST, len(piece)))
    )


def _domains(book: Book, language: Language) -> Iterator[Path]:
    folder = PROJECT.catalogs(language)
    for path in sorted(folder.rglob("*.po")):
        domain = path.relative_to(folder).with_suffix("").as_posix()
        if domain == "publication" or domain not in templates():
            continue  # shown on covers and in metadata; or a page that is not published yet
        if book.holds(domain) or domain in PROJECT.back_matter:
            yield path


def _shown(message: Message, path: Path, edition: Edition) -> bool:
    """Return whether *edition* shows *message*."""
    if edition.format is not Format.HTML and message.msgid in attributes("description"):
        return False  # descriptions are for search engines
    if edition.format in PRINTED and message.msgid in attributes("alt"):
        return False  # a printed figure has no alternative text; the tagged one is tested apart
    if edition.format in PRINTED and _is_unseen_in_figure(message):
        return False  # a figure's title and description are for screen readers
    if edition.format in AREAS and message.msgid == "Notes":
        return False  # on paper a note stands at the foot of its page and needs no heading
    if not edition.book.is_set and path.stem in ("glossary", "sources"):
        return False  # cut to what the book uses, see test_back_matter
    # Captions of the contents are in the web site's menu; books have contents of their own.
    return edition.format is Format.HTML or path.stem != "index" or path.parent.name != "LC_MESSAGES"


@cache
def _unseen() -> frozenset[str]:
    texts: set[str] = set()
    for path in PROJECT.source.rglob("*.svg"):
        root = etree.parse(path).getroot()
        seen = {" ".join("".join(node.itertext()).split()) for node in root.iter("{*}text")}
        hidden = {" ".join("".join(node.itertext()).split()) for node in root.iter("{*}title", "{*}desc")}
        texts |= hidden - seen
    return frozenset(texts)


def _is_unseen_in_figure(message: Message) -> bool:
    is_drawn = all(reference.endswith((".svg", ".csv")) for reference in message.references)
    return message.msgid in _unseen() | _chart_titles() and is_drawn


@cache
def _chart_titles() -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8") for path in PROJECT.source.rglob("*.rst"))
    return frozenset(re.findall(r"^   :title: (.+)$", "\n".join(texts), re.MULTILINE))


@pytest.mark.parametrize(
    "edition", [e for e in EDITIONS if e.language != PROJECT.master], ids=lambda edition: edition.name
)
def test_every_translation_is_in_the_edition(publication: Path, edition: Edition) -> None:
    text = text_of(edition)
    lost = [
        f"{path.name}:{message.msgstr_line}: {piece}"
        for path in _domains(edition.book, edition.language)
        for message in po.read(path)
        if message.state is State.TRANSLATED and _shown(message, path, edition)
        for piece in fragments(message, edition.language)
        if not contains(piece, text)
    ]
    assert lost == []


@cache
def templates() -> dict[str, po.Catalog]:
    write_pot_files(PROJECT)
    return read_templates(PROJECT)


@pytest.mark.parametrize("edition", [e for e in EDITIONS if e.language == PROJECT.master], ids=lambda e: e.name)
def test_every_text_of_the_master_is_in_the_edition(publication: Path, edition: Edition) -> None:
    """The master's editions, which have no catalogs, contain all messages of the POT files."""
    text = text_of(edition)
    lost = [
        f"{domain}: {piece}"
        for domain, template in templates().items()
        if domain != "publication" and (edition.book.holds(domain) or domain in PROJECT.back_matter)
        for message in template
        if _shown(message, PROJECT.catalogs(PROJECT.translations[0]) / f"{domain}.po", edition)
        for piece in fragments(message.edited(msgstrs=(message.msgid,)), PROJECT.master)
        if not contains(piece, text)
    ]
    assert lost == []


def test_the_catalogs_are_up_to_date_and_complete() -> None:
    """Every message is translated in every language, and none is fuzzy."""
    for language in PROJECT.translations:
        for domain, template in templates().items():
            messages = {m.key: m for m in po.read(PROJECT.catalogs(language) / f"{domain}.po")}
            open_ones = [
                m.msgid for m in template if m.key not in messages or messages[m.key].state is not State.TRANSLATED
            ]
            assert open_ones == [], f"{language.locale}/{domain}"


@pytest.mark.parametrize("edition", [e for e in EDITIONS if e.format is not Format.HTML], ids=lambda e: e.name)
def test_the_back_matter_of_a_book_has_only_what_it_uses(publication: Path, edition: Edition) -> None:
    """A guide has only the glossary terms that it uses; the set has all."""
    text = _joined(text_of(edition))
    glossary = _headwords(PROJECT, edition.language)
    present = [word for word in glossary if fold(word) in text]
    assert len(present) > 5
    if edition.book.is_set:
        assert present == glossary


def _headwords(project: Project, language: Language) -> list[str]:
    lines = (project.source / "back/glossary.rst").read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if re.match(r"   [^ :.]", line)]
    if language == project.master:
        return words
    translated = {m.msgid: m.msgstr for m in po.read(project.catalogs(language) / "back/glossary.po")}
    return [typeset(translated[word], language.locale) for word in words]
