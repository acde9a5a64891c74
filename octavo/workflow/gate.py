"""Decide which languages, books and pages are published, from their coverage and their gates.

Switcher, alternates, sitemap, news, downloads and feeds ask here, so none links to what is missing or below its
threshold. A book below its threshold is marked or left out, as its gate says; a language has a web site as soon as one
of its books is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.project import BelowThreshold, Book, Edition, Format, Language, Project, source_files
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage

if TYPE_CHECKING:
    from octavo.workflow.language_build import LanguageBuild


class LaterCoverage(Mapping[str, Coverage]):
    """Count the coverage of a language, by domain, when it is first asked for.

    A build of one language needs of all others only which pages to link to, :attr:`percents`.
    """

    def __init__(self, project: Project, language: Language, percents: Mapping[str, float]) -> None:
        self._project, self._language, self.percents = project, language, percents

    @cached_property
    def _counted(self) -> dict[str, Coverage]:
        return coverage_by_domain(self._project, self._language)

    def __getitem__(self, domain: str) -> Coverage:
        return self._counted[domain]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counted)

    def __len__(self) -> int:
        return len(self._counted)


def coverage_by_domain(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage, by domain, of the text of *project* in *language*.

    It is empty for the master, and before there are catalogs.

    :raises ContentError: a catalog cannot be read
    """
    if language not in project.translations or not any(project.catalogs(language).rglob("*.po")):
        return {}
    return coverage.of_language(project, language)


def later_coverage(texts: Mapping[Language, Project]) -> dict[Language, LaterCoverage]:
    """Return the coverage of each language of *texts*, to be counted when it is asked for.

    :param texts: the text that each language publishes
    :raises ContentError: a catalog cannot be read
    """
    later: dict[Language, LaterCoverage] = {}
    for project in dict.fromkeys(texts.values()):
        languages = [language for language, text in texts.items() if text == project and language in text.translations]
        percents = coverage.percents(project, languages)
        later |= {language: LaterCoverage(project, language, percents.get(language, {})) for language in languages}
    return later


def percent_translated(build: LanguageBuild, book: Book) -> float:
    """Return the share of *book*'s words that is translated, 0 to 100 with one decimal, rounded down."""
    if build.language not in build.publication.translations:
        return 100.0
    return coverage.of_book(book, build.coverage).shown if build.coverage else 0.0


def is_in_translation(build: LanguageBuild, book: Book) -> bool:
    """Return whether *book* is below its threshold, and says so where it is published."""
    return percent_translated(build, book) < build.publication.gate(build.language).book


def is_published(build: LanguageBuild, edition: Edition) -> bool:
    """Return whether *edition*, which is in the language of *build*, is published."""
    if build.publication.gate(build.language).below is BelowThreshold.MARK:
        return True
    books = build.project.books if edition.format.is_site else (edition.book,)
    return not all(is_in_translation(build, book) for book in books)


def linkable_documents(builds: Iterable[LanguageBuild]) -> dict[str, frozenset[str]]:
    """Return, by locale, the documents to which other pages may link; none for a language that is not published."""
    # Most languages publish the same text: its folder is searched once.
    known: dict[Path, frozenset[str]] = {}
    linkable = {}
    for build in builds:
        source = build.project.source
        if source not in known:
            known[source] = source_files.documents(build.project)
        linkable[build.language.locale] = _linkable(build, known[source])
    return linkable


def _linkable(build: LanguageBuild, documents: frozenset[str]) -> frozenset[str]:
    """Return those of *documents*, the text of a language, to which other pages may link."""
    project, language = build.publication, build.language
    whole = project.main_book
    if Format.HTML not in project.formats or not is_published(build, Edition(language, whole, Format.HTML)):
        return frozenset()
    if language == project.master:
        return documents
    covers, least = build.coverage, project.gate(language).page
    if isinstance(covers, LaterCoverage):
        percents = covers.percents
    else:
        percents = {domain: cover.percent for domain, cover in covers.items()}
    # A page that is in no catalog has nothing to translate.
    return frozenset(name for name in documents if percents and percents.get(project.domain_of(name), 100.0) >= least)
