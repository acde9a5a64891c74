"""Compute the coverage of each page and book of a language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from octavo.cache import project_cache
from octavo.cache.fingerprint import fingerprint
from octavo.catalogs import po
from octavo.errors import ContentError
from octavo.project import Book, Language, Project, documents, file_of_document
from octavo.project.configuration import conf_literals
from octavo.workflow.coverage.cache import CountCache, cached, store_of, stored
from octavo.workflow.coverage.counts import Coverage, percent_of, total

_T = TypeVar("_T")


def catalogs(project: Project, language: Language) -> dict[str, Path]:
    """Return the paths of the catalogs of the published pages of *language*, by domain.

    The POT files list the published pages. Before the first ``octavo update`` every catalog counts.

    :raises ContentError: there is no catalog; without an error it would seem that there is nothing to translate
    """
    return {domain: Path(path) for domain, path in _catalogs(project, language).items()}


def _catalogs(project: Project, language: Language) -> dict[str, str]:
    found = _by_domain(project.catalogs(language), ".po")
    if not found:
        raise ContentError(
            "no-catalogs", f"{language.name} has no catalogs yet",
            remedy=f"Run “octavo update {language.locale}”", path=project.catalogs(language),
        )  # fmt: skip
    published = _by_domain(project.templates, ".pot")
    return {
        domain: path
        for domain, path in found.items()
        if (not published or domain in published) and _is_counted(project, domain)
    }


def _domains_of_pages(project: Project) -> frozenset[str]:
    """Return the domains of the documents that ``conf.py`` does not exclude, as far as its patterns are plain text."""
    known, names = project_cache.cache_of(project), documents(project)
    key = (names, fingerprint(project.configuration))
    if known.get("pages", (None,))[0] != key:  # languages ask one after another
        known["pages"] = (key, _domains_of(project, names))
    found: frozenset[str] = known["pages"][1]
    return found


def _domains_of(project: Project, names: Iterable[str]) -> frozenset[str]:
    given = conf_literals.read(project.configuration).get("exclude_patterns", ())
    patterns = [str(pattern).strip("/") for pattern in given] if isinstance(given, list | tuple) else []

    def is_excluded(document: str) -> bool:
        path = Path(f"{document}{(file_of_document(project, document) or Path()).suffix}")
        places = [place.as_posix() for place in (path, *path.parents)]
        return any(fnmatchcase(place, pattern.removeprefix("**/")) for place in places for pattern in patterns)

    return frozenset(project.domain_of(name) for name in names if not is_excluded(name))


def _is_counted(project: Project, domain: str) -> bool:
    """Return whether the catalog *domain* counts; one of several pages does, without its untranslated pages."""
    return project.compact is not False or project.is_translated(domain)


def _by_domain(folder: Path, suffix: str) -> dict[str, str]:
    # os.walk takes a tenth of the time of Path.rglob, a clear difference in a folder of 100 catalogs.
    found = {}
    for place, _, names in os.walk(folder):
        inner = place[len(str(folder)) + 1 :]
        for name in names:
            if name.endswith(suffix):
                path = f"{inner}/{name}" if inner else name
                found[path.removesuffix(suffix)] = f"{folder}/{path}"
    return dict(sorted(found.items()))


def counted(project: Project, language: Language) -> dict[str, CountCache]:
    """Return the counts of each catalog of *language*, by domain. A page without a catalog is untranslated.

    In an adopted project, a catalog that cannot be read is untranslated too.

    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    with cached(store_of(project, language)) as found:
        # Without a template, a page counts as a word, so that nothing is said to be complete.
        return _by_page(project, language, _pages(project), found, CountCache(Coverage(0, 0, 1, 0, 0, 0, 1)))


def percents(project: Project, languages: Iterable[Language]) -> dict[Language, dict[str, float]]:
    """Return the percentage of each page of *languages* that is translated, as :func:`counted` has it, by domain.

    It takes a third of the time. A language without catalogs has no pages.

    :raises ContentError: a catalog cannot be read
    """
    pages = _pages(project)
    with stored(project.build / "coverage" / "percents.json", _percent) as found:
        return {
            language: _by_page(project, language, pages, found, 0.0)
            for language in languages
            if _by_domain(project.catalogs(language), ".po")
        }


def _percent(data: bytes, path: Path) -> float:
    return percent_of(po.skim_translated(data, path))


def _pages(project: Project) -> dict[str, str]:
    """Return the path of the template of each page by its domain, or empty paths if there are no templates yet."""
    templates = {
        domain: path for domain, path in _by_domain(project.templates, ".pot").items() if _is_counted(project, domain)
    }
    # Before the first “octavo update”, the files of the pages tell which have no catalog.
    return templates or {domain: "" for domain in _domains_of_pages(project) if _is_counted(project, domain)}


def _by_page(
    project: Project, language: Language, pages: Mapping[str, str], found: Callable[[str], _T], missing: _T
) -> dict[str, _T]:
    """Return what *found* returns for the catalog of each page, or for its template, or *missing*."""
    paths = {**pages, **_catalogs(project, language)}

    def count(domain: str, path: str) -> _T:
        template = pages.get(domain, "")
        try:
            if path:
                return found(path)
        except ContentError:
            if project.house_style or path == template:
                raise
        return found(template) if template else missing

    return {domain: count(domain, path) for domain, path in sorted(paths.items())}


def of_language(project: Project, language: Language) -> dict[str, Coverage]:
    """Return the coverage of *language* by domain; a page without a catalog is untranslated.

    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    return {domain: found.cover for domain, found in counted(project, language).items()}


def of_book(book: Book, by_domain: Mapping[str, Coverage]) -> Coverage:
    """Return the coverage of the text of *book*, without the back matter that it shares."""
    return total(cover for domain, cover in by_domain.items() if book.holds(domain))
