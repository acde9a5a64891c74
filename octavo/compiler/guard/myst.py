"""Pair of MyST Markdown → refusals for markup that the master's text does not have.

Sphinx parses a translation of a MyST page as Markdown, in which HTML is HTML: the tests of reStructuredText would take
a script for plain text. The texts are compared by the tokens of CommonMark, and by the signs with which MyST goes
beyond it (roles, attributes, substitutions, mathematics, directives); what cannot be told apart is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from octavo.compiler.guard import macros, math
from octavo.compiler.guard.dollars import inline_formulas
from octavo.compiler.guard.links import CODE, host_of, is_allowed
from octavo.compiler.guard.pair import Pair, Refusal
from octavo.compiler.guard.rst import MATH, POINTING, SHOWN
from octavo.text.markup.myst import parser

_T = TypeVar("_T", bound=Hashable)
_REMEDY = "Use the markup of the English text only"
#: What begins a block in MyST and not in CommonMark: directives, targets, comments, fields, definitions, formulas.
_BLOCK = re.compile(
    r"[ \t]*(?::::|\([^)\n]*\)=|\+\+\+|%|:[^:\s]+:|:[ \t]|\$\$|\\begin\{|\||\[[^\]\n]*\]:|\{[^}\n]*\}\s*$)",
    re.MULTILINE,
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_ROLE = re.compile(r"\{([^{}\s]+)\}$")
_TARGET = re.compile(r".*<([^<>]*)>\s*$", re.DOTALL)
#: Signs that mean something in one of MyST's extensions, and what makes addresses links.
_SIGNS = re.compile(r"[{}$]|\[\^[^\]]*\]|://|\bwww\.|@|\\[\[(]")
_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*:(?=\S)|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}\b)[^\s)>\]]*", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a text holds: its blocks, pieces of HTML and code, addresses, signs."""

    blocks: tuple[str, ...]
    starts: int
    pieces: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    signs: tuple[str, ...]
    addresses: tuple[str, ...]


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each piece of markup that is too much."""
    own, theirs = inline_formulas(pair.master), inline_formulas(pair.text)
    yield from math.compared(own.candidates, theirs.formulas)
    yield from _commands(pair)
    master, found = _held(own.rest), _held(theirs.rest)
    if found.blocks != master.blocks or found.starts > master.starts or pair.text.count("\n") > pair.master.count("\n"):
        yield Refusal("guard-block", "Markdown reads it as another kind of block than the English", _REMEDY)
    for kind, piece in _more(found.pieces, master.pieces):
        code = "guard-role" if kind.startswith("{") else "guard-syntax"
        yield Refusal(code, f"It has {kind} “{piece[:60]}”, which the English does not", _REMEDY)
    hosts = frozenset(map(host_of, master.links)) | pair.context.allowed_hosts
    for uri in dict.fromkeys(found.links):
        if uri not in master.links and not is_allowed(uri, hosts):
            yield Refusal(CODE, f"It links to {uri[:120]!r}, where the English does not", _REMEDY)
    for sign in dict.fromkeys(_more(found.signs, master.signs)):
        yield Refusal("guard-syntax", f"“{sign}” means something in MyST, and the English has less of it", _REMEDY)
    for name in dict.fromkeys(_more(found.addresses, master.addresses)):
        yield Refusal(CODE, f"It names {name[:80]!r}, which may become a link", _REMEDY)


def _commands(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for a command of TeX that is on no list, wherever in a text with formulas it is."""
    allowed = macros.MACROS | frozenset(_COMMAND.findall(pair.master))
    for name in dict.fromkeys(_COMMAND.findall(pair.text) if "$" in pair.text else ()):
        if name not in allowed:
            yield Refusal(math.CODE, f"A translated formula cannot hold the command “{name[:60]}”", _REMEDY)


def _held(text: str) -> _Held:
    blocks: list[str] = []
    pieces: list[tuple[str, str]] = []
    links: list[str] = []
    words: list[str] = []
    for block in parser().parse(text):
        blocks.append(f"{block.type} {block.tag}")
        if block.type in ("html_block", "fence", "code_block"):
            pieces.append((block.type, block.content))
        before = ""
        for token in block.children or ():
            if token.type == "code_inline":
                pieces.append(_code(before, token.content))
            elif token.type == "html_inline":
                pieces.append(("HTML", token.content))
            elif token.type == "image":
                pieces.append(("an image", str(token.attrGet("src"))))
                words.append(token.content)
            elif token.type == "link_open":
                links.append(str(token.attrGet("href")))
            elif token.type == "text":
                words.append(token.content)
            before = token.content if token.type == "text" else ""
    said = " ".join(words)
    return _Held(
        tuple(blocks), len(_BLOCK.findall(text)), tuple(pieces), tuple(links),
        tuple(_SIGNS.findall(said)), tuple(_ADDRESS.findall(said)),
    )  # fmt: skip


def _code(before: str, content: str) -> tuple[str, str]:
    """Return what of a role or of code may not change; of a role that only shows its words, nothing."""
    match = _ROLE.search(before)
    if match is None:
        return "code", content
    name = match[1].rpartition(":")[2]
    target = _TARGET.match(content)
    if name in SHOWN or match[1] == MATH:
        return match[0], ""  # formulas have a test of their own
    return match[0], target[1] if target and name in POINTING else content


def _more(found: Iterable[_T], allowed: Iterable[_T]) -> list[_T]:
    return list((Counter(found) - Counter(allowed)).elements())
