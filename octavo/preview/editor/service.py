"""Answer what the editor in the browser asks about the messages of a language, and save its edits."""

from __future__ import annotations

import datetime
import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from octavo.catalogs import po
from octavo.catalogs.edit import ConflictError, Content, change, content_of, merged, own_comments, with_content
from octavo.catalogs.po import Message, State, reviews
from octavo.catalogs.po.message_class import message_class
from octavo.compiler.sources import check_file
from octavo.errors import ContentError
from octavo.files import FileChangedError, brief_lock, write_atomically
from octavo.preview.editor import help
from octavo.preview.editor.index import CatalogState, LanguageIndex
from octavo.preview.editor.judge import Checker, Problems, is_refused
from octavo.preview.editor.spelling import Speller
from octavo.preview.editor.wording import error_row, error_sentence, finding_row
from octavo.preview.editor.work import Item, Journal, WorkList
from octavo.project import Language, Project

#: A JSON object.
Row = dict[str, object]
#: Seconds to wait for a command that has the project's lock. The change is safe without the lock too.
_PATIENCE = 1.0
#: Number of edits that can be undone.
_UNDONE = 200


class UnknownMessageError(Exception):
    """The catalog or the message does not exist (any more)."""


@dataclass(slots=True)
class EditorService:
    """Provide everything that the editor of *language* needs."""

    project: Project
    language: Language
    index: LanguageIndex = field(init=False)
    judge: Checker = field(init=False)
    work: WorkList = field(init=False)
    suggestions: help.Suggestions = field(init=False)
    journal: Journal = field(init=False)
    speller: Speller = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _undo: list[tuple[str, str, Message, Message]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.index = LanguageIndex(self.project, self.language)
        self.judge = Checker(self.project, self.language)
        self.work = WorkList(self.index, self.judge)
        self.suggestions = help.Suggestions(self.index)
        self.journal = Journal(self.project.build / "preview" / self.language.locale / "done.json")
        self.speller = Speller(self.project, self.language)

    # --- reading --------------------------------------------------------------------------------------

    def warm(self, is_ended: threading.Event) -> None:
        """Read the catalogs, the memory and the dictionary, and judge all messages, until *is_ended*."""
        self.index.refresh()
        self.suggestions.load()
        for state in self.index.states():
            context = self.judge.context(state.domain)
            for name, message in list(state.by_id.items()):
                if is_ended.is_set():
                    return
                if message.msgstr:
                    subject = self.judge.subject(state.domain, state.path, message, context)
                    self.judge.stored(state.domain, name, subject)
                    # Leave the processor to the requests.
                    time.sleep(0.002)

    def message(self, domain: str, name: str) -> Row:
        """Return the message *name* of *domain* with all help for its translation."""
        state, message = self._found(domain, name)
        subject = self.judge.subject(domain, state.path, message)
        problems = self.judge.stored(domain, name, subject)
        return {
            **self._content(domain, name, state, message, problems),
            "msgid": message.msgid,
            "context": message.msgctxt or "",
            "plural": message.msgid_plural or "",
            "previous": help.diff(message.previous_msgid, message.msgid) if message.previous_msgid else [],
            "author": list(message.extracted),
            "pieces": help.pieces_of_text(subject),
            "chips": help.chips(subject),
            "terms": help.terms(subject),
            "elsewhere": help.elsewhere(self.index, domain, message),
            "isVerbatim": subject.is_verbatim,
        }

    def suggest(self, domain: str, name: str) -> list[Row]:
        """Return translations of texts like that of the message *name*."""
        _, message = self._found(domain, name)
        return self.suggestions.find(domain, message)

    def check(self, domain: str, name: str, msgstrs: Sequence[str], comments: Sequence[str]) -> Row:
        """Return what rules say of the translation *msgstrs*, and how it is typeset."""
        state, message = self._found(domain, name)
        edited = with_content(message, Content(tuple(msgstrs), False, tuple(comments)))
        subject = self.judge.subject(domain, state.path, edited)
        problems = self.judge.problems(subject)
        return {
            **self._judged(problems),
            "terms": help.terms(subject),
            "typeset": self.judge.typeset(subject) if subject.msgstr else "",
        }

    def spell(self, domain: str, name: str, msgstrs: Sequence[str]) -> list[Row]:
        """Return the words of the translation *msgstrs* that no dictionary has."""
        state, message = self._found(domain, name)
        subject = self.judge.subject(domain, state.path, message.edited(msgstrs=tuple(msgstrs)))
        return [] if subject.is_verbatim or subject.is_too_much else self.speller.unknown(subject)

    def page(self, page: str) -> tuple[CatalogState | None, list[Row]]:
        """Return the catalog of *page*, and the messages that the page may show."""
        state = self.index.state(self.project.domain_of(page))
        if state is None or state.catalog is None:
            return state, []
        context = self.judge.context(state.domain)
        rows = []
        for name, message in state.by_id.items():
            if self.project.compact is not False and self.index.page_of(state.domain, message) not in ("", page):
                continue
            subject = self.judge.subject(state.domain, state.path, message, context)
            problems = self.judge.stored(state.domain, name, subject) if message.state is State.TRANSLATED else ()
            rows.append({**self._short(state, name, message, problems), **self._judged(problems)})
        return state, rows

    # --- writing --------------------------------------------------------------------------------------

    def save(self, domain: str, name: str, base: Content, mine: Content) -> Row:
        """Save *mine*, which was made from *base*; merge it with what somebody else saved, or return a conflict."""

        def edit(message: Message) -> Message:
            theirs = content_of(message)
            if len(mine.msgstrs) != len(theirs.msgstrs):
                raise ConflictError(message)
            content = merged(base, mine, theirs)
            if content is None:
                raise ConflictError(message)
            return with_content(message, content)

        return self._change(domain, name, edit)

    def review(self, domain: str, name: str, code: str, reviewer: str) -> Row:
        """Record that *reviewer* approves the translation that *code* names."""
        reviews.check_name(reviewer)

        def edit(message: Message) -> Message:
            if message.state is not State.TRANSLATED or reviews.code(message) != code:
                raise ConflictError(message)
            return reviews.reviewed(message, reviewer, datetime.date.today())

        return self._change(domain, name, edit)

    def undo(self) -> Row:
        """Undo the last edit, if nobody changed the message since."""
        with self._lock:
            if not self._undo:
                return {"status": "nothing"}
            domain, name, before, after = self._undo.pop()

        def edit(message: Message) -> Message:
            if message != after:
                raise ConflictError(message)
            return before

        return self._change(domain, name, edit, is_undone=True)

    def _change(self, domain: str, name: str, edit: Callable[[Message], Message], *, is_undone: bool = False) -> Row:
        state, _ = self._found(domain, name)
        try:
            with self._lock, brief_lock(self.project.build, _PATIENCE):
                before, after = change(state.path, name, edit)
                if before is not after and not is_undone:
                    self._undo = [*self._undo[1 - _UNDONE :], (domain, name, before, after)]
        except ConflictError as conflict:
            if conflict.message is None:
                raise UnknownMessageError from conflict
            return {"status": "conflict", **self._row(domain, name)}
        except ContentError as error:
            said = error_sentence(self.project, self.language, error)
            return {"status": "broken", "domain": domain, "error": said["text"], "lang": said["lang"]}
        if after.state is State.TRANSLATED and not is_undone:
            self.journal.note(domain, name, after)
            self.suggestions.learn(domain, after)
        return {"status": "undone" if is_undone else "saved", "canUndo": bool(self._undo), **self._row(domain, name)}

    # --- a broken catalog -----------------------------------------------------------------------------

    def catalog(self, domain: str) -> Row:
        """Return the text of the catalog *domain*, and why it cannot be read."""
        state = self._state(domain)
        check_file(state.path, self.project.root)
        data = po.data_of(state.path)
        return {
            "domain": domain,
            "place": state.path.relative_to(self.project.root).as_posix(),
            "text": data.decode("utf-8", errors="replace"),
            "version": _version(data),
            "line": (state.error.line or 1) if state.error else 0,
            **(error_row(self.language, state.error) if state.error else {"error": "", "remedy": "", "lang": "en"}),
        }

    def repair(self, domain: str, version: str, text: str) -> Row:
        """Replace the catalog *domain*, which must still have *version*, if *text* can be read as a catalog."""
        state = self._state(domain)
        check_file(state.path, self.project.root)
        data = text.encode("utf-8")
        try:
            found = po.parse_data(data, state.path)
            for error in (*found.unread, *found.tolerated):
                raise error
        except ContentError as error:
            return {"status": "broken", "line": error.line or 1, **error_row(self.language, error)}
        with self._lock, brief_lock(self.project.build, _PATIENCE):
            before = po.data_of(state.path)
            try:
                if _version(before) != version:
                    raise FileChangedError(state.path)
                write_atomically(state.path, data, before=before)
            except FileChangedError:
                return {"status": "conflict", **self.catalog(domain)}
        return {"status": "saved"}

    # --- rows -----------------------------------------------------------------------------------------

    def _state(self, domain: str) -> CatalogState:
        state = self.index.state(domain)
        if state is None:
            raise UnknownMessageError
        return state

    def _found(self, domain: str, name: str) -> tuple[CatalogState, Message]:
        state = self._state(domain)
        if name not in state.by_id:
            raise UnknownMessageError
        return state, state.by_id[name]

    def _row(self, domain: str, name: str) -> Row:
        state, message = self._found(domain, name)
        problems = self.judge.stored(domain, name, self.judge.subject(domain, state.path, message))
        return self._content(domain, name, state, message, problems)

    def _content(self, domain: str, name: str, state: CatalogState, message: Message, problems: Problems) -> Row:
        own = own_comments(message)
        content = content_of(message)
        return {
            **self._short(state, name, message, problems),
            "domain": domain,
            "msgstrs": list(content.msgstrs),
            "isFuzzy": content.is_fuzzy,
            "comments": list(own),
            "notes": [note for note in message.comments if note not in own and not reviews.is_review(note)],
            "reviews": [{"name": review.name, "date": review.date} for review in reviews.reviews(message)],
            "code": reviews.code(message),
            **self._judged(problems),
        }

    def _short(self, state: CatalogState, name: str, message: Message, problems: Problems) -> Row:
        is_blocked = message.state is State.TRANSLATED and is_refused(problems)
        line = message.msgstr_line or message.line
        return {
            "id": name,
            "domain": state.domain,
            "mark": message_class(message.msgid),
            "page": self.index.page_of(state.domain, message),
            "state": "blocked" if is_blocked else message.state.value,
            "isReviewed": bool(reviews.reviews(message)),
            "text": message.msgid[:120],
            "line": line,
            "place": f"{state.path.relative_to(self.project.root).as_posix()}:{line}",
        }

    def _judged(self, problems: Problems) -> Row:
        return {"findings": [finding_row(self.language, rule, problem) for rule, problem in problems]}

    def item(self, item: Item | None) -> Row | None:
        """Return where the message *item* is, or ``None``."""
        if item is None:
            return None
        page = self.index.page_of(item.state.domain, item.message)
        return {"domain": item.state.domain, "id": item.name, "page": page}


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
