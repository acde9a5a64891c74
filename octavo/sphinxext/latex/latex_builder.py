"""Write one LaTeX file a book from doctrees that are read once."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.latex.theming import Theme
from sphinx.environment import BuildEnvironment
from sphinx.util import texescape
from sphinx.util.nodes import inline_all_toctrees

from octavo.editions import titles
from octavo.editions.formats import cover
from octavo.editions.pipeline import plan
from octavo.editions.snapshots import label
from octavo.project import PRINTED, Book, Format
from octavo.sphinxext import books, colophon, feedback
from octavo.sphinxext.configuration import build_of, language_of, project_of
from octavo.sphinxext.latex import (
    book_parts,
    directions,
    footnotes,
    form_blanks,
    imprint,
    large_print,
    no_breaks,
    settings,
    tables,
)
from octavo.sphinxext.latex.translator import LatexTranslator
from octavo.sphinxext.written_books import WrittenBooks
from octavo.ui.translations import translator


class LatexBuilder(LaTeXBuilder):
    """Write every book of the project as LaTeX."""

    name = "octavo-latex"
    default_translator_class = LatexTranslator

    def init(self) -> None:
        """Take the project's books for the documents to write."""
        super().init()
        self.project = project_of(self.app)
        self.language = language_of(self.app)
        self.kind = Format.PDF
        self.own = titles.texts(self.project, self.language)

    def copy_assets(self) -> None:
        """Add the files that upmendex reads, for the book's language."""
        super().copy_assets()
        for name, text in settings.support_files(self.language).items():
            Path(self.outdir, name).write_text(text, encoding="utf-8")

    def update_doc_context(self, title: str, author: str, theme: Theme) -> None:
        """Replace Sphinx's title page by the book's cover and metadata."""
        # Sphinx takes both for LaTeX; they are texts.
        super().update_doc_context(_latex(title), _latex(author), theme)
        if PRINTED[self.kind]:
            # Sphinx takes the paper of its own configuration.
            self.context["papersize"], self.context["pointsize"] = settings.PAPERS[self.project.paper]
        position = self.project.position(self.book)
        name = f"cover-{self.book.slug}.pdf"
        data = cover.pdf(self.project, self.language, title, self.own, position)
        Path(self.outdir, name).write_bytes(data)
        dated = label.snapshot_label(self.project, self.language)
        about = {
            "pdftitle": title,
            "pdfauthor": author,
            "pdfsubject": " ".join(filter(None, (self.own.get("description", ""), dated and f"({dated})"))),
            "pdfkeywords": self.own.get("keywords", ""),
        }
        fields = ",".join(f"{key}={{{_latex(text)}}}" for key, text in about.items())
        depth = rf"\setcounter{{tocdepth}}{{{0 if self.book.is_set else 1}}}"
        opening = imprint.page(self.project, self.language, self.book, title, self.own)
        guide = "" if self.book.is_set else title
        self.context["maketitle"] = (
            rf"\hypersetup{{{fields}}}{depth}\octavocolour{{{position or 0}}}"
            rf"\renewcommand\octavoguidename{{{_latex(guide)}}}\octavocover{{{name}}}{opening}"
        )

    def init_document_data(self) -> None:
        """Name one LaTeX file a book; Sphinx's own list is not used."""
        author = self.own.get("author", "")
        files = {book: plan.latex_source(self.project, self.language, book, self.kind) for book in self.project.books}
        self.document_data = [
            (book.root, file.name, self._title(book), author, "manual", False) for book, file in files.items()
        ]
        self.titles = []

    def _title(self, book: Book) -> str:
        return self.own["title"] if book.is_set else self.env.titles[book.root].astext()

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every book of which something changed, for each printed format; the images of all books are copied."""
        written = WrittenBooks(self.app)
        whole, context = self.project, self.context
        entries: list[tuple[str, str, str, str, str, bool]] = []
        images: dict[str, str] = {}
        for book in whole.books:
            if written.is_current(book):
                images |= written.images(book)
                continue
            files = [f"cover-{book.slug}.pdf"]
            self.images = {}
            for kind, paper in PRINTED.items():
                if kind not in whole.formats:
                    continue
                self.kind, self.project, self.context = kind, replace(whole, paper=paper or whole.paper), dict(context)
                if paper:
                    self.context["preamble"] = settings.preamble(self.project, self.language, self.config)
                self.init_document_data()
                self.document_data = [entry for entry in self.document_data if entry[0] == book.root]
                super().write_documents(docnames)
                entries += self.document_data
                files.append(self.document_data[0][1])
            written.record(book, files, self.images)
            images |= self.images
        self.project, self.context, self.document_data, self.images = whole, context, entries, images
        written.save()

    def get_contentsname(self, indexfile: str) -> str:
        """Return nothing: LaTeX's own word is right, the first toctree's caption is not."""
        return ""

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return LaTeX's label for a document of the book, the web address for any other."""
        if docname in self.docnames:
            return super().get_target_uri(docname, typ)
        return books.web_address(self.project, self.language, docname)

    def assemble_doctree(self, indexfile: str, toctree_only: bool, appendices: list[str]) -> nodes.document:
        """Return the whole book as one doctree, its back matter cut to what it uses."""
        self.book = book = next(book for book in self.project.books if book.root == indexfile)
        docnames, wanted = books.documents(self.env, self.project, book), None
        if not book.is_set:
            docnames, wanted = books.cut(self.env, self.project, book)
        tree = _loaded(self.env, indexfile)
        tree["docname"] = indexfile
        included: set[str] = {indexfile}
        reader: Any = SimpleNamespace(env=SimpleNamespace(get_doctree=partial(_loaded, self.env)))
        whole = inline_all_toctrees(reader, included, indexfile, tree, str, [indexfile])
        whole["docname"] = indexfile
        for docname in (name for name in docnames if name not in included):
            appendix = self.env.get_doctree(docname)
            appendix["docname"] = docname
            whole.append(_as_file(appendix, docname))
        for file in whole.findall(addnodes.start_of_file):
            if file["docname"] == self.project.colophon:
                colophon.add_coverage(build_of(self.app), book, file)
        feedback.add_to_book(self.env, self.project, self.language, whole)
        _leave_unnumbered(whole, self.project.front_matter, self.project.back_matter)
        self.docnames = set(docnames)
        if wanted is None:
            book_parts.make_parts(whole, {book.root for book in self.project.guides}, self._part_opening)
        else:
            for file in list(whole.findall(addnodes.start_of_file)):
                if file["docname"] in self.project.back_matter:
                    books.trim(file, wanted)
        _drop_note_headings(whole)
        self.env.resolve_references(whole, indexfile, self)
        footnotes.number(whole)
        if self.project.house_style or self.language.is_right_to_left:
            tables.fit(whole, settings.line(self.project), everywhere=self.language.is_right_to_left)
            tables.add_points(whole)
        if settings.is_large(self.project):
            if self.project.house_style:
                large_print.stack(whole, self.language)
            large_print.let_tables_break(whole)
        if self.language.is_right_to_left:
            directions.direct(whole, self.project.master)
        form_blanks.draw(whole)
        first = rf"\octavobooktitle{{{_latex(self._title(book))}}}" + "\n"
        first += feedback.latex(self.project, self.language, indexfile, self.env.titles[indexfile].astext())
        whole.insert(0, nodes.raw("", first, format="latex"))
        no_breaks.join(whole, self.language, self.project.master)
        return whole

    def _part_opening(self, docname: str, chapters: list[addnodes.start_of_file]) -> str:
        """Return the LaTeX code before the guide *docname* of the set: its colour, number, and list of chapters."""
        position = next(self.project.position(book) for book in self.project.books if book.root == docname)
        count = len(self.project.guides)
        note = translator(self.language)("Book {number} of {count}").format(number=position, count=count)
        title = _latex(self.env.titles[docname].astext())
        items = "".join(
            rf"\octavopartitem{{{_latex(self.env.titles[name].astext())}}}{{\detokenize{{{name}::doc}}}}"
            for name in (str(chapter["docname"]) for chapter in chapters)
        )
        return (
            rf"\clearpage\octavohead{{}}\octavocolour{{{position}}}\renewcommand\octavoguidename{{{title}}}"
            rf"\renewcommand\octavopartnote{{{_latex(note)}}}\renewcommand\octavopartlist{{{items}}}"
        )


def _loaded(env: BuildEnvironment, docname: str) -> nodes.document:
    """Return a doctree that Sphinx does not copy before it changes it: nobody else has it."""
    doctree = env.get_doctree(docname)
    doctree.deepcopy = lambda: doctree  # type: ignore[method-assign]
    return doctree


def _latex(text: str) -> str:
    """Return *text* as LaTeX that prints it."""
    return texescape.escape(text, "xelatex")


def _drop_note_headings(whole: nodes.document) -> None:
    """Remove headings over footnotes: on paper, notes are at the foot of their page."""
    for rubric in list(whole.findall(nodes.rubric)):
        following = rubric.parent[rubric.parent.index(rubric) + 1 :]
        if following and all(isinstance(node, nodes.footnote) for node in following):
            rubric.parent.remove(rubric)


def _leave_unnumbered(whole: nodes.document, front: Collection[str], back: Collection[str]) -> None:
    """Remove the numbers of chapters of front and back matter, and the sections of back matter from the contents."""
    for file in whole.findall(addnodes.start_of_file):
        docname = file["docname"]
        depth = -2 if docname in front or docname in back else 0
        aside = r"\octavoaside" if docname in back else ""
        file.insert(0, nodes.raw("", f"\n\\setcounter{{secnumdepth}}{{{depth}}}{aside}\n", format="latex"))


def _as_file(doctree: nodes.document, docname: str) -> nodes.Element:
    file = addnodes.start_of_file(docname=docname)
    file.children = doctree.children
    for child in file.children:
        child.parent = file
    return file
