"""Select pages by the names of books, pages and folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from octavo.errors import OctavoError, did_you_mean
from octavo.project import Language, Project
from octavo.workflow.coverage.toctree_order import in_reading_order


def select_domains(project: Project, language: Language, domains: Iterable[str], names: Sequence[str]) -> list[str]:
    """Return the domains that *names* select, in reading order; no name selects all.

    :param domains: the domains of the catalogs of *language*
    :param names: books, pages or folders: ``students``, ``students/index``
    :raises OctavoError: no book, page or folder has one of the names
    """
    ordered = in_reading_order(project, domains)
    chosen: set[str] = set()
    for name in names:
        found = [domain for domain in ordered if _is_in(project, domain, name)]
        if not found:
            known = [*(book.slug for book in project.books), *ordered]
            raise OctavoError(
                "unknown-page", f"there is no book, page or folder “{name}” in the catalogs of {language.locale}",
                remedy=f"{did_you_mean(name, known)}Name a book, or a page or folder of {project.source_folder}/ "
                "without its suffix",
            )  # fmt: skip
        chosen.update(found)
    return [domain for domain in ordered if not names or domain in chosen]


def _is_in(project: Project, domain: str, name: str) -> bool:
    page = name.strip("/")
    for suffix in project.suffixes:
        page = page.removesuffix(suffix)
    books = (book for book in project.books if book.slug == name)
    return domain == page or domain.startswith(f"{page}/") or any(book.holds(domain) for book in books)
