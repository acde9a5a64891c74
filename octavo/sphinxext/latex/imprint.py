"""Write the title page of a printed book, with its imprint."""

from __future__ import annotations

from sphinx.util import texescape

from octavo.editions import citation
from octavo.project import Book, Language, Project
from octavo.project.dates import date_of
from octavo.sphinxext.latex import directions
from octavo.text import dates
from octavo.ui.translations import translator, ui_language


def page(project: Project, language: Language, book: Book, title: str, texts: dict[str, str]) -> str:
    """Return the LaTeX code of the title page of *book*.

    :param texts: the publication's texts in *language*
    """
    word = translator(language)
    count = len(project.guides)
    position = project.position(book)
    number = word("Book {number} of {count}").format(number=position, count=count) if position and count > 1 else ""
    date = dates.written(date_of(project), ui_language(language).conventions)
    rows = {
        word("Edition"): ". ".join(filter(None, (texts.get("edition", ""), date))),
        word("Published by"): texts.get("publisher") or texts.get("author", ""),
        word("Language"): language.name,
        word("How to cite"): citation.citation(project, language, book, title, texts),
        word("Licence"): texts.get("copyright", ""),
        word("On the web"): f"{project.base_url}/{language.tag}/",
        word("Report a mistake"): project.feedback.removeprefix("mailto:").partition("?")[0],
    }

    def latex(text: str) -> str:
        pieces = directions.runs(text) if language.is_right_to_left else [(False, text)]
        escaped = [(against, texescape.escape(piece, "xelatex")) for against, piece in pieces]
        return "".join(rf"\LR{{{piece}}}" if against else piece for against, piece in escaped)

    body = "".join(rf"\octavorow{{{latex(label)}}}{{{latex(text)}}}" for label, text in rows.items() if text)
    notice = texts.get("notice", "")
    subtitle = texts.get("subtitle", "") if book.is_set else texts["title"]
    parts = (number, title, subtitle, texts.get("author", ""))
    return r"\octavoimprint" + "".join(f"{{{latex(part)}}}" for part in parts) + f"{{{latex(notice)}{body}}}"
