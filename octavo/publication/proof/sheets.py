"""Catalogs, findings and term base → the proof of a language: master and translation side by side, for reviewers.

``build/proofs/<locale>/`` gets a web page for every page of the master and a PDF for every book (or for what was asked
for), so that one can review on screen or on paper. Nothing is built: a proof shows what the catalogs hold.
"""

from __future__ import annotations

import datetime
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from babel.dates import format_date

from octavo.catalogs import po
from octavo.catalogs.po import Message, reviews
from octavo.catalogs.po.reviews import Review
from octavo.compiler import checks
from octavo.compiler.checks.rules.terms import terms_in
from octavo.compiler.checks.subject import Subject
from octavo.compiler.checks.term_base import Term, TermBase, load
from octavo.compiler.guard import context_for
from octavo.errors import OctavoError, needs_extra
from octavo.files import write_atomically
from octavo.findings import Finding
from octavo.project import Language, Project, babel_locale
from octavo.publication.proof.highlight import Span, highlight
from octavo.ui import jinja
from octavo.ui.translations import translator, ui_messages
from octavo.workflow import coverage
from octavo.workflow.coverage import Change

#: The forms of a proof.
FORMS = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Row:
    """A message as a reviewer sees it.

    :ivar number: of the message on its page, from 1
    :ivar place: ``file:line`` of its translation, relative to the project
    :ivar code: what names the message in ``octavo review``, as long as it stays as it is
    :ivar sources: the master's text; the singular and the plural, where it has both
    :ivar targets: the forms of the translation
    :ivar changes: of a fuzzy message, how the master's text changed
    :ivar terms: the terms in the master's text with the forms agreed on
    """

    number: int
    place: str
    code: str
    message: Message
    sources: tuple[list[Span], ...]
    targets: tuple[list[Span], ...]
    changes: tuple[Change, ...]
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[Finding, ...]
    reviews: tuple[Review, ...]

    @property
    def state(self) -> str:
        """``reviewed``, or the state of the message."""
        return "reviewed" if self.reviews else self.message.state.value

    @property
    def is_of_figure(self) -> bool:
        """Whether it stands in a figure, whose words have little room."""
        return any(reference.endswith(".svg") for reference in self.message.references)

    @property
    def comments(self) -> list[str]:
        """The translators' comments; reviews are told apart."""
        return [comment for comment in self.message.comments if comment and not reviews.is_review(comment)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The proof of one page.

    :ivar findings: those of the catalog that belong to none of its messages in use
    """

    domain: str
    path: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """Its name, with which one finds it in ``source/`` and in the catalogs."""
        return self.domain

    @property
    def counts(self) -> Counter[str]:
        """The messages by state, and the findings."""
        count = Counter(row.state for row in self.rows)
        count["findings"] = len(self.findings) + sum(len(row.findings) for row in self.rows)
        return count


def select_rows(project: Project, language: Language, names: Sequence[str]) -> list[str]:
    """Return the pages that *names* name (books, pages, folders; none for all), in the readers' order.

    :raises OctavoError: there is no such book or page in the catalogs of *language*
    """
    domains = coverage.in_reading_order(project, coverage.catalogs(project, language))
    chosen: set[str] = set()
    for name in names:
        found = [domain for domain in domains if _is_in(project, domain, name)]
        if not found:
            raise OctavoError(
                "unknown-page", f"there is no book, page or folder “{name}” in the catalogs of {language.locale}",
                remedy="Name a book of pyproject.toml, or a page or folder of source/ without .rst",
            )  # fmt: skip
        chosen.update(found)
    return [domain for domain in domains if not names or domain in chosen]


def _is_in(project: Project, domain: str, name: str) -> bool:
    page = name.strip("/").removesuffix(".rst")
    books = (book for book in project.books if book.slug == name)
    return domain == page or domain.startswith(f"{page}/") or any(book.holds(domain) for book in books)


# --- reading ------------------------------------------------------------------------------------------


def sheets(project: Project, language: Language, domains: Iterable[str]) -> list[Sheet]:
    """Return the proofs of the pages *domains* of *language*.

    :raises ContentError: a catalog or the term base cannot be read
    """
    folder = project.catalogs(language)
    wanted = {domain: folder / f"{domain}.po" for domain in domains}
    found: dict[Path, list[Finding]] = defaultdict(list)
    # Rules compare the messages of a whole language, but not those of the others.
    alone = replace(project, languages=(project.master, language))
    for finding in checks.check(alone, list(wanted.values())):
        found[finding.location.path].append(finding)
    terms = load(project.term_base)
    return [_sheet(project, language, domain, path, found[path], terms) for domain, path in wanted.items()]


def _sheet(
    project: Project, language: Language, domain: str, path: Path, found: list[Finding], terms: TermBase
) -> Sheet:
    place = path.relative_to(project.root).as_posix()
    rows: list[Row] = []
    context = context_for(project, language.locale, domain)
    for number, message in enumerate(po.read(path), 1):
        subject = Subject(message, path, context, terms)
        own = tuple(f for f in found if f.location.line in (message.line, message.msgstr_line))
        rows.append(_row(number, f"{place}:{message.msgstr_line}", subject, own))
    left = set(found).difference(*(row.findings for row in rows))
    return Sheet(domain, place, tuple(rows), tuple(f for f in found if f in left))


def _row(number: int, place: str, subject: Subject, found: tuple[Finding, ...]) -> Row:
    message = subject.message
    locale, is_plain = subject.context.locale, subject.context.is_plain
    terms = [term for term in terms_in(subject) if term.accepted.get(locale)]
    texts = [message.msgid, *([message.msgid_plural] if message.msgid_plural else [])]
    english = [form for term in terms for form in term.forms]
    said = [form for term in terms for form in term.accepted[locale]]
    previous = message.previous_msgid if message.is_fuzzy else None
    return Row(
        number,
        place,
        reviews.code(message),
        message,
        tuple(highlight(text, english, is_plain=is_plain) for text in texts),
        tuple(highlight(text, said, is_plain=is_plain) for text in message.msgstrs),
        tuple(coverage.changes(previous, message.msgid)) if previous else (),
        tuple(_agreed(term, locale) for term in terms),
        found,
        tuple(reviews.reviews(message)),
    )


def _agreed(term: Term, locale: str) -> tuple[str, tuple[str, ...]]:
    return term.headword, term.accepted[locale]


# --- writing ------------------------------------------------------------------------------------------


def write(
    project: Project, language: Language, made: Sequence[Sheet], *,
    name: str = "", forms: Sequence[str] = FORMS, today: datetime.date,
) -> list[Path]:  # fmt: skip
    """Write the proofs *made* and return their files, the first to open first.

    :param name: what the PDF of a part of the publication is called; empty for the whole, which has one a book and a
        page of contents
    """
    folder = project.build / "proofs" / language.locale
    values = _values(project, language, today)
    written: dict[Path, bytes] = {}
    if "html" in forms:
        if not name:
            text = jinja.render("proof/contents.html", sheets=made, **values)
            written[folder / "index.html"] = text.encode()
        for sheet in made:
            up = "../" * (sheet.domain.count("/") + 1)
            contents = None if name else f"{up}index.html"
            text = jinja.render("proof/page.html", sheet=sheet, contents=contents, **values)
            written[folder / "pages" / f"{sheet.domain}.html"] = text.encode()
    if "pdf" in forms:
        parts = {name: list(made)} if name else _books(project, made)
        for part, held in parts.items():
            written[folder / f"{part}.pdf"] = _pdf(jinja.render("proof/paper.html", part=part, sheets=held, **values))
    for path, data in written.items():
        write_atomically(path, data)
    if not name:
        # A page that left the master leaves no proof behind.
        for path in [path for form in forms for path in folder.rglob(f"*.{form}") if path not in written]:
            path.unlink()
    return list(written)


def _books(project: Project, made: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    """Return the sheets of every book by its slug; what belongs to no guide stands with the set."""
    guides = [book for book in project.books if not book.is_set]
    whole = project.set_book or project.books[0]
    parts: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in made:
        book = next((book for book in guides if book.holds(sheet.domain)), whole)
        parts[book.slug].append(sheet)
    return parts


def _values(project: Project, language: Language, today: datetime.date) -> dict[str, object]:
    """Return what all pages of a proof show; they speak the reviewer's language, where we have words in it."""
    shown = language if ui_messages(language) else project.master
    return {
        "project": project,
        "master": project.master,
        "language": language,
        "shown": shown,
        "word": translator(shown),
        "date": _date(shown),
        "today": today,
    }


def _date(language: Language) -> Callable[[datetime.date | str], str]:
    def formatted(date: datetime.date | str) -> str:
        day = datetime.date.fromisoformat(date) if isinstance(date, str) else date
        return str(format_date(day, "long", locale=babel_locale(language.locale)))

    return formatted


def _pdf(text: str) -> bytes:
    # Before the import, which already tells of its progress.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    with needs_extra("pdf", "A proof as PDF"):
        from weasyprint import HTML  # takes a second to import

    data: bytes = HTML(string=text).write_pdf()
    return data


def as_rows(made: Iterable[Sheet]) -> Iterator[dict[str, object]]:
    """Yield the messages of the proofs for programs, in the order of the text."""
    for sheet in made:
        for row in sheet.rows:
            message = row.message
            yield {
                "page": sheet.domain,
                "place": row.place,
                "code": row.code,
                "state": row.state,
                "msgctxt": message.msgctxt,
                "msgid": message.msgid,
                "msgid_plural": message.msgid_plural,
                "msgstrs": message.msgstrs,
                "previous": message.previous_msgid,
                "flags": message.flags,
                "comments": row.comments,
                "notes": message.extracted,
                "references": message.references,
                "terms": dict(row.terms),
                "findings": [
                    {"code": f.code, "severity": f.severity.label, "message": f.message} for f in row.findings
                ],
                "reviews": [{"name": review.name, "date": review.date} for review in row.reviews],
            }
