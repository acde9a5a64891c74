"""Refuse HTML and placeholders of Python's ``%`` that a translated word of Sphinx's themes adds or loses.

Themes print these words as they are, into text, attributes and links. A translation keeps the elements and the
placeholders of the master's word, and adds no sign with which HTML begins or ends anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.compiler.guard.pair import Pair, Refusal

CODE = "guard-plain"
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&#?\w+;")
#: Python's two ways to fill in values; a wrong one stops the build.
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[#0 +-]*\d*(?:\.\d+)?[a-zA-Z%]|\{[^{}]*\}")
SIGNS = "<>\"'=&\\{}$`|^%"


def plain(text: str) -> str:
    """Return *text* with the apostrophe of typography, which ends no attribute, between letters."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each difference that a page would show as anything but words."""
    for pattern, what in ((_TAG, "HTML"), (_PLACEHOLDER, "placeholders"), (_ENTITY, "entities")):
        master, found = pattern.findall(pair.master), pattern.findall(pair.text)
        # Elements stay in their order, values may be said in another one where they have names.
        if (found if pattern is _TAG else sorted(found)) != (master if pattern is _TAG else sorted(master)):
            yield Refusal(
                CODE, f"Its {what} differ from the master’s: {' '.join(found)[:80] or 'none'}",
                f"Keep {' '.join(master)[:80]}" if master else "Take them out",
            )  # fmt: skip
    unnamed = re.compile(r"%[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|\{\}")
    if unnamed.findall(pair.text) != unnamed.findall(pair.master):
        yield Refusal(CODE, "The placeholders are in another order", "Keep their order: they have no names")
    rest_master, rest = (_ENTITY.sub("", _PLACEHOLDER.sub("", _TAG.sub("", text))) for text in (pair.master, pair.text))
    for sign in SIGNS:
        if rest.count(sign) > rest_master.count(sign):
            yield Refusal(CODE, f"This text cannot contain “{sign}”; pages print it as HTML", "Remove it")
