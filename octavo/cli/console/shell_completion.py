"""Complete languages, books and pages in the shell, from the project of the working folder.

Outside of a project, or if its configuration has a mistake, there are no completions and no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from octavo.errors import OctavoError
from octavo.files import name_below
from octavo.project import Project, load

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _of_project(items: Callable[[Project], Iterable[tuple[str, str]]]) -> Completer:
    """Return a completer for Click; *items* yields the words of a project, each with its help."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            words = dict(items(load(Path.cwd())))
        except (OctavoError, OSError):
            return []
        return [CompletionItem(word, help=text) for word, text in words.items() if word.startswith(incomplete)]

    return complete


def _books(project: Project) -> Iterable[tuple[str, str]]:
    return ((book.slug, book.root) for book in project.books)


def _pages(project: Project) -> Iterable[tuple[str, str]]:
    """Yield the books, and the pages that have catalogs."""
    yield from _books(project)
    for language in project.translations:
        folder = project.catalogs(language)
        yield from ((name_below(folder, path), "page") for path in folder.rglob("*.po"))


#: Every language of the project.
languages = _of_project(lambda project: ((language.locale, language.name) for language in project.languages))
#: Every language but the master.
translations = _of_project(lambda project: ((language.locale, language.name) for language in project.translations))
#: The slugs of the books.
books = _of_project(_books)
#: Books and pages.
pages = _of_project(_pages)
