"""Cut reStructuredText inline text into tokens, even if there are no spaces around its markup.

docutils recognises inline markup only between spaces or punctuation ("inline markup recognition rules" of the
reStructuredText specification). Chinese, Japanese and Thai have no spaces between words, so translators write
``是**重要**的``. Roles, double backquotes and links with a target are unambiguous anywhere. Asterisks, bars and single
backquotes are markup only beside a boundary of docutils or a letter of a script without case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from docutils.utils import punctuation_chars

#: The boundary that docutils requires around markup. It disappears in the output.
JOINT = "\\ "
_BEFORE = re.compile(rf"[\s{punctuation_chars.openers}{punctuation_chars.delimiters}]")
_match_chars: Callable[[str, str], bool] = punctuation_chars.match_chars
_AFTER = re.compile(
    rf"[\s\\{punctuation_chars.closing_delimiters}{punctuation_chars.delimiters}{punctuation_chars.closers}]"
)


class Shape(Enum):
    """List the parts of a construct that a token can be."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    WHOLE = "whole"


class Construct(Enum):
    """List the constructs that a token can belong to."""

    PLAIN = "plain"
    ROLE = "role"
    LITERAL = "literal"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    REFERENCE = "reference"
    TARGET = "target"
    FOOTNOTE = "footnote"
    SUBSTITUTION = "substitution"
    URL = "url"
    EMAIL = "email"
    ESCAPE = "escape"


@dataclass(frozen=True, slots=True)
class Token:
    """Represent a piece of a message.

    :ivar construct: the construct that it belongs to; the words inside ``**…**`` are ``PLAIN`` text between an ``OPEN``
        and a ``CLOSE`` token of ``STRONG``
    """

    text: str
    shape: Shape = Shape.TEXT
    construct: Construct = Construct.PLAIN

    @property
    def is_text(self) -> bool:
        """Return whether it is running text, which typography may change."""
        return self.shape is Shape.TEXT


def tokens(text: str) -> list[Token]:
    """Cut *text* into tokens. Their texts, joined, are exactly *text*."""
    return list(_tokens(text))


# Checks and typography request the tokens of the same text many times.
@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[Token, ...]:
    pieces: list[Token] = []
    # Addresses and references may begin at any letter, but most texts contain none.
    begins = _ANY_START if _LETTERED.search(text) else _SIGN_START
    start = position = 0
    while match := begins.search(text, position):
        position = match.start()
        construct = _construct_at(text, position)
        if not construct:
            position += 1
            continue
        if start < position:
            pieces.append(Token(text[start:position]))
        pieces += construct
        position += sum(len(piece.text) for piece in construct)
        start = position
    if start < len(text):
        pieces.append(Token(text[start:]))
    return tuple(pieces)


def plain_text(text: str) -> str:
    """Return the words of *text* that a reader sees, without marks, targets and escapes."""
    return "".join(token.text for token in tokens(text) if token.is_text)


def emphasised(text: str) -> list[str]:
    """Return the texts between ``*…*`` in *text*. Most of them are titles of works."""
    cut = tokens(text) if "*" in text else []
    return [
        cut[index + 1].text
        for index, token in enumerate(cut[:-1])
        if token.construct is Construct.EMPHASIS and token.shape is Shape.OPEN
    ]


def with_boundaries(text: str) -> str:
    r"""Return *text* with ``\ `` where docutils would not recognise the markup without it. It is idempotent."""
    # A new boundary may turn the characters before it into markup, which then needs a boundary too.
    while (bounded := _bounded(text)) != text:
        text = bounded
    return text


def _bounded(text: str) -> str:
    pieces: list[str] = []
    cut = tokens(text)
    for index, token in enumerate(cut):
        explicit = token.construct not in (Construct.PLAIN, Construct.ESCAPE)
        before = pieces[-1][-1:] if pieces else ""
        if explicit and token.shape in (Shape.OPEN, Shape.WHOLE) and before and not _BEFORE.match(before):
            pieces.append(JOINT)
        pieces.append(token.text)
        after = cut[index + 1].text[:1] if index + 1 < len(cut) else ""
        if explicit and token.shape in (Shape.CLOSE, Shape.WHOLE) and after and not _AFTER.match(after):
            pieces.append(JOINT)
    return "".join(pieces)


# --- start of a construct -----------------------------------------------------------------------------

_SIGN_START = re.compile(r"[:`*_\[|\\]")
#: An address or a reference never begins after an ASCII letter or digit, see :func:`_letter`.
_ANY_START = re.compile(r"[:`*_\[|\\]|(?<![A-Za-z0-9])\w")
_LETTERED = re.compile(r"@|_|(?:https?|ftp|mailto|tel):")

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-._+:][A-Za-z0-9]+)*"
_REFERENCE_NAME = r"(?:(?!_)\w)+(?:[-._+:](?:(?!_)\w)+)*"
#: Text up to a backquote that is neither escaped nor after a space. Its length is bounded, so that no input is slow.
_QUOTED = r"(?!\s)((?:\\.|[^`\\]){1,2000}?)(?<!\s)`"
_LITERAL = re.compile(r"``(?!\s)([^`]|[^`].{0,2000}?[^\s])``(?!`)", re.DOTALL)
_ROLE = re.compile(rf"(:{_NAME}:`){_QUOTED}", re.DOTALL)
_BACKQUOTE = re.compile(rf"(`)(?!`){_QUOTED}(__?(?![A-Za-z0-9_])|:{_NAME}:(?!`))?", re.DOTALL)
_TARGET = re.compile(rf"(_`){_QUOTED}", re.DOTALL)
_STRONG = re.compile(r"(\*\*)(?![\s*])((?:\\.|[^*\\]|\*(?!\*)){1,2000}?)(?<!\s)(\*\*)", re.DOTALL)
_EMPHASIS = re.compile(r"(\*)(?![\s*])((?:\\.|[^*\\]){1,2000}?)(?<!\s)(\*)(?!\*)", re.DOTALL)
_SUBSTITUTION = re.compile(r"\|(?![\s|])(?:\\.|[^|\\]){0,200}?(?<!\s)\|_{0,2}", re.DOTALL)
_FOOTNOTE = re.compile(rf"\[(?:[0-9]+|#(?:{_REFERENCE_NAME})?|\*|{_NAME})\]_(?![A-Za-z0-9_])")
_WORD = re.compile(rf"{_REFERENCE_NAME}__?")
_ESCAPE = re.compile(r"\\(?:.|\Z)", re.DOTALL)
#: The characters that docutils accepts in a URI and at its end (RFC 3986, section 2).
_URL = re.compile(r"(?:https?|ftp|mailto|tel):[-_.!~*'()\[\];/:@&=+$,%a-zA-Z0-9?#]{0,2000}[_~*/=+a-zA-Z0-9]")
_EMAIL = re.compile(r"[A-Za-z0-9_.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}(?<!-)")
_EMAIL_CHARS = re.compile(r"[A-Za-z0-9_.%+-]")
#: ``title <target>``, the form of Sphinx's cross-reference roles and of docutils' links.
_TITLED = re.compile(r"(.+?)(\s*(?<!\\)<[^<]*>)", re.DOTALL)


def _construct_at(text: str, position: int) -> list[Token]:
    reader = _READERS.get(text[position]) or (_letter if text[position].isalnum() else None)
    return reader(text, position) if reader else []


def _boundary_before(text: str, position: int, *, lenient: bool) -> bool:
    return position == 0 or bool(_BEFORE.match(text[position - 1])) or (lenient and _is_caseless(text[position - 1]))


def _boundary_after(text: str, position: int, *, lenient: bool) -> bool:
    return position == len(text) or bool(_AFTER.match(text[position])) or (lenient and _is_caseless(text[position]))


def _is_caseless(char: str) -> bool:
    """Return whether *char* belongs to a script without case. Such scripts often have no spaces between words."""
    return unicodedata.category(char) in ("Lo", "Mn", "Mc") or unicodedata.east_asian_width(char) in "WF"


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Return whether the start mark is quoted, as in ``"*"``. docutils does not recognise it there."""
    return start > 0 and end < len(text) and _match_chars(text[start - 1], text[end])


def _enclosed(construct: Construct, opening: str, body: str, closing: str) -> list[Token]:
    return [
        Token(opening, Shape.OPEN, construct),
        Token(body),
        Token(closing, Shape.CLOSE, construct),
    ]


def _whole(construct: Construct, text: str) -> list[Token]:
    return [Token(text, Shape.WHOLE, construct)]


def _titled(construct: Construct, opening: str, body: str, closing: str) -> list[Token]:
    match = _TITLED.fullmatch(body)
    if match:
        return _enclosed(construct, opening, match[1], match[2] + closing)
    return _whole(construct, opening + body + closing)


def _colon(text: str, position: int) -> list[Token]:
    match = _ROLE.match(text, position)
    return _titled(Construct.ROLE, match[1], match[2], "`") if match else []


def _backquote(text: str, position: int) -> list[Token]:
    if text.startswith("``", position):
        match = _LITERAL.match(text, position)
        return _whole(Construct.LITERAL, match[0]) if match else []
    match = _BACKQUOTE.match(text, position)
    if not match or _is_quoted(text, position, position + 1):
        return []
    suffix = match[3] or ""
    if suffix.startswith("_"):
        if "<" in match[2]:
            return _titled(Construct.REFERENCE, "`", match[2], "`" + suffix)
        return _whole(Construct.REFERENCE, match[0])
    if _boundary_before(text, position, lenient=True) and _boundary_after(text, match.end(), lenient=True):
        return _whole(Construct.ROLE, match[0])
    return []


def _asterisk(text: str, position: int) -> list[Token]:
    for construct, pattern in ((Construct.STRONG, _STRONG), (Construct.EMPHASIS, _EMPHASIS)):
        match = pattern.match(text, position)
        if (
            match
            and _boundary_before(text, position, lenient=True)
            and _boundary_after(text, match.end(), lenient=True)
            and not _is_quoted(text, position, match.end(1))
        ):
            return _enclosed(construct, match[1], match[2], match[3])
    return []


def _underscore(text: str, position: int) -> list[Token]:
    match = _TARGET.match(text, position)
    return _whole(Construct.TARGET, match[0]) if match and _boundary_before(text, position, lenient=True) else []


def _bracket(text: str, position: int) -> list[Token]:
    match = _FOOTNOTE.match(text, position)
    return _whole(Construct.FOOTNOTE, match[0]) if match else []


def _bar(text: str, position: int) -> list[Token]:
    match = _SUBSTITUTION.match(text, position)
    if (
        match
        and _boundary_before(text, position, lenient=True)
        and _boundary_after(text, match.end(), lenient=True)
        and not _is_quoted(text, position, position + 1)
    ):
        return _whole(Construct.SUBSTITUTION, match[0])
    return []


def _backslash(text: str, position: int) -> list[Token]:
    match = _ESCAPE.match(text, position)
    return _whole(Construct.ESCAPE, match[0]) if match else []


def _letter(text: str, position: int) -> list[Token]:
    previous = text[position - 1] if position else ""
    if not (previous.isascii() and _EMAIL_CHARS.match(previous)):
        for construct, pattern in ((Construct.URL, _URL), (Construct.EMAIL, _EMAIL)):
            match = pattern.match(text, position)
            if match:
                return _whole(construct, match[0])
    if _boundary_before(text, position, lenient=False):
        match = _WORD.match(text, position)
        if match and _boundary_after(text, match.end(), lenient=False):
            return _whole(Construct.REFERENCE, match[0])
    return []


_READERS: dict[str, Callable[[str, int], list[Token]]] = {
    ":": _colon,
    "`": _backquote,
    "*": _asterisk,
    "_": _underscore,
    "[": _bracket,
    "|": _bar,
    "\\": _backslash,
}
