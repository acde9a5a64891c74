"""Translator comments ``# octavo: ignore CODE reason`` → findings that a translator has overruled.

A rule cannot know every sentence. A silence needs a reason for the next translator, and one that no longer silences
anything is a finding itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.catalogs.po import Message

_SILENCE = re.compile(r"octavo:\s*ignore\b[\s:]*(?P<code>[a-z][a-z-]*)?[\s:]*(?P<reason>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """A comment that overrules the rule *code* for its message; both texts may be missing."""

    code: str
    reason: str


def ignore_comments(message: Message) -> Iterator[IgnoreComment]:
    """Yield the silences in the translator comments of *message*."""
    for comment in message.comments:
        match = _SILENCE.search(comment)
        if match:
            yield IgnoreComment(match["code"] or "", match["reason"].strip())
