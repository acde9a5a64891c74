"""Write one EPUB 3.3 a book from doctrees that are read once. Sphinx writes its pages, and Octavo the package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Set
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from octavo.catalogs.extract.sphinx_compat import resolved_doctree
from octavo.editions.formats import collation, cover
from octavo.editions.formats.epub import package, xhtml
from octavo.project import Book
from octavo.project.dates import timestamp
from octavo.sphinxext import books, colophon, feedback
from octavo.sphinxext.configuration import build_of, language_of, project_of, texts_for_epub
from octavo.sphinxext.doctree import content
from octavo.sphinxext.html import home, index_entries
from octavo.sphinxext.written_books import WrittenBooks
from octavo.workflow.coverage import statement

_LOGGER = logging.getLogger(__name__)
INDEX = "genindex"
_ID = re.compile(r'\bid="([^"]+)"')


class EpubBuilder(StandaloneHTMLBuilder):
    """Write every book of the project as ``<slug>.epub``."""

    name = "octavo-epub"
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/gif", "image/jpeg", "image/webp"]
    supported_remote_images = False
    allow_parallel = False
    embedded = True
    search = False
    copysource = False
    add_permalinks = False
    html_scaled_image_link = False
    download_support = False
    out_suffix = ".xhtml"
    link_suffix = ".xhtml"

    def init(self) -> None:
        """Prepare as for HTML, but skip content that is marked ``only:: html``."""
        super().init()
        self.out_suffix = self.link_suffix = ".xhtml"
        self.tags.remove("html")
        self.tags.add("epub")
        self.project = project_of(self.app)
        self.language = language_of(self.app)
        self.own = texts_for_epub(self.app)
        self.held: frozenset[str] = frozenset()

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Return no theme: the pages have Octavo's own layout."""
        return "basic", {}

    def get_outdated_docs(self) -> str:  # type: ignore[override]  # a sentence is what the base class takes too
        """Return all documents, because a book is always written as a whole."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the file in the book, or the web address of a page that is not in the book."""
        if docname in self.held or docname == INDEX or not self.held:
            return docname + self.out_suffix
        return books.web_address(self.project, self.language, docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of *to* as seen from *from_*."""
        target = self.get_target_uri(to, typ)
        return target if "://" in target else relative_uri(self.get_target_uri(from_), target)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every book of which something changed."""
        written = WrittenBooks(self.app)
        for book in self.project.books:
            if not written.is_current(book):
                self._write_book(book)
                written.record(book, [f"{book.slug}.epub"])
        written.save()

    def finish(self) -> None:
        """Do nothing: a book is finished when it is written."""

    def _write_book(self, book: Book) -> None:
        docnames, wanted = books.documents(self.env, self.project, book), None
        if not book.is_set:
            docnames, wanted = books.cut(self.env, self.project, book)
        self.held = frozenset(docnames)
        self.book = book
        self.images = {}
        # A link to a figure of another book shows its number on the web, where the link leads.
        numbers = self.env.toc_fignumbers
        self.env.toc_fignumbers = deepcopy(numbers)
        self._number_figures(docnames)
        pages = [self._page(docname, wanted) for docname in docnames]
        pages.append(self._index_page(pages))
        title = self.own["title"] if book.is_set else self.env.titles[book.root].astext()
        position = self.project.position(book)
        metadata = package.Metadata.of(
            self.project, book, self.language, self.own, title, position, self._description(book)
        )
        images = [
            package.Image(f"_images/{name}", (Path(self.srcdir) / source).read_bytes())
            for source, name in sorted(self.images.items())
            if self._is_shown(source)
        ]
        data = package.package(
            metadata,
            pages,
            images,
            cover=cover.png(self.project, self.language, title, self.own, position),
            modified=timestamp(self.project),
            completeness=statement.for_edition(build_of(self.app), book),
        )
        package.write(Path(self.outdir) / f"{book.slug}.epub", data)
        self.env.toc_fignumbers = numbers

    def _is_shown(self, source: str) -> bool:
        """Return whether an EPUB can contain the image *source*; of another one, the page has the alternative text."""
        if is_shown := xhtml.can_show(source):
            return is_shown
        _LOGGER.warning(
            "octavo.figure: an EPUB cannot show %s; readers get its alternative text. Save it as PNG or SVG.", source
        )
        return False

    def _description(self, book: Book) -> str:
        """Return what the first page of a guide says of it; the set has the publication's description."""
        if book.is_set:
            return ""
        return home.description_of(resolved_doctree(self, book.root, self.env.get_doctree(book.root)))

    def _number_figures(self, docnames: list[str]) -> None:
        """Give figures and tables numbers from 1 in each book, as its PDF does."""
        counters: dict[str, int] = {}
        for docname in docnames:
            for kind, numbers in self.env.toc_fignumbers.get(docname, {}).items():
                for identifier in numbers:
                    counters[kind] = counters.get(kind, 0) + 1
                    numbers[identifier] = (counters[kind],)

    def _page(self, docname: str, wanted: books.Used | None) -> package.ContentDocument:
        doctree = self.env.get_doctree(docname)
        if wanted is not None and docname in self.project.back_matter:
            books.trim(doctree, wanted)
        doctree = resolved_doctree(self, docname, doctree)
        if docname == self.project.colophon:
            colophon.add_coverage(build_of(self.app), self.book, doctree)
        # Not shown on paper either: what a page needs on the web only.
        for node in list(doctree.findall(nodes.meta)):
            node.parent.remove(node)
        doctree.settings = self.docsettings
        self.secnumbers = {}
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = relative_uri(self.get_target_uri(docname), "_images")
        self.dlpath = ""
        self.current_docname = docname
        self.post_process_images(doctree)
        title = self.env.titles[docname].astext()
        visitor: Any = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        return package.ContentDocument(
            name=docname,
            title=title,
            body="".join(visitor.fragment) + feedback.html(self.project, self.language, docname, title),
            tag=self.project.master.tag if content.is_untranslated(self.env.titles[docname]) else "",
            depth=self._depth(docname),
            sections=_sections(doctree),
        )

    def _depth(self, docname: str) -> int:
        """Return the depth of *docname* in the book: 0 for a chapter of the top level."""
        return 1 if posixpath.basename(docname) != "index" and self.project.guide_of(docname) else 0

    def _index_page(self, pages: list[package.ContentDocument]) -> package.ContentDocument:
        """Return the index of *pages*, without entries of the glossary that were removed."""
        domain = self.env.domains.index_domain
        everything = dict(domain.entries)
        try:
            domain.entries.clear()
            for page in pages:
                ids = set(_ID.findall(page.body))
                domain.entries[page.name] = [entry for entry in everything.get(page.name, []) if entry[2] in ids]
            groups = IndexEntries(self.env).create_index(self)
        finally:
            domain.entries.clear()
            domain.entries.update(everything)
        sorted_groups = collation.regroup_index(groups, self.language)
        shown = index_entries.mark_untranslated(
            sorted_groups, index_entries.untranslated_terms(self.app), self.project.master, is_xml=True
        )
        return package.index_page(INDEX, shown, self.language)


def _sections(doctree: nodes.document) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of the sections right below the page's own."""
    page = next(doctree.findall(nodes.section), None)
    if page is None:
        return ()
    return tuple(
        (child["ids"][0], child[0].astext())
        for child in page.children
        if isinstance(child, nodes.section) and child["ids"]
    )
