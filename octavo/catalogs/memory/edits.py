"""Two versions of an English text → whether the edit is slight, and the translation with its addresses adapted."""

from __future__ import annotations

import re

from octavo.text import markup
from octavo.text.markup import Construct, Shape, Token

_WORDS = re.compile(r"\w+")
_ADDRESSES = (Construct.URL, Construct.EMAIL)
_TARGETED = (Construct.ROLE, Construct.REFERENCE)
_TARGET = re.compile(r"<([^<>]*)>")


def essence(text: str) -> str:
    """Return what counts of *text* when an edit is judged: its words, without markup, addresses and case."""
    return " ".join(_WORDS.findall(markup.plain_text(text).casefold()))


def is_slight(old: str, new: str) -> bool:
    """Whether *new* differs from *old* only in case, punctuation, white space, markup, a target or an address."""
    return essence(old) == essence(new) != ""


def adapted(text: str, old: str, new: str) -> str:
    """Return the translation *text* of *old* with each address or target that *new* replaces replaced too.

    Only where it is safe: both have as many addresses, so that each has its place, and no address of *old* became two.
    """
    before, after = _addresses(old), _addresses(new)
    replaced = dict(zip(before, after, strict=False))
    in_place = [replaced.get(address) for address in before]
    if before == after or len(before) != len(after) or in_place != after:
        return text
    return "".join(_with_addresses(token, replaced) for token in markup.tokens(text))


def _addresses(text: str) -> list[str]:
    return [found for token in markup.tokens(text) if (found := _address(token))]


def _address(token: Token) -> str:
    """Return where *token* leads: an address as such, or what stands between < and >."""
    if token.construct in _ADDRESSES:
        return token.text
    if token.construct in _TARGETED and token.shape is Shape.CLOSE:
        match = _TARGET.search(token.text)
        return match[1] if match else ""
    return ""


def _with_addresses(token: Token, replaced: dict[str, str]) -> str:
    address = _address(token)
    return token.text.replace(address, replaced[address]) if address in replaced else token.text
