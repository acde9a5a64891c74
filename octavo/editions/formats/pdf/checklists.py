"""Write the checklists of an HTML edition as tagged one-page PDFs (PDF/UA-1).

A checklist is an admonition of the class ``checklist`` that has a name; its page links to the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree, html

from octavo.cache import store
from octavo.cache.hashing import file_hash
from octavo.catalogs.extract import sphinx_run
from octavo.editions import titles
from octavo.editions.formats.pdf import html_printer
from octavo.errors import needs_extra
from octavo.files import write_atomically
from octavo.project import Book, Language, Project
from octavo.ui import jinja, tokens
from octavo.ui.translations import translator

#: Folder of the checklists in an edition, and class of their admonitions.
FOLDER = "checklists"
CLASS = "checklist"
#: Sizes of type and space in which a sheet is tried until it takes one page (checklist.html).
TIGHT = 4
#: A sheet of fewer lines is tried in large type first. A line has about so many letters, or half as many characters.
_FEW, _LINE = 13, 58
#: A blank to write on.
BLANK = re.compile(r"_{3,}")
#: A mark after a blank: punctuation that is not opening, after a space of French.
MARK = re.compile(r"[\u00a0\u202f]?[,.;:!?…)\]»”、，。；：！？）】》」』/%]+")


@dataclass(frozen=True, slots=True)
class Checklist:
    """Represent a checklist of a page.

    :ivar name: its name in the master, and of its file
    :ivar page: path of its page, relative to the edition
    """

    name: str
    title: str
    items: tuple[str, ...]
    page: str

    @property
    def path(self) -> str:
        """Return the path of its PDF, relative to the edition."""
        return f"{FOLDER}/{self.name}.pdf"


def find(folder: Path) -> list[Checklist]:
    """Return the checklists of the HTML edition in *folder*, in the order of the pages."""
    checklists: list[Checklist] = []
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if CLASS in text:
            page = path.relative_to(folder).as_posix()
            checklists += (_checklist(node, page) for node in html.fromstring(text).find_class(CLASS) if node.get("id"))
    return checklists


def _checklist(node: etree._Element, page: str) -> Checklist:
    title = node.find_class("admonition-title")[0]
    items = tuple(_text(item) for item in node.iter("li"))
    return Checklist(node.get("id"), _text(title), items, page)


def _book(project: Project, checklist: Checklist) -> Book | None:
    page = checklist.page.removesuffix(".html")
    return project.guide_of(page) or project.set_book


def _guide(project: Project, language: Language, checklist: Checklist) -> str:
    """Return the titles of the guide and of the set that *checklist* is from."""
    book = _book(project, checklist)
    names = [titles.title(project, book, language)] if book else []
    return " · ".join(dict.fromkeys([*names, titles.texts(project, language)["title"]]))


def _text(node: etree._Element) -> str:
    return re.sub(r"[ \t\n\r]+", " ", "".join(node.itertext())).strip()


def blanks(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each blank of *text* between the text before it and the mark after it; last the rest, with no blank."""
    position = 0
    for blank in BLANK.finditer(text):
        mark = MARK.match(text, blank.end())
        yield text[position : blank.start()], blank.group(), mark.group() if mark else ""
        position = (mark or blank).end()
    yield text[position:], "", ""


def is_form(items: Sequence[str]) -> bool:
    """Return whether most of *items* are lines to write on: then the others are sentences, and nothing is ticked."""
    return sum(BLANK.search(item) is not None for item in items) * 2 > len(items)


def write(project: Project, language: Language, folder: Path) -> list[Checklist]:
    """Write the checklists of the HTML edition in *folder* as PDFs, those that changed, and return them all.

    None are written where HTML cannot be printed; then no page links to one.
    """
    checklists = [] if html_printer.lacking() else find(folder)
    if not checklists:
        return []
    with needs_extra("pdf", "A checklist of one page"):
        import segno

    record = sphinx_run.doctree_folder(project, language) / "checklists.json"
    before, after = store.load(record) or {}, {}
    for checklist in checklists:
        address = f"{project.base_url}/{language.tag}/{checklist.page}"
        sheet = partial(
            jinja.render,
            "checklist.html",
            checklist=checklist,
            items=[list(blanks(item)) for item in checklist.items],
            is_form=is_form(checklist.items),
            language=language,
            word=translator(language),
            head=_guide(project, language, checklist).partition(" · ")[0],
            guide=_guide(project, language, checklist),
            licence=titles.texts(project, language).get("licence", ""),
            address=address,
            code=segno.make(address, micro=False).svg_data_uri(border=0),
            colour=(shades := tokens.shades(project, _book(project, checklist))).solid,
            tint=shades.tint,
        )
        path = folder / checklist.path
        digest = sha256(sheet(tight=0).encode()).hexdigest()
        if not path.is_file() or before.get(checklist.path) != [digest, file_hash(path)]:
            write_atomically(path, _pdf(sheet, checklist.name, is_short=_lines(checklist.items) < _FEW))
        after[checklist.path] = [digest, file_hash(path)]
    store.save(record, after)
    return checklists


def _lines(items: Sequence[str]) -> int:
    """Return about how many lines *items* take."""
    return sum(1 + sum(1 + (char >= "\u2e80") for char in item) // _LINE for item in items)


def _pdf(sheet: Callable[..., str], name: str, *, is_short: bool) -> bytes:
    """Return the PDF of *sheet*, set tighter until it takes one page."""
    printer = html_printer.load("A checklist of one page")
    for tight in range(0 if is_short else 1, TIGHT):
        document = printer(string=sheet(tight=tight)).render(pdf_variant="pdf/ua-1", font_config=_fonts())
        if len(document.pages) == 1:
            break
    # A fixed identifier, because the same checklist must give the same bytes.
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=name.encode()))


@cache
def _fonts() -> Any:
    """Return the fonts of this machine. Each PDF would search for them anew, in a seventh of its time."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()
