"""Collect help for a translation: terms, similar texts, markup to repeat, and the same text elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from octavo.catalogs.edit import message_id
from octavo.catalogs.memory import FuzzyIndex, made_for, read_tmx
from octavo.catalogs.memory.retired import ORIGIN, read_retired
from octavo.catalogs.po import Message, State
from octavo.compiler.checks.rules.terms import is_said, terms_in
from octavo.compiler.checks.subject import Subject
from octavo.errors import OctavoError
from octavo.preview.editor.index import LanguageIndex
from octavo.text.markup import Construct, Shape, Token
from octavo.workflow.coverage.todo import changes

#: A JSON object.
Row = dict[str, object]
#: Least similarity of a suggestion (0 to 100), and the number that is shown.
_LEAST, _MOST = 60.0, 5
#: Markup that a translation repeats; an escape belongs to the words around it.
_REPEATED = frozenset(Construct) - {Construct.PLAIN, Construct.ESCAPE}


def diff(old: str, new: str) -> list[list[str]]:
    """Return the runs of words between *old* and *new*, each with its kind: kept, removed or added."""
    return [[change.kind.name.lower(), change.text] for change in changes(old, new)]


def terms(subject: Subject) -> list[Row]:
    """Return the terms in the master's text that have agreed words in the language of *subject*."""
    locale = subject.context.locale
    rows: list[Row] = []
    for term in terms_in(subject):
        if accepted := term.accepted.get(locale, ()):
            rows.append(
                {
                    "term": term.headword,
                    "words": list(accepted),
                    "note": term.note,
                    "isUsed": is_said(accepted, subject),
                }
            )
    return rows


def chips(subject: Subject) -> list[Row]:
    """Return the markup of the master's text, each piece once, as what to put before and after the words."""
    rows = [_agreed(row, subject) for row in _pieces(subject.master_tokens)]
    return list({(row["before"], row["after"]): row for row in rows}.values())


def _pieces(tokens: Sequence[Token]) -> Iterator[Row]:
    for place, token in enumerate(tokens):
        if token.construct not in _REPEATED:
            continue
        if token.shape is Shape.WHOLE:
            yield {"kind": token.construct.value, "before": token.text, "words": "", "after": ""}
        elif token.shape is Shape.OPEN:
            inside: list[str] = []
            for other in tokens[place + 1 :]:
                if other.shape is Shape.CLOSE and other.construct is token.construct:
                    row: Row = {"before": token.text, "words": "".join(inside), "after": other.text}
                    yield {"kind": token.construct.value, **row}
                    break
                inside.append(other.text)


def _agreed(row: Row, subject: Subject) -> Row:
    """Return *row* with the agreed word before the target, if it is a bare ``:term:`` of the term base."""
    text = str(row["before"])
    opening, separator, rest = text.partition("term:`")
    if row["kind"] != Construct.ROLE.value or not separator or row["after"] or subject.is_markdown:
        return row
    target = rest.removesuffix("`")
    term = subject.terms.term(target)
    accepted = term.accepted.get(subject.context.locale, ()) if term else ()
    if not accepted:
        return row
    return {**row, "before": f"{opening}{separator}", "words": accepted[0], "after": f" <{target}>`", "isAgreed": True}


def pieces_of_text(subject: Subject) -> list[list[str]]:
    """Return the master's text cut into running text and markup, for display."""
    return [["" if token.is_text else token.construct.value, token.text] for token in subject.master_tokens]


@dataclass(slots=True)
class Suggestions:
    """Find translations of texts like a message: in the catalogs, in retired text and in TMX files.

    TMX files are found in ``locales/`` and in the folder of the language.
    """

    index: LanguageIndex
    _texts: FuzzyIndex = field(default_factory=FuzzyIndex)
    _entries: list[tuple[str, str, str]] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _is_loaded: bool = False

    def find(self, domain: str, message: Message) -> list[Row]:
        """Return the translations of the texts most like *message*, the best first."""
        with self._lock:
            self._load()
            matches = sorted(self._texts.near(message.msgid, _LEAST), key=lambda match: -match[1])
        own = message.msgstrs
        rows: dict[str, Row] = {}
        for number, score in matches:
            msgid, text, origin = self._entries[number]
            text = self._present(origin, msgid) or text
            if msgid == message.msgid and (origin == domain or (text,) == own):
                continue
            if text not in rows:
                rows[text] = {
                    "kind": "memory", "score": int(score), "text": text, "origin": origin,
                    "diff": diff(msgid, message.msgid),
                }  # fmt: skip
        return list(rows.values())[:_MOST]

    def _present(self, origin: str, msgid: str) -> str:
        """Return the translation that the catalog *origin* has now, or an empty text."""
        state = self.index.state(origin)
        message = state.by_id.get(message_id(Message(msgid))) if state else None
        return message.msgstr if message and message.state is State.TRANSLATED else ""

    def add(self, domain: str, messages: Iterable[Message]) -> None:
        """Add the translations of *messages* that are not known yet."""
        for message in messages:
            original = made_for(message)
            key = (original.msgid, domain)
            if original.msgid and original.msgstr and not original.is_fuzzy and key not in self._seen:
                self._seen.add(key)
                self._texts.add(original.msgid)
                self._entries.append((original.msgid, original.msgstr, domain))

    def learn(self, domain: str, message: Message) -> None:
        """Add a translation that was just saved."""
        with self._lock:
            if self._is_loaded:
                self.add(domain, [message])

    def load(self) -> None:
        """Read everything, so that the first search need not."""
        with self._lock:
            self._load()

    def _load(self) -> None:
        if self._is_loaded:
            return
        self._is_loaded = True
        project, language = self.index.project, self.index.language
        with self.index.lock:
            states = self.index.states()
        for state in states:
            self.add(state.domain, state.catalog.messages if state.catalog else ())
        # A file that cannot be read is reported by "octavo update".
        with suppress(OctavoError):
            self.add(ORIGIN, read_retired(project, language).messages)
        for path in self._tmx_files():
            with suppress(OctavoError):
                self.add(path.name, [entry.message for entry in read_tmx(path, project.master, language)])

    def _tmx_files(self) -> list[Path]:
        folders = (self.index.project.locales / self.index.language.locale, self.index.project.locales)
        return [path for folder in folders for path in sorted(folder.glob("*.tmx"))]


def elsewhere(index: LanguageIndex, domain: str, message: Message) -> list[Row]:
    """Return the other messages with the same text of the master."""
    return [
        {
            "domain": state.domain, "id": name, "text": other.msgstr, "state": other.state.value,
            "page": index.page_of(state.domain, other),
        }
        for state, name, other in index.messages()
        if other.msgid == message.msgid and (state.domain, other.key) != (domain, message.key)
    ]  # fmt: skip
