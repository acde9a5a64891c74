"""Decide which books to write again: those whose own pages or shared data changed, or whose files are not as written.

A book contains its own pages and, in links, numbers and contents, data of other pages. The digest of these data
(:func:`~octavo.sphinxext.html.incremental.shared_digest`) is the one that decides about web pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from octavo.cache import store
from octavo.cache.hashing import file_hash
from octavo.project import Book
from octavo.sphinxext import books
from octavo.sphinxext.configuration import build_of
from octavo.sphinxext.html.incremental import shared_digest
from octavo.workflow.coverage import statement


class WrittenBooks:
    """Record the books that a builder wrote: the digest of their inputs, and the hashes of their files."""

    def __init__(self, app: Sphinx) -> None:
        self._folder = Path(app.outdir)
        self._file = Path(app.doctreedir) / f"{app.builder.name}.json"
        shared = shared_digest(app, app.env)
        # Before anything is written: converted images are added to the environment then.
        self._inputs = {book: _inputs(app, book, shared) for book in build_of(app).project.books}
        content = store.load(self._file)
        self._books: dict[str, dict[str, Any]] = content if isinstance(content, dict) else {}

    def is_current(self, book: Book) -> bool:
        """Return whether *book* was written from its present inputs, and its files are still those."""
        record = self._books.get(book.slug, {})
        return record.get("inputs") == self._inputs[book] and record.get("files") == self._hashes(record["files"])

    def images(self, book: Book) -> dict[str, str]:
        """Return the images of *book* as they were recorded."""
        return dict(self._books[book.slug]["images"])

    def record(self, book: Book, files: Iterable[str], images: dict[str, str] | None = None) -> None:
        """Record that *book* was written as *files*, paths relative to the folder of the builder."""
        self._books[book.slug] = {"inputs": self._inputs[book], "files": self._hashes(files), "images": images or {}}

    def save(self) -> None:
        """Store the record, without books that the project no longer has."""
        slugs = {book.slug for book in self._inputs}
        store.save(self._file, {slug: record for slug, record in self._books.items() if slug in slugs})

    def _hashes(self, names: Iterable[str]) -> dict[str, str]:
        paths = {name: self._folder / name for name in names}
        return {name: file_hash(path) for name, path in paths.items() if path.is_file()}


def _inputs(app: Sphinx, book: Book, shared: str) -> str:
    """Return the digest of everything that *book* is made from."""
    env, build = app.env, build_of(app)
    docnames = books.documents(env, build.project, book)
    images = sorted(
        (source, file_hash(path))
        for source, (users, _) in env.images.items()
        if not users.isdisjoint(docnames) and (path := Path(app.srcdir, source)).is_file()
    )
    # A document that was read again has another time.
    values = (
        shared,
        book,
        build.project.formats,
        build.project.paper,
        build.project.position(book),
        build.project.snapshot,
        images,
        statement.for_edition(build, book),
        [(name, env.all_docs[name]) for name in docnames],
    )
    return hashlib.sha256(repr(values).encode()).hexdigest()
