r"""Cut a formula in TeX into tokens, and check that its groups, arguments, environments and delimiters are complete.

TeX reads characters by categories that a formula could change. No macro of the list changes them, so here each
character has the category of plain LaTeX. Each error of TeX is an error here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.compiler.guard.math import macros

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z])|\s+|[^\\]", re.DOTALL)
_NAME = re.compile(r"[a-zA-Z]{1,20}\*?")
_COLUMNS = frozenset("lcr| ")
_SKIP = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,3})?(?:pt|em|ex|mm|cm)")


#: Tokens that TeX does not accept as an argument, or that need arguments of their own.
_NO_ARGUMENT = (
    frozenset(("", "}", "&", "_", "^", "'", r"\\", r"\right", r"\end", r"\begin", r"\left"))
    | frozenset(macros.ARGUMENTS)
    | macros.DELIMITED
)
#: Macros that change what is before or around them.
_CONTROLS = frozenset((r"\limits", r"\nolimits", r"\hline"))
#: Two signs of a derivative with a space between.
_PARTED = re.compile(r"'\s+'")
#: The tokens that close a group with rows.
_ROWS = "rows}"


class TexError(ValueError):
    """Report a formula that TeX could not set. The message says why."""


@dataclass(frozen=True, slots=True)
class Token:
    r"""Represent a command, a character, or white space.

    :ivar in_text: whether it is in the words of ``\text{…}``, outside TeX's math mode
    """

    text: str
    in_text: bool = False


def tokens(text: str) -> list[Token]:
    r"""Cut the formula *text* into tokens.

    :raises TexError: it ends in a lone backslash, or has ``^^``, by which TeX hides characters
    """
    if "^^" in text:
        raise TexError("“^^” cannot stand in a formula; it would hide a character")
    if (len(text) - len(text.rstrip("\\"))) % 2:
        raise TexError("The formula ends in a lone backslash")
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    depth = 0  # of braces inside words; 0 outside
    awaited = False  # whether the words of a text macro come next
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if depth:
            depth += {"{": 1, "}": -1}.get(piece, 0)
            yield Token(piece, in_text=depth > 0)
        elif piece == "{" and awaited:
            depth = 1
            yield Token(piece)
        else:
            yield Token(piece)
        awaited = piece in macros.TEXTS or (awaited and piece.isspace())


def parse(found: list[Token], *, deepest: int) -> None:
    """Check that the tokens *found* form a whole formula.

    :raises TexError: they do not, or groups are nested deeper than *deepest*
    """
    if _PARTED.search("".join("x" if token.in_text else token.text for token in found)):
        raise TexError("“'” after “'” and a space is a second superscript")
    _Parser([token for token in found if token.in_text or not token.text.isspace()], deepest).formula()


class _Parser:
    """Read a formula from its first token to its last."""

    def __init__(self, found: list[Token], deepest: int) -> None:
        self.texts = [token.text for token in found]
        self.position = 0
        self.depth = 0
        self.deepest = deepest

    def formula(self) -> None:
        self._list(closing=None)
        if self.position < len(self.texts):
            raise TexError(f"“{self.texts[self.position]}” closes what nothing opens")

    @property
    def _next(self) -> str:
        return self.texts[self.position] if self.position < len(self.texts) else ""

    def _take(self) -> str:
        piece = self._next
        self.position += 1
        return piece

    def _list(self, closing: str | None) -> None:
        """Read up to *closing*, which is not consumed, or up to a token that can only close something else."""
        self.depth += 1
        if self.depth > self.deepest:
            raise TexError("The formula has too many groups inside groups")
        scripts: set[str] = set()  # of the piece before
        before = ""
        while self._next and self._next not in ("}", r"\right", r"\end"):
            if closing == "]" and self._next == "]":
                break
            piece = self._take()
            if piece in ("_", "^"):
                if piece in scripts or (piece == "^" and "'" in scripts):
                    raise TexError(f"Two “{piece}” follow each other; put the second into braces")
                scripts.add(piece)
                self._argument(piece)
                continue
            if piece == "'":
                if "^" in scripts:
                    raise TexError("“'” after “^” is a second superscript")
                scripts.add("'")
                continue
            if piece in (r"\limits", r"\nolimits"):
                if before not in macros.LARGE | macros.LIMITS:
                    raise TexError(f"“{piece}” can stand only after a sum, an integral and their like")
                continue
            _check_place(piece, before, closing)
            scripts = set()
            before = piece
            self._piece(piece)
        self.depth -= 1

    def _piece(self, piece: str) -> None:
        if piece == "{":
            self._group()
        elif piece == r"\begin":
            self._environment()
        elif piece == r"\left":
            self._left()
        elif piece == r"\not":
            self._argument(piece)
        elif piece in macros.DELIMITED:
            self._delimiter(piece)
        elif piece in macros.ARGUMENTS:
            self._arguments(piece)
        elif piece == r"\\" and self._next == "[":
            self._take()
            if not _SKIP.fullmatch(self._until("]")):
                raise TexError("After “\\\\” a bracket holds the space between rows; put braces around the bracket")

    def _group(self, closing: str = "}") -> None:
        self._list(closing)
        if self._take() != "}":
            raise TexError("A brace “{” is not closed")

    def _arguments(self, piece: str) -> None:
        if piece in macros.OPTIONAL and self._next == "[":
            self._take()
            self._list(closing="]")
            if self._take() != "]":
                raise TexError(f"The bracket after “{piece}” is not closed")
        if piece == r"\cfrac" and self._next == "[":
            raise TexError("A bracket after “\\cfrac” would be an option; put braces around it")
        if piece == r"\operatorname" and self._next == "*":
            self._take()
        for _ in range(macros.ARGUMENTS[piece]):
            if piece in macros.TEXTS:
                self._words(piece)
            elif piece == r"\substack" and self._next == "{":
                self._take()
                self._group(_ROWS)
            else:
                self._argument(piece)

    def _argument(self, piece: str) -> None:
        """Read a group, or the one token that TeX would accept."""
        taken = self._take()
        if taken == "{":
            self._group()
        elif taken in _NO_ARGUMENT or (piece != r"\not" and taken in macros.NO_ARGUMENT) or taken in _CONTROLS:
            raise TexError(f"After “{piece}” something in braces is missing")

    def _words(self, piece: str) -> None:
        if self._take() != "{":
            raise TexError(f"After “{piece}” words in braces are missing")
        while self._next not in ("", "}", "{"):
            self._take()
        # Braces inside words would end them too early on a web page.
        if self._take() != "}":
            raise TexError(f"The words after “{piece}” are not closed, or have braces inside")

    def _left(self) -> None:
        self._delimiter(r"\left")
        self._list(closing=r"\right")
        if self._take() != r"\right":
            raise TexError(r"“\left” has no “\right”")
        self._delimiter(r"\right")

    def _delimiter(self, piece: str) -> None:
        if self._take() not in macros.DELIMITERS:
            raise TexError(f"After “{piece}” a bracket or another delimiter is missing")

    def _environment(self) -> None:
        name = self._name()
        # After its name, “\\begin” and the braces.
        is_whole = self.depth == 1 and name in macros.DISPLAYS and self.position == len(name) + 3
        if name not in macros.ENVIRONMENTS and not is_whole:
            raise TexError(f"The environment “{name[:40]}” cannot stand here")
        if name == "array":
            columns = self._braced()
            if not columns or not _COLUMNS.issuperset(columns):
                raise TexError("After “\\begin{array}” its columns are missing, such as {lcr}")
        if self._next == "[":
            raise TexError(f"A bracket after “\\begin{{{name}}}” would be an option; put braces around it")
        self._list(closing=r"\end")
        if self._take() != r"\end" or self._name() != name:
            raise TexError(f"The environment “{name}” is not closed")
        if is_whole and self._next:
            raise TexError(f"After the environment “{name}” nothing can stand")

    def _name(self) -> str:
        name = self._braced()
        if not _NAME.fullmatch(name):
            raise TexError("After “\\begin” or “\\end” the name of an environment is missing")
        return name

    def _braced(self) -> str:
        """Read a group of ordinary characters and return them."""
        if self._take() != "{":
            raise TexError("A brace “{” is missing")
        return self._until("}")

    def _until(self, closing: str) -> str:
        start = self.position
        while self._next not in ("", "}", "{", closing):
            self._take()
        inside = "".join(self.texts[start : self.position])
        if self._take() != closing:
            raise TexError(f"“{closing}” is missing")
        return inside


def _check_place(piece: str, before: str, closing: str | None) -> None:
    """Check that *piece* may follow *before* in a list that *closing* ends."""
    if piece == "&" and closing not in (None, r"\end"):
        raise TexError("“&” cannot stand inside braces or between “\\left” and “\\right”")
    if piece == r"\\" and closing not in (None, r"\end", _ROWS):
        raise TexError("“\\\\” cannot stand inside braces or between “\\left” and “\\right”")
    if piece == r"\middle" and closing != r"\right":
        raise TexError("“\\middle” can stand only between “\\left” and “\\right”")
    if piece == r"\hline" and (closing != r"\end" or before not in ("", r"\\", r"\hline")):
        raise TexError("“\\hline” can stand only at the beginning of a row")
