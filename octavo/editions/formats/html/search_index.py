"""Write the search index of an HTML edition, as scripts that a page can load from a server, a disk or an archive.

``search/index.js`` has the words with the pages that have them. ``search/<document>.js`` has the text of a page by
heading, for excerpts. ``static/search.js`` reads both. Words are grouped by stem; Chinese and other writing
without spaces is indexed by pairs of characters. :func:`fold` and :func:`tokens` are the same as in ``search.js``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import snowballstemmer
from lxml import etree, html

from octavo.editions import titles
from octavo.editions.formats.html import search_words
from octavo.files import remove
from octavo.project import Book, Language, Project, babel_locale
from octavo.workflow.language_build import LanguageBuild

#: Folder of the index in an edition, and its file that a search reads first.
FOLDER, INDEX = "search", "index.js"
#: Attribute of the element with the text of a page; its value is the page's title.
ATTRIBUTE = "data-search"
#: Weights of a word by its place.
TITLE, HEADING, KEYWORD, DESCRIPTION, TERM, BODY = 12, 5, 5, 4, 3, 1
#: Limit of the weight of a word on a page.
_MOST = 60
#: Weight of pages outside the guides: sources name many works, but answer few questions.
_BACK, _GLOSSARY = 0.35, 0.45

#: Han, kana, Thai, Lao, Khmer and Burmese are written without spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Accents of Latin, Greek and Cyrillic, and points of Hebrew and Arabic, which many readers do not type.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad]")
_LIGATURES = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae"})
_IGNORED = ("script", "style", "nav", "template")
_INLINE = frozenset(("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "q", "span", "strong", "sub", "sup"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def fold(text: str) -> str:
    """Return *text* in lower case without accents, with ligatures as two letters."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LIGATURES)
    return unicodedata.normalize("NFC", plain)


def tokens(text: str) -> Iterator[str]:
    """Yield the words of folded *text*, and the pairs of characters of writing without spaces.

    A word with a hyphen is yielded in its parts and as one word: a reader may type ``wi-fi`` or ``wifi``. An apostrophe
    ends a word, so that « l’école » has the word « école ». Single letters are left out.
    """
    for match in _words().finditer(text):
        run = match.group()
        if match.lastgroup == "unspaced":
            yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
            continue
        parts = re.split("[-\u2010]", run)
        yield from (part for part in parts if len(part) > 1)
        if len(parts) > 1:
            yield "".join(parts)


@cache
def _words() -> re.Pattern[str]:
    marks = "".join(c for c in map(chr, range(0x0483, 0x11000)) if unicodedata.category(c).startswith("M"))
    letter = rf"(?:(?![{UNSPACED}])(?:[^\W_]|[{re.escape(marks)}]))"
    return re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|{letter}+(?:[-\u2010]{letter}+)*")


@dataclass(slots=True)
class _Section:
    """The text of a page below one heading; *anchor* is empty for the page itself."""

    anchor: str
    heading: str = ""
    text: str = ""


@dataclass(slots=True)
class _Page:
    """A page of the edition with what is searched in it."""

    document: str
    title: str
    description: str
    sections: list[_Section] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)


def build_search_index(build: LanguageBuild, folder: Path) -> None:
    """Write the search index of the edition in *folder*.

    :raises ContentError: the editors' file of words has a mistake
    """
    remove(folder / FOLDER)
    pages = {page.document: page for page in _pages(folder)}
    _add_keywords(pages, folder / "genindex.html")
    for page in pages.values():
        data = [[section.anchor, section.text] for section in page.sections]
        _write(folder / FOLDER / f"{page.document}.js", f"octavoSearch.text({_json(page.document)},{_json(data)});\n")
    chosen = search_words.read(build.publication, build.language)
    index = _index(build.project, build.language, list(pages.values()), chosen)
    _write(folder / FOLDER / INDEX, f"octavoSearch.index({_json(index)});\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- the pages ------------------------------------------------------------------------------------------


def _pages(folder: Path) -> Iterator[_Page]:
    for path in sorted(folder.rglob("*.html")):
        root = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        bodies = root.xpath(f"//*[@{ATTRIBUTE}]")
        if bodies:
            descriptions = root.xpath("//meta[@name='description']/@content")
            page = _Page(
                path.relative_to(folder).with_suffix("").as_posix(),
                str(bodies[0].get(ATTRIBUTE)),
                str(descriptions[0]) if descriptions else "",
            )
            page.sections.append(_Section(""))
            _read(bodies[0], page)
            for section in page.sections:
                section.heading, section.text = (" ".join(text.split()) for text in (section.heading, section.text))
            yield page


def _read(element: etree._Element, page: _Page) -> None:
    """Add the text of *element* to the last section of *page*, or to new ones; text after it goes to the former one."""
    for child in element:
        section = page.sections[-1]
        if isinstance(child.tag, str) and not _is_ignored(child):
            if child.tag == "section" and child.get("id") and any(item.tag in _HEADINGS[1:] for item in child):
                page.sections.append(_Section(child.get("id", "")))
                _text(child, page)
            elif child.tag == "dt" and child.get("id", "").startswith("term-"):
                # Each term of a glossary is found by itself.
                page.sections.append(_Section(child.get("id", ""), _heading(child)))
            elif child.tag in _HEADINGS:
                section.heading = _heading(child)
            elif child.tag == "img":
                section.text += f" {child.get('alt', '')} "
            else:
                _text(child, page)
        page.sections[-1].text += child.tail or ""


def _heading(element: etree._Element) -> str:
    link = "ancestor::a[contains(@class, 'headerlink') or contains(@class, 'footnote-reference')]"
    return "".join(element.xpath(f".//text()[not({link})]"))


def _text(element: etree._Element, page: _Page) -> None:
    gap = "" if element.tag in _INLINE else " "
    page.sections[-1].text += gap + (element.text or "")
    _read(element, page)
    page.sections[-1].text += gap


def _is_ignored(element: etree._Element) -> bool:
    classes = element.get("class", "").split()
    return element.tag in _IGNORED or "headerlink" in classes or "footnote-reference" in classes


def _add_keywords(pages: Mapping[str, _Page], genindex: Path) -> None:
    """Add the index entries of each page, which the authors chose for readers who look something up."""
    if not genindex.is_file():
        return
    root = html.fromstring(genindex.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for link in root.xpath("//a[contains(@href, '#')]"):
        page = pages.get(unquote(link.get("href").partition("#")[0]).removesuffix(".html"))
        if page:
            above = [item.text or "" for item in link.iterancestors("li")]
            page.keywords.append(" ".join((*above, "".join(link.itertext()))))


# --- the index ------------------------------------------------------------------------------------------


def _index(
    project: Project, language: Language, pages: Sequence[_Page], chosen: search_words.SearchWords
) -> dict[str, object]:
    guides = [book for book in project.books if not book.is_set]
    group_of = _Groups(language)
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for stem, weight in _weights(page, group_of).items():
            postings[stem][number] = min(weight, _MOST)
    phrases = {
        phrase: [[group_of(token) for token in tokens(written)] for written in _spellings(fold(phrase))]
        for phrase in chosen.phrases
    }
    stems = sorted(group_of.forms)
    number_of = {stem: number for number, stem in enumerate(stems)}
    coded = {phrase: [[number_of[stem] for stem in one] for one in written] for phrase, written in phrases.items()}
    document_of = {page.document: number for number, page in enumerate(pages)}
    return {
        "guides": [titles.title(project, book, language) for book in guides],
        "pages": [
            [page.document, page.title, _guide(page.document, guides), _prior(project, page), _headings(page)]
            for page in pages
        ],
        "words": [" ".join(sorted(group_of.forms[stem])) for stem in stems],
        "found": [_deltas(postings.get(stem, {})) for stem in stems],
        "ignored": [coded[word][0][0] for word in chosen.ignored if coded[word][0]],
        "synonyms": [
            [key, [coded[word][0] for word in words]]
            for phrase, words in chosen.synonyms.items()
            for key in coded[phrase]
        ],
        "first": [
            [key, [[document_of[page], anchor] for page, anchor in targets if page in document_of]]
            for phrase, targets in chosen.first.items()
            for key in coded[phrase]
        ],
    }


def _spellings(phrase: str) -> list[str]:
    """Return a folded *phrase* with its hyphenated words in parts, and as single words."""
    written = [re.sub("[-\u2010]", joint, phrase) for joint in (" ", "")]
    return list(dict.fromkeys(written))


def _headings(page: _Page) -> list[list[str]]:
    return [[section.anchor, section.heading] for section in page.sections if section.anchor]


class _Groups:
    """Assign each word to a group of words with one stem; *forms* has the words of each group."""

    def __init__(self, language: Language) -> None:
        self.forms: dict[str, set[str]] = defaultdict(set)
        self._stem = _stemmer(language)
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if word not in self._known:
            stem = word if re.match(f"[{UNSPACED}]", word) else self._stem(word)
            self._known[word] = stem
            self.forms[stem].add(word)
        return self._known[word]


def _stemmer(language: Language) -> Callable[[str], str]:
    """Return Snowball's stemmer of *language*, or the identity for a language that has none."""
    name = str(babel_locale(language.locale).get_language_name("en") or "").lower()
    if name in snowballstemmer.algorithms():
        return snowballstemmer.stemmer(name).stemWord  # type: ignore[no-any-return]
    return lambda word: word


def _weights(page: _Page, group_of: _Groups) -> Counter[str]:
    weights: Counter[str] = Counter()

    def add(text: str, weight: int) -> None:
        for token in tokens(fold(text)):
            weights[group_of(token)] += weight

    add(page.title, TITLE)
    add(page.description, DESCRIPTION)
    for keyword in page.keywords:
        add(keyword, KEYWORD)
    for section in page.sections:
        if section.anchor:
            add(section.heading, TERM if section.anchor.startswith("term-") else HEADING)
        add(section.text, BODY)
    return weights


def _guide(document: str, guides: Sequence[Book]) -> int:
    return next((number for number, book in enumerate(guides) if book.folder and book.holds(document)), -1)


def _prior(project: Project, page: _Page) -> float:
    if page.document not in project.back_matter:
        return 1
    return _GLOSSARY if any(section.anchor.startswith("term-") for section in page.sections) else _BACK


def _deltas(pages: Mapping[int, int]) -> list[int]:
    """Return the differences of the sorted page numbers, each followed by the weight on the page."""
    flat, last = [], 0
    for number, weight in sorted(pages.items()):
        flat += [number - last, weight]
        last = number
    return flat
