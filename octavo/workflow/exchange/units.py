"""Convert catalogs into units. A unit is one form of one message, with all that its translator needs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message, State
from octavo.errors import ContentError
from octavo.files import name_below

#: The characters that XML forbids (XML 1.0, section 2.2). Carriage returns are legal, but parsers replace them.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """Represent one form of one message.

    :ivar domain: its catalog, ``students/index``; empty if the file does not name it (TMX)
    :ivar form: number of the plural form, 0 for a message without plural
    :ivar source: the master's text of this form
    :ivar target: the translation, or empty
    :ivar state: untranslated, fuzzy or translated
    :ivar base: digest of the target that was exported; empty if the file does not contain it
    :ivar note: the comments of author and translators
    :ivar previous: the earlier master text of a fuzzy message, which its translation belongs to
    :ivar line: line or row in the file that it was read from
    """

    domain: str
    source: str
    target: str
    state: State
    context: str | None = None
    form: int = 0
    base: str = ""
    note: str = ""
    previous: str = ""
    line: int = 0

    @property
    def identifier(self) -> str:
        """Return the name of the unit in its file. It identifies the text and the exported translation."""
        key = digest(f"{self.domain}\0{self.context}\0{self.form}\0{self.source}")
        return f"{key}-{digest(self.target)}"


@dataclass(frozen=True, slots=True)
class Table:
    """Represent the content of one file: the units between two languages, given by their BCP 47 tags."""

    master: str
    language: str
    units: tuple[Unit, ...]

    def is_of(self, tag: str) -> bool:
        """Return whether the translations are in the language *tag*."""
        return _same(self.language, tag)

    def is_from(self, tag: str) -> bool:
        """Return whether the texts are in the language *tag*, or have no language tag."""
        return not self.master or _same(self.master, tag)


def _same(given: str, tag: str) -> bool:
    given, tag = given.lower().replace("_", "-"), tag.lower()
    # Tools add or drop a region (fr-FR), but zh-TW is not zh-CN.
    return given == tag or (("-" not in given or "-" not in tag) and given.partition("-")[0] == tag.partition("-")[0])


def digest(text: str) -> str:
    """Return a short digest of *text*: enough to see that it changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def base_of(identifier: str) -> str:
    """Return the digest of the exported target from a unit's *identifier*, or the empty string."""
    match = re.fullmatch(r"[0-9a-f]{12}-([0-9a-f]{12})", identifier.strip())
    return match.group(1) if match else ""


def number_of(form: str) -> int | None:
    """Return the number of a plural form, or ``None`` if *form* is no such number. No language has a hundred forms."""
    return int(form) if re.fullmatch("[0-9]{1,2}", form) else None


def units(folder: Path, paths: Sequence[Path], *, only_open: bool = False) -> Iterator[Unit]:
    """Yield the units of the catalogs at *paths* in *folder*, in the order of the text.

    :param only_open: only what is untranslated or fuzzy
    :raises ContentError: a catalog cannot be read, or has a character that no exchange file can contain
    """
    for path in paths:
        domain = name_below(folder, path)
        for message in po.read(path):
            if only_open and message.state is State.TRANSLATED:
                continue
            for unit in _forms(domain, message):
                _check(path, message, unit)
                yield unit


def _forms(domain: str, message: Message) -> Iterator[Unit]:
    notes = [*message.extracted, *(text for text in message.comments if text)]
    for form, target in enumerate(message.msgstrs):
        source = message.msgid if form == 0 or message.msgid_plural is None else message.msgid_plural
        yield Unit(
            domain, source, target, message.state if target else State.UNTRANSLATED, message.msgctxt, form,
            note="\n".join(notes), previous=(message.previous_msgid or "") if message.is_fuzzy else "",
        )  # fmt: skip


def _check(path: Path, message: Message, unit: Unit) -> None:
    for text in (unit.source, unit.target, unit.note, unit.previous, unit.context or ""):
        found = _NOT_XML.search(text)
        if found:
            raise ContentError(
                "exchange-character", f"the message has U+{ord(found.group()):04X}, which no exchange file allows",
                remedy="Delete the character", path=path, line=message.msgstr_line,
            )  # fmt: skip
