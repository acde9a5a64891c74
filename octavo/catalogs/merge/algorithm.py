"""Merge templates, catalogs and memory by the rules of :mod:`octavo.catalogs.merge`, and count the results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from octavo.catalogs.memory import NEAREST, Key, Memory, TextPair, made_pair
from octavo.catalogs.memory.retired import ORIGIN, as_obsolete
from octavo.catalogs.merge import apply
from octavo.catalogs.merge.match import Lost, on_page, placed
from octavo.catalogs.merge.results import Counts
from octavo.catalogs.po import Catalog, Message


@dataclass(frozen=True, slots=True)
class Merged:
    """Store the catalogs of a language after a merge, and what happened to each, by domain."""

    catalogs: dict[str, Catalog]
    counts: dict[str, Counts]


def merged(
    templates: Mapping[str, Catalog], catalogs: Mapping[str, Catalog], memory: Memory, folder: Path, header: Message
) -> Merged:
    """Merge *templates* into *catalogs*; new ones lie in *folder* and get *header*."""
    work = _Work(templates, catalogs, memory)
    for domain in templates:
        work.settle_same_texts(domain)
    for domain in templates:
        work.settle_versions_on_page(domain)
    work.settle_the_others()
    made = {domain: work.catalog(domain, folder, header) for domain in templates}
    return Merged(made, {domain: Counts(**work.counts[domain]) for domain in templates})


@dataclass(slots=True)
class _Work:
    """Merge the catalogs of one language.

    :ivar settled: the messages of the merged catalogs, by domain and key
    :ivar origins: for each domain, from which domains its texts moved here
    :ivar edited: for each text that has an earlier version on its page, the first message that was made from it so
    :ivar live: the translations that are in use in the merged catalogs, each with the text it was made for
    """

    templates: Mapping[str, Catalog]
    catalogs: Mapping[str, Catalog]
    memory: Memory
    settled: dict[str, dict[Key, Message]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    origins: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    edited: dict[Key, tuple[Message, str]] = field(default_factory=dict)
    live: set[TextPair] = field(default_factory=set)
    active: dict[str, dict[Key, Message]] = field(init=False)
    wanted: dict[str, set[Key]] = field(init=False)
    everywhere: set[Key] = field(init=False)

    def __post_init__(self) -> None:
        self.active = {domain: {message.key: message for message in old} for domain, old in self.catalogs.items()}
        self.wanted = {domain: {message.key for message in template} for domain, template in self.templates.items()}
        self.everywhere = set().union(*self.wanted.values())

    def settle_same_texts(self, domain: str) -> None:
        """Settle messages whose text the catalog or the memory already translates (rules 1 and 2)."""
        active = self.active.get(domain, {})
        obsolete = {message.key: message for message in self._old(domain).obsolete if any(message.msgstrs)}
        for wanted in self.templates[domain]:
            known, own = active.get(wanted.key), obsolete.get(wanted.key)
            if known and any(known.msgstrs) and _is_alike(known, wanted):
                self._settle(domain, wanted, apply.refreshed(known, wanted), "same")
                continue
            entry = self.memory.same(wanted.key) if wanted.msgid_plural is None else None
            if own and _is_alike(own, wanted) and (not own.is_fuzzy or entry is None or entry.message.is_fuzzy):
                self._settle(domain, wanted, apply.moved(wanted, own), "restored")
            elif entry is not None:
                self._settle_from(domain, wanted, entry.message, entry.origin)

    def _settle_from(self, domain: str, wanted: Message, found: Message, origin: str) -> None:
        if origin in (domain, ORIGIN):
            self._settle(domain, wanted, apply.moved(wanted, found), "restored")
        elif origin in self.catalogs and wanted.key not in self.wanted.get(origin, ()):
            self.origins[domain][origin] += 1
            self._settle(domain, wanted, apply.moved(wanted, found), "moved")
        else:
            message = apply.repeated(wanted, found, origin, self._comments(domain, wanted))
            self._settle(domain, wanted, message, "filled")

    def settle_versions_on_page(self, domain: str) -> None:
        """Settle edited texts from the version that the same page lost (rule 3, first half)."""
        # A message that was there before, but untranslated, is as open as one that is new.
        kept = self.settled[domain].keys() & self.active.get(domain, {}).keys()
        lost = [item for item in placed(self._old(domain), kept) if self._is_lost(item.message)]
        gained = [item for item in placed(self.templates[domain], kept) if self._is_open(domain, item.message)]
        before = on_page(lost, gained)
        for item in gained:
            if item.message.key in before:
                self._settle_edited(domain, item.message, before[item.message.key])
                made = self.settled[domain][item.message.key]
                self.edited.setdefault(made.key, (made, domain))

    def settle_the_others(self) -> None:
        """Settle the rest (rules 3 to 6): by another page's lost text, a similar text, the same text, or as empty."""
        lost = Lost([m for old in self.catalogs.values() for m in old if self._is_lost(m)])
        for domain, template in self.templates.items():
            for wanted in template:
                if not self._is_open(domain, wanted):
                    continue
                before = lost.version_of(wanted.msgid)
                if before is not None:
                    self._settle_edited(domain, wanted, before)
                else:
                    self._settle_suggested(domain, wanted)
            for wanted in template:
                if wanted.key not in self.settled[domain]:
                    self._settle_empty(domain, wanted)

    def _settle_suggested(self, domain: str, wanted: Message) -> None:
        found = self.memory.near(wanted.msgid, NEAREST)
        if found is not None:
            entry, score = found
            comments = self._comments(domain, wanted)
            message = apply.suggested(wanted, entry.message, score, entry.origin, comments)
            self._settle(domain, wanted, message, "filled")
        elif same := self.edited.get(wanted.key) or self.edited.get((None, wanted.msgid)):
            # The next merge would find it in the memory: it would change catalogs although no text changed.
            self._settle(domain, wanted, apply.repeated(wanted, *same, self._comments(domain, wanted)), "filled")

    def _settle_empty(self, domain: str, wanted: Message) -> None:
        known = self.active.get(domain, {}).get(wanted.key)
        if known is not None and _is_alike(known, wanted):
            self._settle(domain, wanted, apply.refreshed(known, wanted), "same")
        else:
            self._settle(domain, wanted, apply.empty(wanted), "new")

    def _settle_edited(self, domain: str, wanted: Message, before: Message) -> None:
        self._settle(domain, wanted, apply.edited(wanted, before, self._comments(domain, wanted)), "changed")

    def _settle(self, domain: str, wanted: Message, message: Message, how: str) -> None:
        self.settled[domain][wanted.key] = message
        self.counts[domain][how] += 1
        self.live |= {(message.msgid, message.msgstrs), made_pair(message)}

    def catalog(self, domain: str, folder: Path, header: Message) -> Catalog:
        """Return the merged catalog of *domain*, all its messages being settled."""
        old = self._old(domain)
        messages = [self.settled[domain][wanted.key] for wanted in self.templates[domain]]
        gone = (m for m in old.obsolete if m.key not in self.wanted[domain] and not m.is_header)
        obsolete = {message.key: as_obsolete(message) for message in gone}
        for message in self._newly_obsolete(domain):
            obsolete[message.key] = as_obsolete(message)
            self.counts[domain]["obsolete"] += 1
        path = old.path if domain in self.catalogs else folder / f"{domain}.po"
        top = old.header_message or self._inherited_header(domain) or header
        return Catalog(path, (top, *messages, *obsolete.values()), old.trailing)

    def _newly_obsolete(self, domain: str) -> Iterator[Message]:
        """Yield translated messages that left *domain*, unless the same translation is in use elsewhere."""
        for key, message in self.active.get(domain, {}).items():
            if key not in self.wanted[domain] and any(message.msgstrs) and made_pair(message) not in self.live:
                yield message

    def _inherited_header(self, domain: str) -> Message | None:
        """Return the header of the page that *domain* was renamed from: its translators are named there."""
        for origin, _ in self.origins[domain].most_common():
            if origin not in self.templates:
                return self.catalogs[origin].header_message
        return None

    def _old(self, domain: str) -> Catalog:
        return self.catalogs.get(domain) or Catalog(Path())

    def _is_lost(self, message: Message) -> bool:
        return message.key not in self.everywhere and message.msgid_plural is None and all(message.msgstrs)

    def _is_open(self, domain: str, wanted: Message) -> bool:
        return wanted.key not in self.settled[domain] and wanted.msgid_plural is None

    def _comments(self, domain: str, wanted: Message) -> tuple[str, ...]:
        """Return what translators noted at *wanted* while it was empty."""
        known = self.active.get(domain, {}).get(wanted.key)
        return known.comments if known else ()


def _is_alike(one: Message, other: Message) -> bool:
    """Return whether both have plural forms, or neither."""
    return (one.msgid_plural is None) == (other.msgid_plural is None)
