"""Refuse markup in MyST Markdown that the master's text does not have.

Sphinx parses a translation of a MyST page as Markdown, in which HTML is HTML: the tests of reStructuredText would take
a script for plain text. The texts are compared by the tokens of MyST's own parser, with the settings of the project.
Everything except words, emphasis and code must be in the master's text. An unknown kind of token is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from octavo.compiler.guard import math
from octavo.compiler.guard.context.parsing import Myst
from octavo.compiler.guard.deceit import deceits
from octavo.compiler.guard.links import CODE, host_of, is_allowed
from octavo.compiler.guard.math import macros
from octavo.compiler.guard.myst.parser import parsed
from octavo.compiler.guard.pair import Context, Pair, Refusal, surplus
from octavo.compiler.guard.roles import essence, is_formula, is_free
from octavo.text.markup import Role

_REMEDY = "Use the markup of the original only"
_TARGET = re.compile(r"(.*?\S)\s*<([^<>]*)>\s*$", re.DOTALL)
#: A link whose address CommonMark's parser refuses. Another program may turn it into a link.
_LEFT = re.compile(r"\]\(\s*(?:javascript|vbscript|data|file)\s*:", re.IGNORECASE)
#: A command of TeX, with more than one letter.
_COMMAND = re.compile(r"\\[A-Za-z]+")
#: Signs that mean something to TeX or HTML.
_TEX = re.compile(r"[\\^_{}%#&~<>]")
_HTML_NAME = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)
#: HTML elements without an end.
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
#: Tokens that only show words, however many there are; roles and links are compared by themselves.
_WORDS = frozenset(
    (
        "em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close", "softbreak", "text_special", "text",
        "code_inline", "link_open", "link_close", "myst_role",
    )
)  # fmt: skip
#: Inline tokens, and what a translator calls them; their content must be the master's.
_FIXED = {
    "substitution_inline": "the substitution", "html_inline": "HTML", "footnote_ref": "the footnote",
    "footnote_anchor": "the footnote", "footnote_inline": "the footnote", "span_open": "a span",
    "span_close": "a span", "hardbreak": "a line break",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """Store the elements of a text.

    :ivar blocks: its blocks, outer before inner, with their properties
    :ivar pieces: kind and content of each part that a translation may not change
    :ivar formulas: its formulas, between dollars and in roles
    :ivar roles: its roles
    :ivar links: the addresses of its links
    :ivar titles: words and address of each link
    :ivar said: its words
    """

    blocks: tuple[str, ...]
    pieces: tuple[tuple[str, str], ...]
    formulas: tuple[str, ...]
    roles: tuple[Role, ...]
    links: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    said: str


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each piece of added markup, under each set of settings that Sphinx may have."""
    yield from _commands(pair)
    for settings in pair.context.parsing.myst:
        yield from _compared(pair, settings)


def _compared(pair: Pair, settings: Myst) -> Iterator[Refusal]:
    context = pair.context
    master, found = _held(pair.master, settings, context), _held(pair.text, settings, context)
    # A heading is parsed as such, with a line of "=" below it.
    if found.blocks != master.blocks or pair.text.count("\n") > pair.master.count("\n"):
        yield Refusal("guard-block", "Markdown reads it as another kind of block than the original", _REMEDY)
    for kind, piece in surplus(found.pieces, master.pieces):
        yield Refusal("guard-syntax", f"It has {kind} “{piece[:60]}”, which the original does not", _REMEDY)
    yield from _formulas(master.formulas, found.formulas, is_free=context.parsing.free_formulas)
    if not _is_nested(found) and found.pieces != master.pieces:
        yield Refusal("guard-syntax", "Its HTML is not closed in order", "Keep the HTML of the original as it is")
    kept = [essence(role, context.parsing) for role in master.roles]
    for name, text in surplus(
        (essence(role, context.parsing) for role in found.roles if not is_free(role, context.parsing)), kept
    ):
        yield Refusal("guard-role", f"It has {{{name}}} “{text[:60]}”, which the original does not", _REMEDY)
    for role in found.roles:
        if role.name.endswith("numref") and re.search(r"[%{}]", re.sub(r"%s|\{name\}|\{number\}", "", role.title)):
            yield Refusal("guard-role", "The title of {numref} has a placeholder that it cannot have", "Use only %s")
    hosts = frozenset(map(host_of, master.links)) | context.allowed_hosts
    for uri in dict.fromkeys(found.links):
        if uri not in master.links and not is_allowed(uri, hosts):
            yield Refusal(CODE, f"It links to {uri[:120]!r}, where the original does not", _REMEDY)
    if _LEFT.search(found.said) and not _LEFT.search(master.said):
        yield Refusal(
            CODE, "It has a link that Markdown does not make, for its address would run or open something", _REMEDY
        )
    yield from deceits(master.titles, found.titles, master.said, found.said, hosts)


def _formulas(master: tuple[str, ...], found: tuple[str, ...], *, is_free: bool) -> Iterator[Refusal]:
    """Yield a refusal for each formula of *found* that is not in *master*. Words between two prices are no formula."""
    words = [formula for formula in found if not _TEX.search(formula)]
    allowed = [formula for formula in master if not _TEX.search(formula)]
    yield from math.compared(
        master, found if len(words) > len(allowed) else (item for item in found if item not in words), is_free=is_free
    )


def _commands(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for a command of TeX that is on no list, anywhere in a text with dollars."""
    allowed = macros.MACROS | frozenset(_COMMAND.findall(pair.master))
    for name in dict.fromkeys(_COMMAND.findall(pair.text) if "$" in pair.text else ()):
        if name not in allowed:
            yield Refusal(math.CODE, f"A translated formula cannot use the command “{name[:60]}”", _REMEDY)


def _held(text: str, settings: Myst, context: Context) -> _Held:
    blocks: list[str] = []
    inline: list[Any] = []
    for token in parsed(text, settings, context.links):
        inline += token.children or ()
        if token.type != "inline":
            fixed = f"{token.info} {token.content}" if token.content or token.info else ""
            blocks.append(f"{token.type} {token.tag} {_attributes(token)} {fixed}")
    said, links, titles = _words(inline)
    roles = [_role(str(token.meta.get("name", "")), token.content) for token in inline if token.type == "myst_role"]
    formulas = [token.content for token in inline if token.type.startswith("math")]
    formulas += [role.text for role in roles if is_formula(role, context.parsing)]
    pieces = [piece for token in inline for piece in _pieces(token)]
    return _Held(
        tuple(blocks), tuple(pieces), tuple(formulas), tuple(roles), tuple(links), tuple(titles), "".join(said)
    )


def _words(inline: Iterable[Any]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Return the words, the addresses, and the words with the address of each link."""
    said: list[str] = []
    links: list[str] = []
    titles: list[tuple[str, str]] = []
    start = 0
    for token in inline:
        if token.type in ("text", "code_inline"):
            said.append(token.content if token.type == "text" else " ")
        elif token.type == "link_open":
            links.append(str(token.attrGet("href")))
            start = len(said)
        elif token.type == "link_close":
            titles.append(("".join(said[start:]), links[-1] if links else ""))
    return said, links, titles


def _pieces(token: Any) -> Iterator[tuple[str, str]]:
    """Yield the parts of *token* that a translation may not change. Tokens of an unknown kind are among them."""
    if attributes := _attributes(token):
        yield "the attributes", attributes
    if token.type == "image":
        yield "an image", str(token.attrGet("src"))
    elif token.type in _FIXED:
        yield _FIXED[token.type], f"{token.content}{token.meta.get('label', '')}"
    elif token.type not in _WORDS and not token.type.startswith("math"):
        yield f"markup of an unknown kind ({token.type})", token.content


def _attributes(token: Any) -> str:
    """Return the attributes of the element *token* except its address and words."""
    if token.type.startswith("substitution"):
        return ""
    own = {"href", "src", "alt", "title"} if token.type in ("link_open", "image") else set()
    return " ".join(f"{name}={value}" for name, value in sorted(token.attrs.items()) if name not in own)


def _role(name: str, content: str) -> Role:
    match = _TARGET.match(content)
    target = " ".join((match[2] if match else content).split())
    return Role(name.lower(), content, target, match[1] if match else "")


def _is_nested(found: _Held) -> bool:
    """Return whether every HTML element that begins in the text ends in it, in order."""
    open_: list[str] = []
    for kind, piece in found.pieces:
        match = _HTML_NAME.match(piece) if kind == "HTML" else None
        if match is None or match[2].lower() in _VOID or piece.endswith("/>"):
            continue
        if not match[1]:
            open_.append(match[2].lower())
        elif not open_ or open_.pop() != match[2].lower():
            return False
    return not open_
