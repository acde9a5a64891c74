"""Coverage and gates → the languages, books and pages that readers are offered: the one truth about it.

Switcher, alternates, sitemap, news, downloads and feeds ask here, so none leads to what is missing or below its
threshold. A book below its threshold is marked or left out, as its gate says; a language has a web site as soon as one
of its books is published.
"""

from __future__ import annotations

from pathlib import Path

from octavo.project import Below, Book, Edition, Format, Language, Project, source_files
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage

#: A page without anything to translate.
_NOTHING = Coverage()


def coverage_by_domain(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage, by domain, of the text that is published in *language*.

    There is none for the master, and before there are catalogs.

    :raises ContentError: a catalog cannot be read
    """
    own = project.of(language)
    if language not in project.translations or not any(own.catalogs(language).rglob("*.po")):
        return {}
    return coverage.of_language(own, language)


def percent_translated(project: Project, language: Language, book: Book) -> float:
    """Return the share of *book*'s words that is in *language*, 0 to 100 with one decimal, rounded down."""
    if language not in project.translations:
        return 100.0
    held = coverage_by_domain(project, language)
    return coverage.of_book(book, held).shown if held else 0.0


def is_in_translation(project: Project, language: Language, book: Book) -> bool:
    """Whether *book* is below its threshold in *language*, and says so where it is published."""
    return percent_translated(project, language, book) < project.gate(language).book


def is_published(project: Project, edition: Edition) -> bool:
    """Whether *edition* is published."""
    language = edition.language
    if project.gate(language).below is Below.MARK:
        return True
    books = project.of(language).books if edition.format is Format.HTML else (edition.book,)
    return not all(is_in_translation(project, language, book) for book in books)


def published_documents(project: Project, language: Language) -> frozenset[str]:
    """Return the names of the documents of the text published in *language*."""
    return source_files.documents(project.of(language))


def linkable_documents(project: Project) -> dict[str, frozenset[str]]:
    """Return, by locale, the documents to which readers of other pages are led; none for one that is not published."""
    # Most languages publish the same text: its folder is gone through once.
    found: dict[Path, frozenset[str]] = {}
    offered = {}
    for language in project.languages:
        source = project.of(language).source
        found[source] = found.get(source) or published_documents(project, language)
        offered[language.locale] = _offered(project, language, found[source])
    return offered


def _offered(project: Project, language: Language, found: frozenset[str]) -> frozenset[str]:
    """Return those of the documents *found* in the text of *language* to which readers are led."""
    whole = project.set_book or project.books[0]
    if Format.HTML not in project.formats or not is_published(project, Edition(language, whole, Format.HTML)):
        return frozenset()
    if language == project.master:
        return found
    held, least = coverage_by_domain(project, language), project.gate(language).page
    return frozenset(name for name in found if held and held.get(project.domain_of(name), _NOTHING).percent >= least)
