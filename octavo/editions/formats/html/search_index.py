"""Write the search index of an HTML edition, as scripts that a page can load from a server, a disk or an archive.

``search/index.js`` has the words with the pages that have them. ``search/<document>.js`` has the text of a page by
heading, for excerpts. ``static/octavo/search.js`` reads both. Words are grouped by stem; Chinese and other writing
without spaces is indexed by pairs of characters (:mod:`octavo.editions.formats.html.search_tokens`).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from octavo.catalogs.extract import sphinx_compat, sphinx_run
from octavo.editions import titles
from octavo.editions.formats import pinyin
from octavo.editions.formats.html import search_pages, search_words, trees
from octavo.editions.formats.html.search_cache import PageCache, packed
from octavo.editions.formats.html.search_pages import SearchedPage
from octavo.editions.formats.html.search_tokens import UNSPACED, fold, spellings, stemmer, tokens, without
from octavo.files import content, name_below
from octavo.project import Book, Language, Project, babel_locale
from octavo.workflow.language_build import LanguageBuild

#: Folder of the index in an edition, and its file that a search reads first.
FOLDER, INDEX = "search", "index.js"
#: Weights of a word by its place.
TITLE, HEADING, KEYWORD, DESCRIPTION, TERM, BODY = 12, 5, 5, 4, 3, 1
#: Limit of the weight of a word on a page.
_MOST = 60
#: Weight of pages outside the guides: sources name many works, but answer few questions.
_BACK, _GLOSSARY = 0.35, 0.45


def build_search_index(build: LanguageBuild, folder: Path) -> None:
    """Write the search index of the edition in *folder*.

    :raises ContentError: the editors' file of words has a mistake
    """
    cache = PageCache(sphinx_run.doctree_folder(build.project, build.language) / "search.json")
    pages = {page.document: page for page in _pages(folder, cache)}
    _add_keywords(pages, folder / "genindex.html")
    place = folder / FOLDER
    chosen = search_words.read(build.publication, build.language)
    written = {place / f"{document}.js": page for document, page in pages.items()}
    for path in [path for path in place.rglob("*") if path.is_file() and path != place / INDEX and path not in written]:
        path.unlink()
    for path, page in written.items():
        sections = [[section.anchor, section.text] for section in page.sections]
        _write(path, f"octavoSearch.text({_json(page.document)},{_json(page.description)},{_json(sections)});\n")
    index = _index(build.project, build.language, list(pages.values()), chosen, cache.stems)
    _write(place / INDEX, f"octavoSearch.index({_json(index)});\n")
    cache.save()


def _write(path: Path, text: str) -> None:
    data = text.encode()
    if content(path) != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- the pages ------------------------------------------------------------------------------------------


def _pages(folder: Path, cache: PageCache) -> Iterator[SearchedPage]:
    for path in sorted(folder.rglob("*.html")):
        document = name_below(folder, path)
        if page := cache.page(document, path.read_bytes(), _read):
            yield page


def _read(document: str, data: bytes) -> SearchedPage | None:
    page = search_pages.read(document, data)
    if page is not None:
        page.words = packed(_weights(page))
    return page


def _add_keywords(pages: Mapping[str, SearchedPage], genindex: Path) -> None:
    """Add the index entries of each page, which the authors chose for readers who look something up."""
    if not genindex.is_file():
        return
    root = trees.parse(genindex.read_bytes())
    for link in trees.find(root, "//a[contains(@href, '#')]"):
        page = pages.get(unquote(link.get("href").partition("#")[0]).removesuffix(".html"))
        if page:
            above = [item.text or "" for item in link.iterancestors("li")]
            # The titles of chapters beside the entries are no keywords.
            own = "".join(link.xpath(".//text()[not(ancestor::*[contains(@class, 'octavo-chapter')])]"))
            page.keywords.append(" ".join((*above, own)))


# --- the index ------------------------------------------------------------------------------------------


def _index(
    project: Project,
    language: Language,
    pages: Sequence[SearchedPage],
    chosen: search_words.SearchWords,
    stems_of: dict[str, str],
) -> dict[str, object]:
    guides = project.guides
    group_of = _Groups(language, stems_of)
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    for number, page in enumerate(pages):
        weights: Counter[str] = Counter()
        for word, weight in page.weights:
            weights[group_of(word)] += weight
        for keyword in page.keywords:
            for word in tokens(fold(keyword)):
                weights[group_of(word)] += KEYWORD
        for stem, weight in weights.items():
            postings[stem][number] = min(weight, _MOST)
    ignored = [*chosen.ignored, *sphinx_compat.stop_words(babel_locale(language.locale).language)]
    unspaced = {fold(word) for word in ignored if re.match(f"[{UNSPACED}]", word)}
    cut = sorted(unspaced, key=lambda word: (-len(word), word))
    whole = {*chosen.first, *chosen.help, *(phrase for one in chosen.readers.values() for phrase in one)}
    phrases = {
        phrase: [[group_of(token) for token in tokens(written)] for written in spellings(text)]
        for phrase in (*chosen.phrases, *ignored)
        for text in [fold(phrase) if phrase in whole else without(cut, fold(phrase))]
    }
    document_of = {page.document: number for number, page in enumerate(pages)}
    notice_of = {page.document: page.notice for page in pages}
    stems = sorted(group_of.forms)
    number_of = {stem: number for number, stem in enumerate(stems)}
    coded = {phrase: [[number_of[stem] for stem in one] for one in written] for phrase, written in phrases.items()}

    def targets(table: Mapping[str, Sequence[search_words.Target]]) -> list[object]:
        return [
            [key, [[document_of[page], anchor] for page, anchor in places if page in document_of]]
            for phrase, places in table.items()
            for key in coded[phrase]
        ]

    return {
        "guides": [[titles.title(project, book, language), book.slug] for book in guides],
        "pages": [
            [page.document, page.title, _guide(page.document, guides), _prior(project, page), _headings(page)]
            for page in pages
        ],
        "words": [" ".join(sorted(group_of.forms[stem])) for stem in stems],
        "found": [_deltas(postings.get(stem, {})) for stem in stems],
        "ignored": sorted({number for word in ignored if word not in cut for number in coded[word][0]}),
        "cut": cut,
        "synonyms": [
            [key, [coded[word][0] for word in words]]
            for phrase, words in chosen.synonyms.items()
            for key in coded[phrase]
        ],
        "first": targets(chosen.first),
        "help": targets(chosen.help),
        "asked": [
            [document_of[page], anchor, [coded[phrase][0] for phrase in asked]]
            for (page, anchor), asked in chosen.asked.items()
            if page in document_of
        ],
        "readers": [
            [key, [number for number, page in enumerate(pages) if page.document.startswith(folder)]]
            for folder, written in chosen.readers.items()
            for phrase in written
            for key in coded[phrase]
        ],
        **_sounds(language, group_of.forms),
        "notices": {
            document_of[page]: notice_of[page]
            for page in sorted({page for places in chosen.help.values() for page, _ in places})
            if notice_of.get(page)
        },
    }


def _sounds(language: Language, forms: Mapping[str, object]) -> dict[str, object]:
    """Return Chinese characters by sound: most typing mistakes are characters of the same sound."""
    if language.code != "zh" or not find_spec("pypinyin"):
        return {}
    return {"sounds": pinyin.by_sound({char for form in forms for char in form if re.match(f"[{UNSPACED}]", char)})}


def _headings(page: SearchedPage) -> list[list[str]]:
    return [[section.anchor, section.heading] for section in page.sections if section.anchor]


class _Groups:
    """Assign each word to a group of words with one stem; *forms* has the words of each group.

    :param stems: the stems of words, as far as they are known; more are added
    """

    def __init__(self, language: Language, stems: dict[str, str]) -> None:
        self.forms: dict[str, set[str]] = defaultdict(set)
        self._stem = stemmer(language)
        self._stems = stems

    def __call__(self, word: str) -> str:
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stems[word] = word if re.match(f"[{UNSPACED}]", word) else self._stem(word)
        self.forms[stem].add(word)
        return stem


def _weights(page: SearchedPage) -> Counter[str]:
    """Return the weight of each word of *page*, without its keywords."""
    weights: Counter[str] = Counter()

    def add(text: str, weight: int) -> None:
        for token in tokens(fold(text)):
            weights[token] = weights.get(token, 0) + weight

    add(page.title, TITLE)
    add(page.description, DESCRIPTION)
    for section in page.sections:
        if section.anchor:
            add(section.heading, TERM if section.anchor.startswith("term-") else HEADING)
        add(section.text, BODY)
    return weights


def _guide(document: str, guides: Sequence[Book]) -> int:
    return next((number for number, book in enumerate(guides) if book.folder and book.holds(document)), -1)


def _prior(project: Project, page: SearchedPage) -> float:
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
