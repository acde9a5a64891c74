"""A written HTML edition → its checklists as one-page PDFs, tagged (PDF/UA-1), for printing and for a wall.

A checklist is an admonition of the class ``checklist`` that has a name; its page links to the PDF.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from octavo.errors import needs_extra
from octavo.files import write_atomically
from octavo.project import Language, Project
from octavo.ui import jinja
from octavo.ui.translations import translator

#: Where checklists lie in an edition, and the class of their admonition.
FOLDER = "checklists"
CLASS = "checklist"


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist as its page shows it.

    :ivar name: its name in the master, and the name of its file
    :ivar page: the page it stands on, relative to the edition
    """

    name: str
    title: str
    items: tuple[str, ...]
    page: str

    @property
    def path(self) -> str:
        """Its PDF, relative to the edition."""
        return f"{FOLDER}/{self.name}.pdf"


def find(folder: Path) -> list[Checklist]:
    """Return the checklists of the HTML edition in *folder*, page by page."""
    found: list[Checklist] = []
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if CLASS in text:
            page = path.relative_to(folder).as_posix()
            found += (_checklist(node, page) for node in html.fromstring(text).find_class(CLASS) if node.get("id"))
    return found


def _checklist(node: etree._Element, page: str) -> Checklist:
    title = node.find_class("admonition-title")[0]
    items = tuple(_text(item) for item in node.iter("li"))
    return Checklist(node.get("id"), _text(title), items, page)


def _text(node: etree._Element) -> str:
    return " ".join("".join(node.itertext()).split())


def write(project: Project, language: Language, folder: Path) -> list[Checklist]:
    """Write the checklists of the HTML edition in *folder* beside its pages; return them."""
    found = find(folder)
    if not found:
        return []
    # Before the import, which already tells of its progress.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    with needs_extra("pdf", "A checklist of one page"):
        from weasyprint import HTML  # takes a second to import

    for checklist in found:
        text = jinja.render(
            "checklist.html",
            checklist=checklist,
            language=language,
            word=translator(language),
            address=f"{project.base_url}/{language.tag}/{checklist.page}",
        )
        # Identifier and dates would differ with every run: the same checklist is the same bytes.
        data = HTML(string=text).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=checklist.name.encode())
        write_atomically(folder / checklist.path, data)
    return found
