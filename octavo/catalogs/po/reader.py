"""Read a catalog from a file, and report the line of each error.

Babel, with which Sphinx reads catalogs, is less strict than gettext: an extra quote or a repeated message
costs nobody the other messages. The same is true here, but each slip is reported. A message that can be read in more
than one way is not read at all, and its catalog is not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.catalogs.po.catalog_file import data_of, decode
from octavo.catalogs.po.messages import Catalog, Message
from octavo.catalogs.po.partial_message import PartialMessage, continues, ends_escaped, flags, references
from octavo.errors import ContentError

ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)(?:\s+|(?="))(.*)', re.DOTALL)

#: Messages of a catalog, and characters of a message.
MOST, LONGEST = 200_000, 1_000_000
#: Faults of a catalog that are told; a file with more messages that cannot be read is no catalog.
FAULTS = 1000
#: Plural forms that a message may have.
FORMS = 10

#: A text in quotes on one line.
TEXT = r'"[^"\\\n]*(?:\\[abfnrtv"\\][^"\\\n]*)*"'
#: A message as tools write most of them: comments, one msgid and one msgstr, then a blank line and the next one.
PLAIN = re.compile(
    rf"((?:#(?:[.:, ][^\n\r]*)?\n)*)msgid ({TEXT}(?:\n{TEXT})*)\nmsgstr ({TEXT}(?:\n{TEXT})*)"
    r"(?=\n\n(?:#[^~]|msgid |msgctxt )|\n*\Z)"
)


def read(path: Path) -> Catalog:
    """Read the catalog at *path*.

    :raises ContentError: the file cannot be read as a catalog; says the line and what to do
    """
    data = data_of(path)
    return replace(parse_data(data, path), data=data)


def parse_data(data: bytes, path: Path) -> Catalog:
    """Parse *data*, the bytes of the catalog at *path*.

    :raises ContentError: they cannot be read as a catalog
    """
    return parse(decode(data, path), path)


def parse(text: str, path: Path) -> Catalog:
    """Parse *text*, the content of the catalog at *path*."""
    parser = _Parser(path)
    messages = tuple(parser.messages(text))
    if parser.unread and not any(message.msgid for message in messages):
        raise parser.unread[0]
    return Catalog(
        path, messages, tuple(parser.trailing), tolerated=tuple(parser.tolerated), unread=tuple(parser.unread)
    )


class _Parser:
    """Read entries line by line. An entry ends before a line that must begin the next one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen: dict[tuple[str | None, str], int] = {}
        self.trailing: list[str] = []
        self.last = 0
        self.tolerated: list[ContentError] = []
        self.unread: list[ContentError] = []

    def error(self, line: int, what: str, remedy: str, code: str = "catalog-syntax") -> ContentError:
        return ContentError(code, what, remedy=remedy, path=self.path, line=line)

    def messages(self, text: str) -> Iterator[Message]:
        # Only \n ends a line: str.splitlines would also cut at U+2028 or form feed inside a text.
        entry = PartialMessage()
        place, number = 0, 0
        self.last = text.rstrip().count("\n") + 1
        is_skipping = False
        while place <= len(text):
            # Most messages are read at once; line by line, it takes three times as long.
            if not (entry.lines or is_skipping) and (plain := PLAIN.match(text, place)):
                yield self._plain(plain, number + 1)
                place, number = plain.end() + 1, number + plain[0].count("\n") + 1
                continue
            end = text.find("\n", place)
            line = text[place : end if end >= 0 else len(text)]
            place, number = place + len(line) + 1, number + 1
            content = line.removesuffix("\r")
            stripped = content.strip()
            # After a fault, a blank line or a comment ends the message that is not read.
            is_skipping = is_skipping and bool(stripped) and (stripped[0] != "#" or stripped.startswith("#~"))
            if is_skipping and not stripped.startswith(_CONFLICT):
                continue
            # A blank line ends a whole entry only: comments may be apart from the message they belong to.
            if entry.is_whole and not continues(stripped):
                yield from self._whole(entry)
                entry = PartialMessage()
            try:
                if stripped:
                    self._take(entry, number, content)
            except ContentError as fault:
                self._leave(fault)
                entry, is_skipping = PartialMessage(), True
        if entry.is_whole or entry.fields or entry.previous:
            yield from self._whole(entry)
        else:
            self.trailing = entry.lines

    def _whole(self, entry: PartialMessage) -> Iterator[Message]:
        """Yield the message of *entry*, if it can be read."""
        try:
            yield self._message(entry)
        except ContentError as fault:
            self._leave(fault)

    def _leave(self, fault: ContentError) -> None:
        """Note the *fault* of a message that is not read. One of the whole file is raised."""
        if fault.code != "catalog-syntax" or len(self.unread) >= FAULTS:
            raise fault
        self.unread.append(fault)

    def _slip(self, line: int, what: str, remedy: str, code: str = "catalog-syntax") -> None:
        """Note a fault in spite of which the message is read."""
        if len(self.tolerated) < FAULTS:
            self.tolerated.append(self.error(line, what, remedy, code))

    def _plain(self, match: re.Match[str], number: int) -> Message:
        """Return the message in *match* of the usual form, beginning at line *number*."""
        notes, source, target = match.groups()
        kinds: dict[str, list[str]] = {".": [], ":": [], ",": [], " ": []}
        for line in map(str.rstrip, notes.split("\n")[:-1]):
            mark = line[1:2] if line[1:2] in (".", ":", ",") else " "
            kinds[mark].append(line[2:].strip() if mark != " " else line[1:].removeprefix(" "))
        second = number + notes.count("\n") + source.count("\n") + 1
        message = Message(
            msgid=self._texts(source, number),
            msgstrs=(self._texts(target, second),),
            flags=flags(kinds[","]),
            comments=tuple(kinds[" "]),
            extracted=tuple(kinds["."]),
            references=references(kinds[":"]),
            line=number,
            msgstr_line=second,
            raw=tuple(match[0].split("\n")),
        )
        return self._new(message)

    def _texts(self, quoted: str, number: int) -> str:
        """Return the text between the quotes of lines that are whole, the first of them line *number*."""
        text = quoted[1:-1].replace('"\n"', "")
        return ESCAPE.sub(lambda match: self._unescape(match[1], number), text) if "\\" in text else text

    def _take(self, entry: PartialMessage, number: int, line: str) -> None:
        """Add one line to *entry*."""
        text = line.strip()
        entry.start = entry.start or number
        entry.end = number
        entry.lines.append(line)
        if text.startswith(_CONFLICT):
            raise self.error(
                number, "the catalog contains a merge conflict marker",
                "Choose one of the two versions and delete the marker lines", "catalog-conflict",
            )  # fmt: skip
        target = entry.fields
        if text.startswith("#~"):
            entry.obsolete = True
            text = text[2:].lstrip()
            if text.startswith("|"):
                target, text = entry.previous, text[1:].lstrip()
        elif text.startswith("#|"):
            target, text = entry.previous, text[2:].lstrip()
        elif text.startswith("#"):
            mark = text[1:2] if text[1:2] in (".", ":", ",") else " "
            entry.notes[mark].append(text[2:].strip() if mark != " " else text[1:].removeprefix(" "))
            return
        if text.startswith('"'):
            if entry.open is None:
                raise self.error(number, "a text comes before any msgid", "Put msgid or msgstr before it")
            store, key = entry.open
            store[key] += self._string(text, number)
        elif text:
            self._keyword(entry, target, number, text)

    def _keyword(self, entry: PartialMessage, target: dict[str, str], number: int, text: str) -> None:
        match = _KEYWORD.match(text)
        if not match:
            raise self.error(
                number, f"“{text[:40]}” is neither a comment nor msgid, msgstr or msgctxt",
                "Correct the line; a text needs its double quotes on every line",
            )  # fmt: skip
        keyword, index, rest = match.groups()
        if keyword.startswith("msgstr"):
            keyword = index or "0"
            target = entry.plurals
            entry.msgstr_line = entry.msgstr_line or number
        if keyword == "msgid" and target is entry.fields and entry.is_empty:
            entry.forget_empty()
        if keyword in ("msgid", "msgctxt") and target is entry.fields and "msgid" in target and not entry.plurals:
            self._leave(
                self.error(number, "the message before this line has no msgstr", "Put one, or delete the msgid")
            )
            entry.begin_again(number)
        if keyword in target or (target is entry.fields and entry.plurals):
            raise self.error(
                number, f"{match.group(1)} comes where something else was expected",
                "Check that every message has one msgid and one msgstr, in this order",
            )  # fmt: skip
        target[keyword] = self._string(rest, number)
        entry.open = (target, keyword)

    def _message(self, entry: PartialMessage) -> Message:
        fields, notes = entry.fields, entry.notes
        if "msgid" not in fields:
            raise self.error(entry.start, "a message has no msgid", "Restore it from the template or version control")
        if not entry.plurals:
            raise self.error(
                entry.end, "the message has no msgstr; the file may be cut off here",
                "Restore the rest of the file from version control",
            )  # fmt: skip
        if list(entry.plurals) != [str(i) for i in range(len(entry.plurals))]:
            raise self.error(entry.msgstr_line, "the plural forms are not numbered 0, 1, 2 …", "Number them in order")
        if len(entry.plurals) > FORMS:
            raise self.error(
                entry.msgstr_line,
                f"the message has {len(entry.plurals)} forms; no language has more than six",
                "Restore it from version control",
            )
        message = Message(
            msgid=fields["msgid"],
            msgstrs=tuple(entry.plurals.values()),
            msgctxt=fields.get("msgctxt"),
            msgid_plural=fields.get("msgid_plural"),
            flags=flags(notes[","]),
            previous=(
                entry.previous.get("msgctxt"), entry.previous.get("msgid"), entry.previous.get("msgid_plural")
            ),
            comments=tuple(notes[" "]),
            extracted=tuple(notes["."]),
            references=references(notes[":"]),
            obsolete=entry.obsolete,
            line=entry.start,
            msgstr_line=entry.msgstr_line,
            raw=tuple(entry.lines),
        )  # fmt: skip
        return message if entry.obsolete else self._new(message)

    def _new(self, message: Message) -> Message:
        key = message.key
        if key in self.seen:
            self._slip(
                message.line, f"the message “{message.msgid[:40]}” appears already at line {self.seen[key]}",
                "Keep the better one of the two and delete the other", "catalog-duplicate",
            )  # fmt: skip
            return replace(message, obsolete=True)
        if len(self.seen) >= MOST or len(message.msgid) + sum(map(len, message.msgstrs)) > LONGEST:
            raise self.error(
                message.line, "the catalog has far more messages, or characters in a message, than any book",
                "Restore the file from version control", "catalog-size",
            )  # fmt: skip
        self.seen[key] = message.line
        return message

    def _string(self, text: str, number: int) -> str:
        text = text.strip()
        quotes = re.sub(r"\\.", "", text).count('"')
        if len(text) < 2 or text[0] != '"' or text[-1] != '"' or ends_escaped(text):
            if text[:1] != '"' or quotes > 1 or number == self.last or ends_escaped(f'{text}"'):
                raise self.error(
                    number,
                    "a text is not closed by a double quote; the file may be cut off here",
                    'Put a " at both ends of the line, or restore the file from version control',
                )
            self._slip(number, "a text is not closed by a double quote", 'Put a " at both ends of the line')
            text += '"'
        elif quotes > 2:
            self._slip(number, "a double quote inside the text is not escaped", 'Write \\" inside a text')
        body = text[1:-1]
        return ESCAPE.sub(lambda match: self._unescape(match.group(1), number), body) if "\\" in body else body

    def _unescape(self, code: str, number: int) -> str:
        if code in ESCAPES:
            return ESCAPES[code]
        if (code[0] == "x" and len(code) > 1) or code[0] in "01234567":
            value = int(code[1:], 16) if code[0] == "x" else int(code, 8)
            if 0 < value < 128:
                return chr(value)
        self._slip(number, f"“\\{code}” is not an escape that catalogs know", "Write \\\\ for a backslash")
        return f"\\{code}"
