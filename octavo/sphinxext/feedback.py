"""Link each page of every format to a report of mistakes and to its translation, with page and language filled in."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util import texescape

from octavo.project import Language, Project
from octavo.sphinxext import books
from octavo.ui.translations import translator, ui_language

CLASS = "octavo-feedback"
#: Characters of an address that TeX would take for its own.
_TEX = str.maketrans({char: f"\\{char}" for char in "%#&_{}"})


def links(project: Project, language: Language, page: str, title: str) -> list[tuple[str, str]]:
    """Return text and address of the links of *page*; none if no address is configured."""
    word, found = translator(language), []
    report = word("Report a mistake")
    if address := _report(project, language, page, title, report):
        found.append((report, address))
    if language != project.master:
        improve = word("Improve this translation")
        address = project.catalog_address(language, page) or _report(project, language, page, title, improve)
        if address:
            found.append((improve, address))
    return found


def _report(project: Project, language: Language, page: str, title: str, subject: str) -> str:
    """Return the configured address with its fields; a plain mail address gets a subject and the page's address."""
    template = project.feedback
    if template.startswith("mailto:") and "?" not in template:
        template += "?subject={subject}&body={address}"
    fields = {
        "subject": f"{subject} – {title} ({language.tag})",
        "title": title,
        "page": page,
        "language": language.tag,
        "address": books.web_address(project, language, page),
    }
    return template.format(**{name: quote(value, safe="") for name, value in fields.items()})


def html(project: Project, language: Language, page: str, title: str) -> str:
    """Return the links as a paragraph of HTML that is XHTML too, or nothing."""
    written = [
        f'<a href="{escape(address)}">{escape(text)}</a>' for text, address in links(project, language, page, title)
    ]
    spoken = ui_language(language).tag
    return f'<p class="{CLASS}" lang="{spoken}" xml:lang="{spoken}">{" · ".join(written)}</p>' if written else ""


def latex(project: Project, language: Language, page: str, title: str) -> str:
    """Return the links of *page* for the feet of printed pages, or nothing."""
    written = [
        rf"\href{{{address.translate(_TEX)}}}{{{texescape.escape(text, 'xelatex')}}}"
        for text, address in links(project, language, page, title)
    ]
    return rf"\octavolinks{{{written[0]}}}{{{''.join(written[1:])}}}" + "\n" if written else ""


def add_to_book(env: BuildEnvironment, project: Project, language: Language, book: nodes.Element) -> None:
    """Add the links of each page of *book* below its title, for LaTeX."""
    for file in book.findall(addnodes.start_of_file):
        section = file.next_node(nodes.section)
        if section is not None and (
            text := latex(project, language, file["docname"], env.titles[file["docname"]].astext())
        ):
            section.insert(1, nodes.raw("", f"\n{text}", format="latex"))
