"""Write how to cite a book of the publication."""

from __future__ import annotations

from octavo.project import Book, Language, Project
from octavo.project.dates import year_of


def citation(project: Project, language: Language, book: Book, title: str, texts: dict[str, str]) -> str:
    """Return the citation of *book*: author (year), title, set, edition, licence.

    :param texts: the publication's texts in *language*
    """
    is_wide = language.code in ("zh", "ja")
    author, year = texts.get("author", ""), year_of(project)
    start = (f"{author}（{year}）" if is_wide else f"{author} ({year})") if author else str(year)
    names = [title] if book.is_set or title == texts["title"] else [title, texts["title"]]
    works = [f"《{name}》" for name in names] if is_wide else names
    edition = texts.get("edition", "")
    if is_wide and edition:
        works, edition = [*works[:-1], f"{works[-1]}（{edition}）"], ""
    parts = [start, *works, edition, texts.get("licence", "")]
    stop = "。" if is_wide else ". "
    return stop.join(filter(None, parts)).strip() + stop.strip()
