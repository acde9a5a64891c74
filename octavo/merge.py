"""Template + catalog + memory → catalog; nothing that was ever translated is lost.

For each text of the master, the first of these that holds:

1. The catalog has the text: the message stays, line by line.
2. The catalog, another one, or the retired text has a translation of exactly this text: it is taken.
3. A text that the master no longer has, in this catalog first, is like it: the translation is taken as fuzzy, with the
   text it was made for as previous msgid.
4. Another text of the memory is like it: the same, with the score as a comment.
5. The text is new.

An edit is *slight* if the texts are equal but for case, punctuation, white space, markup and addresses. A slight edit
takes a translation over whatever the score, replaces an address that was replaced in the English, and says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.plurals import get_plural
from rapidfuzz import fuzz, process

from octavo import catalog, markup, memory
from octavo.catalog import FUZZY, Catalog, Message
from octavo.markup import Construct
from octavo.memory import NEAREST, Memory
from octavo.project import Language, Project, babel_locale

#: Texts of one page that are less like each other than this are no versions of one text.
SAME_PAGE = 60.0
_NOTE = "octavo: "
_SLIGHT = f"{_NOTE}only case, punctuation, markup or an address changed; please review"
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge did to a catalog, in messages."""

    same: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    restored: int = 0
    obsolete: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge did to a language.

    :ivar counts: by domain
    :ivar written: files that changed, were made or were removed
    """

    counts: dict[str, Counts]
    written: tuple[Path, ...]

    @property
    def total(self) -> Counts:
        """All domains together."""
        return sum(self.counts.values(), Counts())


def read_templates(project: Project) -> dict[str, Catalog]:
    """Return the templates by domain, in the order of their names."""
    return _read_folder(project.templates, ".pot")


def _read_folder(folder: Path, suffix: str) -> dict[str, Catalog]:
    return {
        path.relative_to(folder).with_suffix("").as_posix(): catalog.read(path)
        for path in sorted(folder.rglob(f"*{suffix}"))
    }


def merge_all(
    project: Project, language: Language, templates: Mapping[str, Catalog], *, tmx: Sequence[Path] = ()
) -> Merge:
    """Bring the catalogs of *language* up to date with *templates*.

    Every catalog is read before the first is written, so a broken one stops the merge with nothing changed.
    """
    folder = project.catalogs(language)
    catalogs = _read_folder(folder, ".po")
    retired = memory.read_retired(project, language)
    work = _Work(project, language, templates, catalogs, retired, tmx)
    merged = {domain: work.catalog(domain) for domain in templates}
    written = [made.path for made in merged.values() if catalog.write(made)]
    written += _retire(project, language, catalogs, merged, retired)
    return Merge(dict(work.counts), tuple(written))


def _retire(
    project: Project,
    language: Language,
    catalogs: Mapping[str, Catalog],
    merged: Mapping[str, Catalog],
    retired: Sequence[Message],
) -> Iterator[Path]:
    """Remove the catalogs of removed pages and keep their text, before they are removed."""
    kept = {message.key for made in merged.values() for message in made.messages}
    kept |= {message.key for message in retired if not message.is_header}
    gone = [old for domain, old in catalogs.items() if domain not in merged]
    texts: dict[tuple[str | None, str], Message] = {}
    for old in gone:
        for message in old.messages:
            if not message.is_header and any(message.msgstrs) and message.key not in kept:
                texts.setdefault(message.key, _obsolete(message))
    if texts:
        path = memory.retired_path(project, language)
        head = retired or (_header(project, language),)
        if catalog.write(Catalog(path, (*head, *texts.values()))):
            yield path
    for old in gone:
        old.path.unlink()
        yield old.path


@dataclass(slots=True)
class _Work:
    """A merge of one language while it runs."""

    project: Project
    language: Language
    templates: Mapping[str, Catalog]
    catalogs: Mapping[str, Catalog]
    retired: Sequence[Message]
    tmx: Sequence[Path]
    counts: dict[str, Counts] = field(default_factory=dict)
    memory: Memory = field(init=False)
    removed: dict[str, _Versions] = field(init=False)
    anywhere: _Versions = field(init=False)
    everywhere: set[tuple[str | None, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.everywhere = {message.key for template in self.templates.values() for message in template}
        sources: list[tuple[str, Iterable[Message]]]
        sources = [(domain, (m for m in old.messages if not m.obsolete)) for domain, old in self.catalogs.items()]
        sources += [(domain, iter(old.obsolete)) for domain, old in self.catalogs.items()]
        sources.append(("retired", iter(self.retired)))
        tmx = [(path, self.project.master, self.language) for path in self.tmx]
        self.memory = memory.build(sources, tmx)
        # Texts that the master no longer has: what an edited text is a version of.
        self.removed = defaultdict(_Versions)
        self.anywhere = _Versions()
        for domain, old in self.catalogs.items():
            for message in old:
                if message.key not in self.everywhere and all(message.msgstrs) and message.msgid_plural is None:
                    self.removed[domain].add(message)
                    self.anywhere.add(message)

    def catalog(self, domain: str) -> Catalog:
        """Return the merged catalog of *domain*."""
        old = self.catalogs.get(domain, Catalog(self.project.catalogs(self.language) / f"{domain}.po"))
        template = self.templates[domain]
        active = {message.key: message for message in old}
        tally = _Tally()
        used: set[str] = set()
        messages = [self._message(domain, wanted, active, tally, used) for wanted in template]
        present = {message.key for message in messages}
        kept = {message.key: message for message in old.obsolete if message.key not in present}
        for message in active.values():
            # What moved is kept where it is now; what was edited is kept there, with its previous msgid.
            gone = message.key not in self.everywhere and message.msgid not in used
            if gone and any(message.msgstrs):
                kept[message.key] = _obsolete(message)
                tally.obsolete += 1
        self.counts[domain] = tally.counts
        header = old.header_message or _header(self.project, self.language)
        return Catalog(old.path, (header, *messages, *kept.values()), old.trailing)

    def _message(
        self,
        domain: str,
        wanted: Message,
        active: Mapping[tuple[str | None, str], Message],
        tally: _Tally,
        used: set[str],
    ) -> Message:
        known = active.get(wanted.key)
        if known is not None and (any(known.msgstrs) or wanted.msgid_plural is not None):
            tally.same += 1
            return _refreshed(known, wanted)
        if wanted.msgid_plural is None:
            found = self._same(domain, wanted, tally) or self._version(domain, wanted, used) or self._near(wanted)
            if found is not None:
                tally.changed += found.is_fuzzy
                return found
        if known is not None:
            tally.same += 1
            return _refreshed(known, wanted)
        tally.new += 1
        return _refreshed(Message(wanted.msgid, _empty(wanted), wanted.msgctxt, wanted.msgid_plural), wanted)

    def _same(self, domain: str, wanted: Message, tally: _Tally) -> Message | None:
        entry = self.memory.same(wanted.msgid, wanted.msgctxt)
        if entry is None:
            return None
        comments: tuple[str, ...] = ()
        if entry.origin == domain:
            tally.restored += 1
        else:
            tally.moved += 1
            still_there = entry.origin in self.templates and any(
                message.msgid == wanted.msgid for message in self.templates[entry.origin]
            )
            # The same English twice is not always the same text: whoever reviews is told where it comes from.
            if still_there or entry.origin not in self.catalogs:
                comments = (f"{_NOTE}translation of the same text in {entry.origin}",)
        flags = (FUZZY,) if entry.fuzzy else ()
        return self._taken(wanted, entry.msgstrs, flags=flags, comments=comments)

    def _version(self, domain: str, wanted: Message, used: set[str]) -> Message | None:
        """Return the translation of the text that *wanted* is a version of: of this page first, then of others."""
        for versions, least in ((self.removed[domain], SAME_PAGE), (self.anywhere, NEAREST)):
            message = versions.of(wanted.msgid, least)
            if message is not None:
                used.add(message.msgid)
                return self._edited(wanted, message)
        return None

    def _near(self, wanted: Message) -> Message | None:
        found = self.memory.near(wanted.msgid)
        if found is None:
            return None
        entry, score = found
        note = f"{_NOTE}{score:.0f} % like a text in {entry.origin}"
        previous = (entry.msgctxt, entry.msgid, None)
        return self._taken(wanted, entry.msgstrs, flags=(FUZZY,), previous=previous, comments=(note,))

    def _edited(self, wanted: Message, before: Message) -> Message:
        # A text edited twice before anyone looked keeps the English that its translation was made for.
        previous = (
            before.previous if before.is_fuzzy and before.previous_msgid else (before.msgctxt, before.msgid, None)
        )
        comments = tuple(comment for comment in before.comments if not comment.startswith(_NOTE))
        msgstrs = before.msgstrs
        if is_slight(before.msgid, wanted.msgid):
            comments = (*comments, _SLIGHT)
            msgstrs = tuple(with_addresses(text, before.msgid, wanted.msgid) for text in msgstrs)
        flags = tuple(dict.fromkeys((FUZZY, *before.flags)))
        return self._taken(wanted, msgstrs, flags=flags, previous=previous, comments=comments)

    def _taken(self, wanted: Message, msgstrs: tuple[str, ...], **parts: object) -> Message:
        return _refreshed(Message(wanted.msgid, msgstrs, wanted.msgctxt), wanted).edited(**parts)


@dataclass(slots=True)
class _Versions:
    """Messages whose text the master no longer has, found by what counts of it and by likeness."""

    by_text: dict[str, Message] = field(default_factory=dict)
    by_essence: dict[str, Message] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        self.by_text[message.msgid] = message
        self.by_essence.setdefault(essence(message.msgid), message)

    def of(self, text: str, least: float) -> Message | None:
        """Return the message that *text* is a version of: but for a slight edit, or by likeness of *least*."""
        if not self.by_text:
            return None
        slight = self.by_essence.get(essence(text) or "\0")
        if slight is not None:
            return slight
        found = process.extractOne(text, self.by_text.keys(), scorer=fuzz.ratio, score_cutoff=least)
        return self.by_text[found[0]] if found else None


@dataclass(slots=True)
class _Tally:
    """Counts while they are made."""

    same: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    restored: int = 0
    obsolete: int = 0

    @property
    def counts(self) -> Counts:
        return Counts(self.same, self.new, self.changed, self.moved, self.restored, self.obsolete)


def _refreshed(message: Message, wanted: Message) -> Message:
    """Return *message* with the template's references and notes; itself, line by line, if they are the same."""
    if (message.references, message.extracted, message.msgid_plural) == (
        wanted.references, wanted.extracted, wanted.msgid_plural,
    ):  # fmt: skip
        return message
    return message.edited(references=wanted.references, extracted=wanted.extracted, msgid_plural=wanted.msgid_plural)


def _obsolete(message: Message) -> Message:
    return message.edited(obsolete=True, references=(), extracted=())


def _empty(wanted: Message) -> tuple[str, ...]:
    return ("",) if wanted.msgid_plural is None else ("", "")


# --- what is a version of what --------------------------------------------------------------------------


def essence(text: str) -> str:
    """Return what counts of *text* when an edit is judged: its words, without markup, addresses and case."""
    plain = "".join(
        token.text for token in markup.tokens(text) if token.is_text and token.construct is not Construct.URL
    )
    return " ".join(_WORDS.findall(plain.casefold()))


def is_slight(old: str, new: str) -> bool:
    """Whether *new* differs from *old* only in case, punctuation, white space, markup or an address."""
    return essence(old) == essence(new) != ""


def with_addresses(text: str, old: str, new: str) -> str:
    """Return the translation *text* with each address of *old* replaced by the one in its place in *new*."""
    before, after = _addresses(old), _addresses(new)
    if len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            text = text.replace(one, other)
    return text


def _addresses(text: str) -> list[str]:
    return re.findall(r"https?://[^\s>`\"']+", text)


def _header(project: Project, language: Language) -> Message:
    locale = babel_locale(language.locale)
    return catalog.header(
        {
            "Project-Id-Version": project.texts["title"],
            "Report-Msgid-Bugs-To": "",
            "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
            "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
            "Language-Team": locale.english_name or language.locale,
            "Language": language.locale,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": str(get_plural(locale).plural_forms),
            "X-Generator": "Octavo",
        }
    )
