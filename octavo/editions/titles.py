"""Translate titles by the compiled catalogs, without Sphinx.

Each function takes the project as it is published in the language: the current text or a snapshot.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from octavo.errors import ContentError
from octavo.project import Book, Language, Project, file_of_document
from octavo.project.dates import year_of
from octavo.text.markup import Construct, Shape, Token, myst, tokens

#: Characters that underline a title in reStructuredText.
_UNDERLINES = frozenset("=-~^\"'*#+.:_`")
PUBLICATION = "publication"


def title(project: Project, book: Book, language: Language) -> str:
    """Return the title of *book* in *language*."""
    if book.is_set:
        return texts(project, language)["title"]
    return of_document(project, language, book.root)


def of_document(project: Project, language: Language, document: str) -> str:
    """Return the title of *document* in *language*.

    :raises ContentError: it has none
    """
    path = file_of_document(project, document) or project.source / f"{document}{project.suffixes[0]}"
    text = translated(project, language, project.domain_of(document), _first_title(path))
    return read(myst.tokens(text) if path.suffix == ".md" else tokens(text))


def read(cut: Iterable[Token]) -> str:
    """Return what a reader reads in the tokens *cut* of a title: the words, without the signs of markup."""
    return "".join(filter(None, map(_read, cut))).strip()


def _read(token: Token) -> str:
    if token.is_text:
        return token.text
    if token.shape is not Shape.WHOLE:
        return ""
    if token.construct is Construct.ESCAPE:
        return token.text[1:].strip()
    if token.construct in (Construct.LITERAL, Construct.ROLE):
        return token.text.partition("`")[2].strip("`")
    return token.text


def translated(project: Project, language: Language, domain: str, text: str) -> str:
    """Return *text* of the catalog *domain* in *language*; untranslated it stays as it is."""
    return translations(project.compiled_catalogs(language) / f"{domain}.mo").gettext(text)


def translations(path: Path) -> gettext.NullTranslations:
    """Return the gettext translations of *path*; empty translations if there is no file."""
    return _parsed(path.read_bytes()) if path.is_file() else gettext.NullTranslations()


@lru_cache(maxsize=8)
def _parsed(data: bytes) -> gettext.GNUTranslations:
    """Return the translations in *data*. Every page asks for those of the publication."""
    return gettext.GNUTranslations(io.BytesIO(data))


def messages(path: Path) -> dict[str, str]:
    """Return the texts and translations of the compiled catalog at *path*; nothing, if there is none."""
    held = getattr(translations(path), "_catalog", {})  # gettext offers no other way to all of them
    return {text: said for text, said in held.items() if isinstance(text, str) and text}


def texts(project: Project, language: Language) -> dict[str, str]:
    """Return the publication's own texts (title, author …) in *language*."""
    catalog = translations(project.compiled_catalogs(language) / f"{PUBLICATION}.mo")
    found = {key: catalog.gettext(text) for key, text in project.metadata}
    # Sphinx's sign for the year, which conf.py may have in its copyright.
    return found | {key: text.replace("%Y", str(year_of(project))) for key, text in found.items() if key == "copyright"}


def _first_title(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    headings = (line for line in lines if line.startswith("# ")) if path.suffix == ".md" else ()
    heading = next(iter(headings), "")
    if heading:
        return heading.removeprefix("#").strip()
    for text, under in pairwise(lines):
        if text.strip() and under and set(under) <= _UNDERLINES and len(set(under)) == 1 and len(under) >= len(text):
            return text.strip()
    raise ContentError("no-title", "the document has no title", remedy="Give it one, underlined with =", path=path)
