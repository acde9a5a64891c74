"""Check pages, EPUBs and PDFs for errors of typography, language and markup that no public checker finds."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
from lxml import etree

from octavo.findings import Finding, Location, Severity
from octavo.project import PRINTED, Format, Language, Project
from octavo.publication.validation import programs
from octavo.publication.validation.editions import built_editions, parse, site_pages
from octavo.ui.translations import theme_messages, ui_messages

#: Elements whose text is not prose.
_SKIPPED = frozenset({"script", "style", "code", "pre", "math", "kbd", "samp", "title"})
_BLOCKS = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "summary", "label",
     "button", "blockquote", "div", "section", "article")
)  # fmt: skip
_HAN = r"\u3400-\u9fff"
#: Code, message, pattern, and languages of each rule; without languages it applies to all.
_RULES: tuple[tuple[str, str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("gate-markup", "markup is printed as text", re.compile(r"\*\*|``|:[a-z]+:`|`_\b|\\ "), ()),
    ("gate-tex", "a formula is printed as TeX", re.compile(r"\\(?:times|frac|cdot|\(|\[)"), ()),
    ("gate-footnote", "a footnote has double brackets", re.compile(r"\[\["), ()),
    ("gate-title", "a file name or “unknown” is shown instead of a title", re.compile(r"<no title>|\bunknown\b$"), ()),
    ("gate-space", "there is a space between Chinese characters",
     re.compile(rf"[{_HAN}，。；：？！、（）《》“”] +[{_HAN}，。；：？！、（）《》“”]"), ("zh",)),
    ("gate-half-width", "a half-width sign follows a Chinese character",
     re.compile(rf"[{_HAN}][:;,!?](?=\s|$)|[{_HAN}] ?\((?=[{_HAN}])"), ("zh",)),
    ("gate-punctuation", "the space before ; : ! ? » or after « is not a no-break space",
     re.compile(r"[^\s] [;:!?»](?:\s|$)|« "), ("fr",)),
    ("gate-apostrophe", "an apostrophe is straight", re.compile(r"[a-zà-ÿ]'[a-zà-ÿ]", re.IGNORECASE), ("fr",)),
    ("gate-quotes", "a closing quotation mark has no opening one", re.compile(r"^[^“]*”"), ("en", "fr", "zh")),
)  # fmt: skip

#: Rules that Sphinx itself breaks in pages about code: “发生变更: ”.
_HOUSE_STYLE = frozenset({"gate-half-width"})

#: Text that TeX prints when a command is wrong.
_TEX = re.compile(r"\\[A-Za-z]{2,}|(?:plus|minus) ?\d+(?:\.\d+)?pt|\b\d+(?:\.\d+)?pt\b")
#: Function words that are frequent only in English.
_ENGLISH = frozenset(
    ("the", "of", "and", "to", "is", "are", "you", "that", "with", "for", "your", "this", "they", "from", "not", "be",
     "which", "have", "has", "can", "will", "what", "when", "who", "how")
)  # fmt: skip
#: Addresses contain words of no language: the-star.co.ke.
_WEB_ADDRESS = re.compile(r"\S+[\w-]\.[a-zA-Z]{2}\S*")
_WORD = re.compile(rf"[{_HAN}]|(?<!\d)[^\W\d_{_HAN}]+")
#: A text with fewer words may be a name. In English prose, function words have at least this share.
_FEWEST, _SHARE = 5, 0.2
#: Attributes whose text is shown or read aloud.
_SPOKEN = ("aria-label", "title", "placeholder")


def check(project: Project) -> Iterator[Finding]:
    """Yield every error in the text of the editions and of the pages around them."""
    for edition, folder in built_editions(project, Format.HTML):
        for path in sorted(folder.rglob("*.html")):
            yield from _check(project, Location(path), parse(path), edition.language)
    for language, path in site_pages(project):
        yield from _check(project, Location(path), parse(path), language)
    for edition, path in built_editions(project, Format.EPUB):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if name.endswith(".xhtml"):
                    root = etree.fromstring(book.read(name))
                    yield from _check(project, Location(path / name), root, edition.language)
    for _, path in (item for kind in PRINTED if kind in project.formats for item in built_editions(project, kind)):
        text = programs.run(["pdftotext", str(path), "-"]).stdout
        if match := _TEX.search(text):
            yield Finding("gate-tex", Severity.ERROR, Location(path), f"TeX is printed as text: “{match.group()}”")


def _check(project: Project, place: Location, root: etree._Element, language: Language) -> Iterator[Finding]:
    code = language.code
    declared = root.get("lang")
    if declared != language.tag:
        yield Finding("gate-lang", Severity.ERROR, place, f"the page has lang={declared}, not {language.tag}")
    yield from _check_interface(place, root, language)
    for text in prose(root, language):
        if code != "en" and is_english(text):
            yield Finding("gate-english", Severity.ERROR, place, f'English text has no lang="en": “{text[:60]}”')
        for name, message, pattern, languages in _RULES:
            if (languages and code not in languages) or (name in _HOUSE_STYLE and not project.house_style):
                continue
            match = pattern.search(text)
            if match:
                excerpt = text[max(0, match.start() - 20) : match.end() + 20]
                yield Finding(name, Severity.ERROR, place, f"{message}: “{excerpt}”")


def is_english(text: str) -> bool:
    """Return whether *text* is English prose, by its function words."""
    # A word in capitals is an abbreviation: WHO.
    words = [word if word.isupper() else word.lower() for word in _WORD.findall(_WEB_ADDRESS.sub(" ", text))]
    return len(words) >= _FEWEST and sum(word in _ENGLISH for word in words) >= _SHARE * len(words)


def _check_interface(place: Location, root: etree._Element, language: Language) -> Iterator[Finding]:
    """Yield interface texts that are in English although they have a translation."""
    untranslated = {m.msgid for m in (*ui_messages(language), *theme_messages(language)) if m.msgid != m.msgstr}
    untranslated -= _same_words(language.locale)
    for element in root.iter(etree.Element) if untranslated else ():
        for text in (*(element.get(name, "") for name in _SPOKEN), element.text or ""):
            if text.strip() in untranslated and not _is_foreign(element, language):
                yield Finding(
                    "gate-interface", Severity.ERROR, place, f"the interface text “{text.strip()}” is not translated"
                )


@cache
def _same_words(locale: str) -> frozenset[str]:
    """Return the words of Sphinx that are the same in English and in *locale*, such as the title of a French note."""
    spec = find_spec("sphinx")
    folder = Path(spec.origin or "").parent / "locale" if spec else Path()
    path = folder / locale / "LC_MESSAGES/sphinx.mo"
    entries = polib.mofile(str(path)) if path.is_file() else ()  # type: ignore[no-untyped-call]
    return frozenset(entry.msgid for entry in entries if entry.msgid == entry.msgstr)


def prose(root: etree._Element, language: Language) -> Iterator[str]:
    """Yield the text of each block in *language* with its inner spaces."""
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in _BLOCKS and not _is_skipped(element, language):
            text = "".join(_block_text(element, language))
            if text.strip():
                yield re.sub(r"[ \n\t]+", " ", text).strip()


def _block_text(element: etree._Element, language: Language) -> Iterator[str]:
    """Yield the text of *element* without its inner blocks, which are yielded separately."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            name = etree.QName(child).localname
            if name in _SKIPPED:
                yield "\ufffc"
            elif name not in _BLOCKS and not _is_foreign(child, language):
                yield from _block_text(child, language)
        yield child.tail or ""


def _is_skipped(element: etree._Element | None, language: Language) -> bool:
    while element is not None:
        if etree.QName(element).localname in _SKIPPED or _is_foreign(element, language):
            return True
        element = element.getparent()
    return False


def _is_foreign(element: etree._Element, language: Language) -> bool:
    return element.get("lang") not in (None, language.tag)
