"""One ``.po`` or ``.pot`` ↔ Catalog of Messages, read and written without churn.

A message that nobody changed is written back as the very lines that were read, so a diff shows only what
changed, whatever tool wrapped the file. A file that cannot be read is one sentence with its line.

The format is that of the GNU gettext manual, section "The Format of PO Files".
"""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from babel.messages.pofile import normalize

from octavo.errors import ContentError

#: Column at which new messages are wrapped; the default of msgmerge and sphinx-intl (76 + quotes).
WIDTH = 76
FUZZY = "fuzzy"
CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)(?:\s+|(?="))(.*)', re.DOTALL)


class State(Enum):
    """A message is in exactly one of these states."""

    UNTRANSLATED = "untranslated"
    FUZZY = "fuzzy"
    TRANSLATED = "translated"
    OBSOLETE = "obsolete"


@dataclass(frozen=True, slots=True)
class Message:
    """A gettext message.

    :ivar msgid: the master's text
    :ivar msgstrs: the translation, one item; several where *msgid_plural* is set
    :ivar flags: without the ``#,`` mark: ``fuzzy``, ``no-wrap`` …
    :ivar previous: the previous msgctxt, msgid and msgid_plural of a fuzzy message
    :ivar comments: the translators' comments, line by line
    :ivar extracted: comments from the author, line by line
    :ivar references: where the master has the text, without line numbers
    :ivar line: 1-based line of the first line of the message, 0 for one not read from a file
    :ivar msgstr_line: 1-based line of the ``msgstr`` keyword
    :ivar raw: the lines that were read; dropped as soon as anything is edited
    """

    msgid: str
    msgstrs: tuple[str, ...] = ("",)
    msgctxt: str | None = None
    msgid_plural: str | None = None
    flags: tuple[str, ...] = ()
    previous: tuple[str | None, str | None, str | None] = (None, None, None)
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    msgstr_line: int = field(default=0, compare=False)
    raw: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def msgstr(self) -> str:
        """The translation (the first form of a plural)."""
        return self.msgstrs[0] if self.msgstrs else ""

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes a message unique in a catalog: context and msgid."""
        return (self.msgctxt, self.msgid)

    @property
    def is_header(self) -> bool:
        """Whether this is the header entry."""
        return self.msgid == "" and self.msgctxt is None

    @property
    def is_fuzzy(self) -> bool:
        """Whether the fuzzy flag is set."""
        return FUZZY in self.flags

    @property
    def state(self) -> State:
        """The one state of the message, counted as ``msgfmt --statistics`` counts.

        A message with an empty form of its translation is untranslated, flag or no flag.
        """
        if self.obsolete:
            return State.OBSOLETE
        if not all(self.msgstrs):
            return State.UNTRANSLATED
        return State.FUZZY if self.is_fuzzy else State.TRANSLATED

    @property
    def previous_msgid(self) -> str | None:
        """The msgid that the translation was made for, if that was recorded."""
        return self.previous[1]

    def edited(self, **changes: object) -> Message:
        """Return a copy with *changes*; the lines that were read no longer stand for it."""
        return replace(self, raw=(), **changes)  # type: ignore[arg-type]  # the fields' own types hold

    def with_flag(self, flag: str, present: bool) -> Message:
        """Return a copy with *flag* set or taken away; itself if nothing changes."""
        if (flag in self.flags) == present:
            return self
        flags = (*self.flags, flag) if present else tuple(item for item in self.flags if item != flag)
        return self.edited(flags=flags)

    def lines(self) -> tuple[str, ...]:
        """Return the message as lines of a catalog, without line ends."""
        return self.raw or tuple(_format(self))


@dataclass(frozen=True, slots=True)
class Catalog:
    """A file of messages, the header first if it has one.

    :ivar trailing: comment lines after the last message, kept as they are
    """

    path: Path
    messages: tuple[Message, ...] = ()
    trailing: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __iter__(self) -> Iterator[Message]:
        """Iterate over the messages that are in use: neither header nor obsolete."""
        return (message for message in self.messages if not message.is_header and not message.obsolete)

    @property
    def header_message(self) -> Message | None:
        """The header entry, if there is one."""
        return next((m for m in self.messages if m.is_header and not m.obsolete), None)

    @property
    def obsolete(self) -> tuple[Message, ...]:
        """The messages whose text the master no longer has."""
        return tuple(message for message in self.messages if message.obsolete)

    @property
    def headers(self) -> dict[str, str]:
        """The header fields in their order."""
        header = self.header_message
        pairs = (line.partition(":") for line in (header.msgstr if header else "").splitlines())
        return {name.strip(): value.strip() for name, colon, value in pairs if colon}

    def text(self) -> str:
        """Return the file's content: messages parted by an empty line."""
        blocks = [message.lines() for message in self.messages]
        if self.trailing:
            blocks.append(self.trailing)
        return "\n\n".join("\n".join(lines) for lines in blocks) + "\n" if blocks else ""


def header(fields: dict[str, str], comments: Iterable[str] = ()) -> Message:
    """Return a header entry with *fields* in their order."""
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return Message("", (text,), comments=tuple(comments))


# --- reading ------------------------------------------------------------------------------------------


def read(path: Path) -> Catalog:
    """Read the catalog at *path*.

    :raises ContentError: the file cannot be read as a catalog; says the line and what to do
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(
            "catalog-unreadable", f"the catalog cannot be opened: {error.strerror}",
            remedy="Check that the file is there and that you may read it", path=path,
        ) from error  # fmt: skip
    return parse(_decode(data, path), path)


def parse(text: str, path: Path) -> Catalog:
    """Parse *text*, the content of the catalog at *path*."""
    parser = _Parser(path)
    return Catalog(path, tuple(parser.messages(text)), tuple(parser.trailing))


def _decode(data: bytes, path: Path) -> str:
    # codecs.BOM_UTF8 is what Windows editors put first; gettext itself refuses it, we need not.
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise ContentError(
            "catalog-charset", "the catalog holds a NUL byte (UTF-16, or a damaged file)",
            remedy="Save it as UTF-8 in your editor, or take the last good copy from version control",
            path=path, line=line,
        )  # fmt: skip
    declared = re.search(rb"charset=([A-Za-z0-9_.:-]+)", data[:4096])
    name = declared.group(1).decode("ascii") if declared else "UTF-8"
    line = data[: declared.start()].count(b"\n") + 1 if declared else None
    # Only UTF-8: Poedit, Weblate and Sphinx write it, and other charsets can smuggle characters past the checks.
    if name.lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii", "ascii", "charset"):
        raise ContentError(
            "catalog-charset", f"the catalog declares the charset “{name}”; only UTF-8 is read",
            remedy="Save it as UTF-8 (in Poedit: Catalog, Properties, Charset) and declare charset=UTF-8",
            path=path, line=line,
        )  # fmt: skip
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(
            "catalog-charset", f"byte {data[error.start]:#04x} is not UTF-8",
            remedy="Open the file in the charset it was saved in and save it as UTF-8",
            path=path, line=line,
        ) from error  # fmt: skip


class _Parser:
    """Reads entries line by line; an entry ends where a line that must begin the next one stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen: dict[tuple[str | None, str], int] = {}
        self.trailing: list[str] = []

    def error(self, line: int, what: str, remedy: str, code: str = "catalog-syntax") -> ContentError:
        return ContentError(code, what, remedy=remedy, path=self.path, line=line)

    def messages(self, text: str) -> Iterator[Message]:
        # Only \n ends a line: str.splitlines would also cut at U+2028 or form feed inside a text.
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        block: list[str] = []
        start = 1
        complete = False
        for number, line in enumerate(lines, 1):
            stripped = line.strip()
            # A blank line ends a whole entry only: comments may stand apart from the message they belong to.
            if complete and not _continues(stripped):
                yield self._entry(block, start)
                block, complete = [], False
            if stripped:
                start = start if block else number
                block.append(line)
                complete = complete or _bare(stripped).startswith("msgstr")
        if complete or any(not line.lstrip().startswith("#") or _bare(line.strip()) != line.strip() for line in block):
            yield self._entry(block, start)
        else:
            self.trailing = block

    def _entry(self, block: list[str], start: int) -> Message:
        fields: dict[str, str] = {}
        previous: dict[str, str] = {}
        plurals: dict[int, str] = {}
        notes: dict[str, list[str]] = {".": [], ":": [], ",": [], " ": []}
        obsolete = False
        msgstr_line = 0
        current: tuple[dict, object] | None = None  # type: ignore[type-arg]  # keyed by name or by plural number
        for offset, line in enumerate(block):
            number = start + offset
            text = line.strip()
            if text.startswith(_CONFLICT):
                raise self.error(
                    number, "a merge conflict marker stands in the catalog",
                    "Choose one of the two versions and delete the marker lines", "catalog-conflict",
                )  # fmt: skip
            target = fields
            if text.startswith("#~"):
                obsolete = True
                text = text[2:].lstrip()
                if text.startswith("|"):
                    target, text = previous, text[1:].lstrip()
            elif text.startswith("#|"):
                target, text = previous, text[2:].lstrip()
            elif text.startswith("#"):
                mark = text[1:2] if text[1:2] in (".", ":", ",") else " "
                notes[mark].append(text[2:].strip() if mark != " " else text[1:].removeprefix(" "))
                continue
            if not text:
                continue
            if text.startswith('"'):
                if current is None:
                    raise self.error(number, "a text stands before any msgid", "Put msgid or msgstr before it")
                store, key = current
                store[key] += self._string(text, number)
                continue
            match = _KEYWORD.match(text)
            if not match:
                raise self.error(
                    number, f"“{text[:40]}” is neither a comment nor msgid, msgstr or msgctxt",
                    "Correct the line; a text needs its double quotes on every line",
                )  # fmt: skip
            keyword, index, rest = match.groups()
            value = self._string(rest, number)
            if keyword.startswith("msgstr"):
                msgstr_line = msgstr_line or number
                current = (plurals, int(index or 0))
                if int(index or 0) in plurals:
                    raise self.error(number, f"{keyword} stands twice in one message", "Remove one of them")
                plurals[int(index or 0)] = value
            else:
                if keyword in target or (target is fields and plurals):
                    raise self.error(
                        number, f"{keyword} comes where a msgstr or a new message was expected",
                        "Check that the message above has its msgid and its msgstr",
                    )  # fmt: skip
                current = (target, keyword)
                target[keyword] = value
        return self._message(block, start, fields, previous, plurals, notes, obsolete, msgstr_line)

    def _message(
        self, block: list[str], start: int, fields: dict[str, str], previous: dict[str, str],
        plurals: dict[int, str], notes: dict[str, list[str]], obsolete: bool, msgstr_line: int,
    ) -> Message:  # fmt: skip
        end = start + len(block) - 1
        if "msgid" not in fields:
            raise self.error(start, "a message has no msgid", "Restore it from the template or version control")
        if not plurals:
            raise self.error(
                end, "the message has no msgstr; the file may be cut off here",
                "Restore the rest of the file from version control",
            )  # fmt: skip
        if sorted(plurals) != list(range(len(plurals))):
            raise self.error(msgstr_line, "the plural forms are not numbered 0, 1, 2 …", "Number them in order")
        message = Message(
            msgid=fields["msgid"],
            msgstrs=tuple(plurals[i] for i in range(len(plurals))),
            msgctxt=fields.get("msgctxt"),
            msgid_plural=fields.get("msgid_plural"),
            flags=tuple(flag.strip() for line in notes[","] for flag in line.split(",") if flag.strip()),
            previous=(previous.get("msgctxt"), previous.get("msgid"), previous.get("msgid_plural")),
            comments=tuple(notes[" "]),
            extracted=tuple(notes["."]),
            references=tuple(item for line in notes[":"] for item in line.split()),
            obsolete=obsolete,
            line=start,
            msgstr_line=msgstr_line,
            raw=tuple(block),
        )
        if not obsolete:
            if message.key in self.seen:
                raise self.error(
                    start, f"the message “{message.msgid[:40]}” stands already at line {self.seen[message.key]}",
                    "Keep the better one of the two and delete the other", "catalog-duplicate",
                )  # fmt: skip
            self.seen[message.key] = start
        return message

    def _string(self, text: str, number: int) -> str:
        text = text.strip()
        if len(text) < 2 or text[0] != '"' or text[-1] != '"' or _ends_escaped(text):
            raise self.error(
                number, "a text is not closed by a double quote; the file may be cut off here",
                'Put a " at both ends of the line, or restore the file from version control',
            )  # fmt: skip
        body = text[1:-1]
        if '"' in re.sub(r"\\.", "", body):
            raise self.error(number, "a double quote inside the text is not escaped", 'Write \\" inside a text')
        return _ESCAPE.sub(lambda match: self._unescape(match.group(1), number), body) if "\\" in body else body

    def _unescape(self, code: str, number: int) -> str:
        if code in _ESCAPES:
            return _ESCAPES[code]
        if (code[0] == "x" and len(code) > 1) or code.isdigit():
            value = int(code[1:], 16) if code[0] == "x" else int(code, 8)
            if 0 < value < 128:
                return chr(value)
        raise self.error(number, f"“\\{code}” is not an escape that catalogs know", "Write \\\\ for a backslash")


def _bare(text: str) -> str:
    return text[2:].lstrip() if text.startswith("#~") else text


def _continues(text: str) -> bool:
    bare = _bare(text)
    return bare.startswith(('"', "msgstr["))


def _ends_escaped(text: str) -> bool:
    tail = text[:-1]
    return (len(tail) - len(tail.rstrip("\\"))) % 2 == 1


# --- writing ------------------------------------------------------------------------------------------


def write(catalog: Catalog) -> bool:
    """Write *catalog* to its path, whole or not at all; return whether the file changed."""
    data = catalog.text().encode("utf-8")
    if catalog.path.is_file() and catalog.path.read_bytes() == data:
        return False
    write_atomically(catalog.path, data)
    return True


def write_atomically(path: Path, data: bytes) -> None:
    """Put *data* at *path* by rename, so that a kill or a full disk leaves the old file whole.

    :raises OSError: the data could not be written; the old file stands
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files that only their owner reads; a catalog has the mode of the file it replaces.
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _format(message: Message) -> Iterator[str]:
    mark = "#~ " if message.obsolete else ""
    for comment in message.comments:
        yield f"# {comment}".rstrip()
    for comment in message.extracted:
        yield f"#. {comment}".rstrip()
    for reference in message.references:
        yield f"#: {reference}"
    if message.flags:
        yield "#, " + ", ".join(message.flags)
    for name, value in zip(("msgctxt", "msgid", "msgid_plural"), message.previous, strict=True):
        if value is not None:
            yield from _keyword("#~| " if message.obsolete else "#| ", name, value)
    if message.msgctxt is not None:
        yield from _keyword(mark, "msgctxt", message.msgctxt)
    yield from _keyword(mark, "msgid", message.msgid)
    if message.msgid_plural is not None:
        yield from _keyword(mark, "msgid_plural", message.msgid_plural)
        for index, text in enumerate(message.msgstrs):
            yield from _keyword(mark, f"msgstr[{index}]", text)
    else:
        yield from _keyword(mark, "msgstr", message.msgstr)


def _keyword(mark: str, name: str, value: str) -> Iterator[str]:
    for number, line in enumerate(normalize(value, prefix="", width=WIDTH).split("\n")):
        yield f"{mark}{name} {line}" if number == 0 else f"{mark}{line}"
