"""Cut MyST Markdown inline text into tokens, and list its markup, with the types for reStructuredText.

Tokens are cut with regular expressions, without losing a character. The inventory comes from CommonMark's own parser,
and the roles, substitutions and footnotes of MyST are added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from octavo.text.markup.inert_parser import Role
from octavo.text.markup.inventory import Inventory
from octavo.text.markup.tokens import Construct, Shape, Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

#: The name of a role, directly before its code (MyST documentation, "Roles - in-line extensions").
_BEFORE_CODE = re.compile(r"\{([^{}\s`]+)\}$")
#: ``title <target>`` inside a role.
_TITLED = re.compile(r"(.*?\S)\s*<([^<>]*)>\s*", re.DOTALL)
_SUBSTITUTION = re.compile(r"\{\{\s*([^{}]{1,200}?)\s*\}\}")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")
#: The length of every body is bounded, so that no input is slow.
_SIGNS = re.compile(
    r"""
    (?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<role>\{[^{}\s`]{1,80}\}(?P<quote>`+)(?!`))(?P<inside>.{1,2000}?)(?<!`)(?P=quote)(?!`)
    |(?P<code>(?P<ticks>`+)(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`))
    |(?P<substitution>\{\{[^{}]{1,200}\}\})
    |(?P<footnote>\[\^[^\]\s]{1,100}\])
    |(?P<link>!?\[)(?P<said>(?:\\.|`[^`]{0,500}`|[^\[\]\\]|!?\[[^\[\]]{0,500}\](?:\([^()]{0,500}\))?){0,1000}?)
        (?P<target>\]\((?:[^()]|\([^()]*\)){0,2000}\)|\]\[[^\[\]]{0,200}\])
    |(?P<url><(?:[a-z][a-z0-9+.-]{1,31}:[^<>\s]{0,2000}|[^<>\s@]{1,64}@[^<>\s]{1,255})>
        |(?:https?|ftp|mailto|tel):[-_.!~'(\[;/:@&=+$,%a-z0-9?\#]{0,2000}[_~/=+a-z0-9])
    |(?P<email>(?<![A-Za-z0-9_.%+-])[A-Za-z0-9_.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})
    |(?P<html></?[a-z][^<>]{0,1000}>|<!--.{0,1000}?-->)
    |(?P<math>\$(?![\s$])[^$\n]{1,500}(?<![\s\\])\$(?!\d))
    |(?P<strong>\*\*|(?<!\w)__)(?![\s*_])(?P<weighty>.{1,2000}?)(?<![\s\\])(?P=strong)(?!(?<=_)\w)
    |(?P<emphasis>\*|(?<!\w)_)(?![\s*_])(?P<slanted>(?:\\.|\*\*[^*]{1,500}\*\*|[^*_\\]|(?<=\w)_(?=\w)){1,2000}?)(?<!\s)
        (?P=emphasis)(?!\*|(?<=_)\w)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_WHOLE = {
    "escape": Construct.ESCAPE, "code": Construct.LITERAL, "substitution": Construct.SUBSTITUTION,
    "footnote": Construct.FOOTNOTE, "url": Construct.URL, "email": Construct.EMAIL, "html": Construct.LITERAL,
    "math": Construct.LITERAL,
}  # fmt: skip
#: The depth to which tokens are cut inside others: a link in bold, code in the link.
_DEPTH = 4


@cache
def parser() -> MarkdownIt:
    """Return CommonMark's own parser."""
    from markdown_it import MarkdownIt  # imported only here: most projects have no Markdown

    return MarkdownIt("commonmark", {"html": True})


def tokens(text: str) -> list[Token]:
    """Cut *text* into tokens. Their texts, joined, are exactly *text*."""
    return list(_tokens(text, _DEPTH))


@lru_cache(maxsize=4096)
def _tokens(text: str, depth: int) -> tuple[Token, ...]:
    pieces: list[Token] = []
    start = 0
    for match in _SIGNS.finditer(text) if depth else ():
        if start < match.start():
            pieces.append(Token(text[start : match.start()]))
        pieces += _cut(match, depth)
        start = match.end()
    if start < len(text):
        pieces.append(Token(text[start:]))
    return tuple(pieces)


def _cut(match: re.Match[str], depth: int) -> Iterator[Token]:
    if match["role"]:
        titled = _TITLED.fullmatch(match["inside"])
        yield from (
            _around(Construct.ROLE, match, titled[1], match.start("inside") + titled.end(1), 0)
            if titled
            else [Token(match[0], Shape.WHOLE, Construct.ROLE)]
        )
    elif match["target"]:
        yield from _around(Construct.REFERENCE, match, match["said"], match.start("target"), depth)
    elif match["strong"]:
        yield from _around(Construct.STRONG, match, match["weighty"], match.end("weighty"), depth)
    elif match["emphasis"]:
        yield from _around(Construct.EMPHASIS, match, match["slanted"], match.end("slanted"), depth)
    else:
        construct = next(construct for name, construct in _WHOLE.items() if match[name])
        yield Token(match[0], Shape.WHOLE, construct)


def _around(construct: Construct, match: re.Match[str], inside: str, end: int, depth: int) -> Iterator[Token]:
    """Yield the opening token, the tokens of *inside*, and the closing token, which begins at *end*."""
    start = end - len(inside)
    yield Token(match.string[match.start() : start], Shape.OPEN, construct)
    yield from _tokens(inside, depth - 1) if depth else [Token(inside)]
    yield Token(match.string[end : match.end()], Shape.CLOSE, construct)


@lru_cache(maxsize=8192)
def inventory(text: str) -> Inventory:
    """Parse *text* as MyST parses a message, and list its elements.

    A link to a page of the project is listed by the name of the file. Mathematics counts as code.
    """
    blocks: list[str] = []
    inline: list[Any] = []
    for token in parser().parse(text):
        if token.nesting == 1 or (token.nesting == 0 and token.type != "inline"):
            blocks.append(token.type.removesuffix("_open"))
        inline += token.children or ()
    visible_texts = [token.content for token in inline if token.type in ("text", "image")]
    words = " ".join(visible_texts)
    codes = list(_codes(inline))
    return Inventory(
        blocks=tuple(blocks),
        roles=tuple(_role(name, content) for name, content in codes if name),
        links=tuple(str(token.attrGet("href")) for token in inline if token.type == "link_open"),
        titles=tuple(_titles(inline)),
        footnotes=tuple(_FOOTNOTE.findall(words)),
        substitutions=tuple(_SUBSTITUTION.findall(words)),
        literals=tuple(content for name, content in codes if not name),
        emphasis=sum(token.type == "em_open" for token in inline),
        strong=sum(token.type == "strong_open" for token in inline),
    )


def _titles(inline: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the words and the address of each link whose words are not its address."""
    uri, words = "", ""
    for token in inline:
        if token.type == "link_open":
            uri, words = str(token.attrGet("href")), ""
        elif token.type == "link_close" and words not in ("", uri, uri.removeprefix("mailto:")):
            yield words, uri
        elif token.type in ("text", "code_inline"):
            words += token.content


def _codes(inline: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the role name, or an empty string, and the content of each piece of code."""
    before = ""
    for token in inline:
        if token.type == "code_inline":
            match = _BEFORE_CODE.search(before)
            yield (match[1] if match else ""), token.content
        before = token.content if token.type == "text" else ""


def _role(name: str, content: str) -> Role:
    titled = _TITLED.fullmatch(content)
    return Role(
        name=name.lower(),
        text=content,
        target=" ".join((titled[2] if titled else content).split()),
        title=titled[1] if titled else "",
    )
