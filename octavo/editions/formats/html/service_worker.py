"""Write the service worker of an HTML edition, which keeps a guide for reading without a connection."""

from __future__ import annotations

from pathlib import Path

from octavo.editions.formats.html import search_index
from octavo.project import Language, Project
from octavo.ui import jinja

#: At the top of the edition, because a worker serves only what is below its own folder.
NAME = "sw.js"


def write(project: Project, language: Language, folder: Path) -> None:
    """Write the worker for the edition in *folder*, whose pages and search index exist."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    guides = {
        book.folder.rstrip("/"): [name for name in names if _belongs(name, book.folder)]
        for book in project.guides
        if book.folder
    }
    # Pages that every guide leads to, and the search.
    alone = ("index.html", "search.html", "genindex.html", f"{search_index.FOLDER}/{search_index.INDEX}")
    back = [f"{document}.html" for document in project.back_matter]
    shared = [name for name in (*alone, *back) if name in names]
    text = jinja.render("html/sw.js", language=language, guides=guides, shared=shared)
    (folder / NAME).write_text(text, encoding="utf-8")


def _belongs(name: str, guide: str) -> bool:
    """Return whether *name* is a page of the guide's folder, or the text of one in the search index."""
    return (name.startswith(guide) and name.endswith(".html")) or name.startswith(f"{search_index.FOLDER}/{guide}")
