"""Write the proof of a language: master and translation side by side, with findings and terms.

``build/proofs/<locale>/`` gets a web page for every page of the master and a PDF for every book, for review on screen
or on paper. A proof shows the content of the catalogs; no edition is built.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message, State, reviews
from octavo.catalogs.po.reviews import Review
from octavo.compiler import checks
from octavo.compiler.checks.rules.terms import terms_in
from octavo.compiler.checks.subject import Subject
from octavo.compiler.checks.term_base import TermBase, load
from octavo.compiler.guard import context_for
from octavo.editions.formats.pdf import html_printer
from octavo.files import write_atomically
from octavo.findings import Finding
from octavo.project import Language, Project
from octavo.project.headings import heading
from octavo.publication.proof.highlight import Span, highlight
from octavo.text import dates
from octavo.ui import jinja
from octavo.ui.translations import translator, ui_messages
from octavo.workflow import coverage
from octavo.workflow.coverage import WordRun

#: The forms of a proof.
FORMS = ("html", "pdf")

#: Characters that are shown of a message that is beyond the guard's bounds.
_BEGINNING = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """Represent a message as a reviewer sees it.

    :ivar number: number of the message on its page, from 1
    :ivar place: ``file:line`` of its translation, relative to the project
    :ivar code: identifies the message for ``octavo review`` until the message changes
    :ivar sources: the master's text: the singular, and the plural if there is one
    :ivar targets: the forms of the translation
    :ivar changes: how the master's text changed, if the message is fuzzy
    :ivar terms: the terms in the master's text with their accepted translations
    """

    number: int
    place: str
    code: str
    message: Message
    sources: tuple[list[Span], ...]
    targets: tuple[list[Span], ...]
    changes: tuple[WordRun, ...]
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[Finding, ...]
    reviews: tuple[Review, ...]

    @property
    def state(self) -> str:
        """Return ``reviewed`` for a reviewed message, else its state."""
        return "reviewed" if self.reviews else self.message.state.value

    @property
    def is_of_figure(self) -> bool:
        """Return whether the message is from a figure, where space is limited."""
        return any(reference.endswith(".svg") for reference in self.message.references)

    @property
    def comments(self) -> list[str]:
        """Return the translators' comments without reviews."""
        return [comment for comment in self.message.comments if comment and not reviews.is_review(comment)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Represent the proof of one page.

    :ivar heading: the heading of the page in the master, or empty
    :ivar findings: findings of the catalog that belong to no row
    """

    domain: str
    heading: str
    path: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def translated_heading(self) -> str:
        """Return the translation of the heading, or an empty text."""
        found = (row.message for row in self.rows if row.message.msgid == self.heading)
        return next((message.msgstr for message in found if message.state is State.TRANSLATED), "")

    @property
    def counts(self) -> Counter[str]:
        """Return the number of messages in each state, and of findings."""
        count = Counter(row.state for row in self.rows)
        count["findings"] = len(self.findings) + sum(len(row.findings) for row in self.rows)
        return count


# --- reading ------------------------------------------------------------------------------------------


def sheets(project: Project, language: Language, domains: Iterable[str]) -> list[Sheet]:
    """Return the proof of each page in *domains*.

    :raises ContentError: a catalog or the term base cannot be read
    """
    folder = project.catalogs(language)
    paths = {domain: folder / f"{domain}.po" for domain in domains}
    findings: dict[Path, list[Finding]] = defaultdict(list)
    # Some rules compare all messages of a language; other languages are not needed.
    one_language = replace(project, languages=(project.master, language))
    for finding in checks.check(one_language, list(paths.values())):
        findings[finding.location.path].append(finding)
    terms = load(project.term_base)
    return [_sheet(project, language, domain, path, findings[path], terms) for domain, path in paths.items()]


def _sheet(
    project: Project, language: Language, domain: str, path: Path, findings: list[Finding], terms: TermBase
) -> Sheet:
    place = path.relative_to(project.root).as_posix()
    rows: list[Row] = []
    context = context_for(project, language.locale, domain)
    for number, message in enumerate(po.read(path), 1):
        subject = Subject(message, path, context, terms)
        row_findings = tuple(f for f in findings if f.location.line in (message.line, message.msgstr_line))
        rows.append(_row(number, f"{place}:{message.msgstr_line}", subject, row_findings))
    unassigned = set(findings).difference(*(row.findings for row in rows))
    name = heading(project, domain, (row.message.msgid for row in rows))
    return Sheet(domain, name, place, tuple(rows), tuple(f for f in findings if f in unassigned))


def _row(number: int, place: str, subject: Subject, findings: tuple[Finding, ...]) -> Row:
    message = subject.message
    # Of a message beyond all bounds, which is not published, its beginning is enough to know it.
    is_cut = subject.is_too_much
    if is_cut:
        message = message.edited(msgid=_cut(message.msgid), msgstrs=tuple(map(_cut, message.msgstrs)))
    locale, is_plain = subject.context.locale, subject.context.is_plain or is_cut
    terms = [] if is_cut else [term for term in terms_in(subject) if term.accepted.get(locale)]
    texts = [message.msgid, *([message.msgid_plural] if message.msgid_plural else [])]
    source_forms = [form for term in terms for form in term.forms]
    target_forms = [form for term in terms for form in term.accepted[locale]]
    previous = message.previous_msgid if message.is_fuzzy else None
    if previous and is_cut:
        previous = _cut(previous)
    return Row(
        number,
        place,
        reviews.code(message),
        message,
        tuple(highlight(text, source_forms, is_plain=is_plain) for text in texts),
        tuple(highlight(text, target_forms, is_plain=is_plain) for text in message.msgstrs),
        tuple(coverage.changes(previous, message.msgid)) if previous else (),
        tuple((term.headword, term.accepted[locale]) for term in terms),
        findings,
        tuple(reviews.reviews(message)),
    )


def _cut(text: str) -> str:
    return f"{text[:_BEGINNING]}…" if len(text) > _BEGINNING else text


# --- writing ------------------------------------------------------------------------------------------


def write(
    project: Project, language: Language, sheets: Sequence[Sheet], *,
    name: str = "", forms: Sequence[str] = FORMS, today: datetime.date,
) -> list[Path]:  # fmt: skip
    """Write the proofs *sheets* and return their files; the first is the one to open.

    :param name: the name of the PDF if *sheets* are only a part of the publication; if it is empty, write a PDF for
        each book and a page of contents
    """
    folder = project.build / "proofs" / language.locale
    values = _values(project, language, today)
    written: dict[Path, bytes] = {}
    if "html" in forms:
        if not name:
            text = jinja.render("proof/contents.html", sheets=sheets, **values)
            written[folder / "index.html"] = text.encode()
        for before, sheet, after in zip([None, *sheets], sheets, [*sheets[1:], None], strict=False):
            up = "../" * (sheet.domain.count("/") + 1)
            contents = None if name else f"{up}index.html"
            around = {"before": before, "after": after, "pages": f"{up.removeprefix('../')}"}
            text = jinja.render("proof/page.html", sheet=sheet, contents=contents, **around, **values)
            written[folder / "pages" / f"{sheet.domain}.html"] = text.encode()
    if "pdf" in forms:
        parts = {name: list(sheets)} if name else _books(project, sheets)
        for part, part_sheets in parts.items():
            written[folder / f"{part}.pdf"] = _pdf(
                jinja.render("proof/paper.html", part=part, sheets=part_sheets, **values)
            )
    for path, data in written.items():
        write_atomically(path, data)
    if not name:
        # Delete the proofs of pages that the master no longer has.
        for path in [path for form in forms for path in folder.rglob(f"*.{form}") if path not in written]:
            path.unlink()
    return list(written)


def _books(project: Project, sheets: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    """Return the sheets of each book by slug; sheets of no guide belong to the set."""
    parts: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        book = project.guide_of(sheet.domain) or project.main_book
        parts[book.slug].append(sheet)
    return parts


def _values(project: Project, language: Language, today: datetime.date) -> dict[str, object]:
    """Return the template values of all pages, in the reviewer's language if the interface is translated."""
    ui = language if ui_messages(language) else project.master
    return {
        "project": project,
        "master": project.master,
        "language": language,
        "ui": ui,
        "word": translator(ui),
        "date": _date(ui),
        "today": today,
    }


def _date(language: Language) -> Callable[[datetime.date | str], str]:
    def formatted(date: datetime.date | str) -> str:
        day = datetime.date.fromisoformat(date) if isinstance(date, str) else date
        return dates.written(day, language.conventions)

    return formatted


def _pdf(text: str) -> bytes:
    data: bytes = html_printer.load("A proof as PDF")(string=text).write_pdf()
    return data


def as_rows(sheets: Iterable[Sheet]) -> Iterator[dict[str, object]]:
    """Yield the messages of the proofs as JSON data, in the order of the text."""
    for sheet in sheets:
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
