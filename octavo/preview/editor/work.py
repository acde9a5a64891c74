"""List the messages of a language by state, guide and text, in reading order, and count what was done today."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from octavo.catalogs.edit import message_id
from octavo.catalogs.po import Message, State
from octavo.catalogs.po.reviews import is_reviewed
from octavo.preview.editor.index import CatalogState, LanguageIndex
from octavo.preview.editor.judge import Checker
from octavo.preview.editor.since import Past, version
from octavo.project.headings import heading
from octavo.workflow.coverage.counts import words

#: A JSON object.
Row = dict[str, object]
#: Number of messages that are sent at once, and of characters of their texts.
_MOST, _SHOWN = 100, 160


@dataclass(frozen=True, slots=True)
class Item:
    """Represent a message of the work list."""

    state: CatalogState
    name: str
    message: Message


@dataclass(frozen=True, slots=True)
class Query:
    """Describe the messages that a translator wants to see.

    :ivar kind: a name in :data:`KINDS`
    :ivar book: the slug of a book, or empty for all
    :ivar text: words in the master's text, the translation or the comments
    :ivar since: a day, a tag or a commit since which the message changed, or empty
    """

    kind: str = "open"
    book: str = ""
    text: str = ""
    since: str = ""


def _is_open(message: Message, _: int) -> bool:
    return message.state is not State.TRANSLATED


#: Tests of a message and the number of its findings.
KINDS: dict[str, Callable[[Message, int], bool]] = {
    "open": _is_open,
    "untranslated": lambda message, _: message.state is State.UNTRANSLATED,
    "fuzzy": lambda message, _: message.state is State.FUZZY,
    "findings": lambda message, findings: message.state is State.TRANSLATED and findings > 0,
    "unreviewed": lambda message, _: message.state is State.TRANSLATED and not is_reviewed(message),
    "all": lambda message, _: True,
}


@dataclass(slots=True)
class WorkList:
    """List the messages of *index*."""

    index: LanguageIndex
    judge: Checker
    past: Past = field(init=False)
    _headings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.past = Past(self.index.project, self.index.language)

    def find(self, query: Query) -> list[Item]:
        """Return the messages that fit *query*, in reading order."""
        fits = KINDS.get(query.kind, _is_open)
        return [item for item in self._scope(query) if fits(item.message, self._findings(item))]

    def rows(self, query: Query, start: int) -> Row:
        """Return a part of the messages that fit *query*, and the counts of every kind."""
        scope = [(item, self._findings(item)) for item in self._scope(query)]
        counts = {
            kind: _counted([item for item, findings in scope if fits(item.message, findings)])
            for kind, fits in KINDS.items()
        }
        fits = KINDS.get(query.kind, _is_open)
        found = [(item, findings) for item, findings in scope if fits(item.message, findings)]
        everything = list(self.index.messages())
        judged = sum(self.judge.known(state.domain, name, m) is not None for state, name, m in everything if m.msgstr)
        return {
            "counts": counts,
            "start": start,
            "total": len(found),
            "items": [self._row(item, findings) for item, findings in found[start : start + _MOST]],
            "books": [{"slug": book.slug, "title": self._title(book.root)} for book in self.index.project.books],
            "releases": self.past.releases(),
            "judged": judged,
            "toJudge": sum(bool(m.msgstr) for _, _, m in everything),
            "left": _counted([item for item, _ in scope if item.message.state is not State.TRANSLATED]),
        }

    def neighbour(self, query: Query, domain: str, name: str, step: int) -> Item | None:
        """Return the message that fits *query* next to the message *name* of *domain*, which need not fit it."""
        order = [(state.domain, other) for state, other, _ in self.index.messages()]
        ranks = {key: rank for rank, key in enumerate(order)}
        here = ranks.get((domain, name), -1)
        found = [(ranks[item.state.domain, item.name], item) for item in self.find(query)]
        if step > 0:
            return next((item for rank, item in found if rank > here), None)
        return next((item for rank, item in reversed(found) if rank < here), None)

    def _scope(self, query: Query) -> list[Item]:
        book = next((book for book in self.index.project.books if book.slug == query.book), None)
        wanted = query.text.casefold().split()
        before = self.past.before(query.since) if query.since.strip() else None
        return [
            Item(state, name, message)
            for state, name, message in self.index.messages()
            if (book is None or book.holds(state.domain)) and _contains(message, wanted)
            if before is None or version(message) not in before
        ]

    def _findings(self, item: Item) -> int:
        return len(self.judge.known(item.state.domain, item.name, item.message) or ())

    def _title(self, domain: str) -> str:
        state = self.index.state(self.index.project.domain_of(domain))
        if state is None:
            return domain
        if domain not in self._headings:
            texts = (message.msgid for message in state.messages)
            self._headings[domain] = heading(self.index.project, domain, texts) or domain
        message = state.by_id.get(message_id(Message(self._headings[domain])))
        return message.msgstr if message and message.state is State.TRANSLATED else self._headings[domain]

    def _row(self, item: Item, findings: int) -> Row:
        message, domain = item.message, item.state.domain
        return {
            "domain": domain, "id": item.name, "page": self.index.page_of(domain, message),
            "title": self._title(domain), "state": message.state.value, "findings": findings,
            "isReviewed": is_reviewed(message), "words": words(message.msgid),
            "text": message.msgid[:_SHOWN], "translation": message.msgstr[:_SHOWN],
        }  # fmt: skip


def _contains(message: Message, wanted: list[str]) -> bool:
    if not wanted:
        return True
    text = "\n".join((message.msgid, *message.msgstrs, *message.comments)).casefold()
    return all(word in text for word in wanted)


def _counted(items: list[Item]) -> list[int]:
    return [len(items), sum(words(item.message.msgid) for item in items)]


@dataclass(slots=True)
class Journal:
    """Count the messages that were translated or reviewed today, in a file that survives the preview."""

    path: Path
    _done: dict[str, int] = field(default_factory=dict)
    _day: str = ""

    def note(self, domain: str, name: str, message: Message) -> None:
        """Note that *message* is done; once a day, however often it is saved."""
        self._load()
        self._done[f"{domain}:{name}"] = words(message.msgid)
        # A translator does not wait for the disk; a count that is lost in a crash does no harm.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps({"day": self._day, "done": self._done}), encoding="utf-8")

    def today(self) -> list[int]:
        """Return the number of messages that were done today, and of their words in the master."""
        self._load()
        return [len(self._done), sum(self._done.values())]

    def _load(self) -> None:
        today = datetime.date.today().isoformat()
        if self._day == today:
            return
        self._day, self._done = today, {}
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            if stored["day"] == today:
                self._done = {str(key): int(value) for key, value in stored["done"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # nothing was done today
