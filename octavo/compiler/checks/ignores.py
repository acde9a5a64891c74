"""Read ignore comments (``# octavo: ignore CODE reason``), with which a translator ignores a rule.

A rule cannot know every sentence. An ignore comment needs a reason for the next translator. One that no longer
ignores anything is reported as a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.catalogs.po import Message

_COMMENT = re.compile(r"octavo:\s*ignore\b[\s:]*(?P<code>[a-z][a-z-]*)?[\s:]*(?P<reason>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """Represent a comment that ignores the rule *code* for its message. Both texts may be missing."""

    code: str
    reason: str


def ignore_comments(message: Message) -> Iterator[IgnoreComment]:
    """Yield the ignore comments of *message*."""
    for comment in message.comments:
        match = _COMMENT.search(comment)
        if match:
            yield IgnoreComment(match["code"] or "", match["reason"].strip())
