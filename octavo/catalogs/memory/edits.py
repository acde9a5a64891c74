"""Compare two versions of a master text, and adapt the URLs of its translation."""

from __future__ import annotations

import re

from octavo.text import markup
from octavo.text.markup import Construct, Shape, Token

_WORDS = re.compile(r"\w+")
_ADDRESSES = (Construct.URL, Construct.EMAIL)
_TARGETED = (Construct.ROLE, Construct.REFERENCE)
_TARGET = re.compile(r"<([^<>]*)>")


def essence(text: str) -> str:
    """Return the words of *text* without markup, URLs and case, for the comparison of versions."""
    return " ".join(_WORDS.findall(markup.plain_text(text).casefold()))


def is_slight(old: str, new: str) -> bool:
    """Return whether *old* and *new* differ only in case, punctuation, space, markup, targets or URLs."""
    return essence(old) == essence(new) != ""


def adapted(text: str, old: str, new: str) -> str:
    """Return *text*, the translation of *old*, with the URLs and targets of *new*.

    Change it only if that is safe: both versions have the same number of URLs, and no URL of *old* became two.
    """
    before, after = _addresses(old), _addresses(new)
    replaced = dict(zip(before, after, strict=False))
    in_place = [replaced.get(address) for address in before]
    if before == after or len(before) != len(after) or in_place != after:
        return text
    return "".join(_with_addresses(token, replaced) for token in markup.tokens(text))


def _addresses(text: str) -> list[str]:
    return [address for token in markup.tokens(text) if (address := _address(token))]


def _address(token: Token) -> str:
    """Return the URL of *token*, or its target between < and >, or an empty text."""
    if token.construct in _ADDRESSES:
        return token.text
    if token.construct in _TARGETED and token.shape is Shape.CLOSE:
        match = _TARGET.search(token.text)
        return match[1] if match else ""
    return ""


def _with_addresses(token: Token, replaced: dict[str, str]) -> str:
    address = _address(token)
    return token.text.replace(address, replaced[address]) if address in replaced else token.text
