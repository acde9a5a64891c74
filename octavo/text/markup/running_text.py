"""Decide without parsing whether docutils reads a text as one paragraph, and whether it has no markup.

Nearly every message is one line of running text, and most have no markup. The patterns are those of docutils, so the
answers agree with its parser. The parser reads every text for which they give no certain answer.
"""

from __future__ import annotations

import re
from functools import cache

from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.parsers.rst.states import Body, Inliner
from docutils.utils import escape2null

#: The patterns by which docutils recognises a block at its beginning, except running text.
_BLOCKS = tuple(re.compile(Body.patterns[name]) for name in Body.initial_transitions if name != "text")
#: The only pattern that begins with a letter: ``a.``, ``iv)``.
_LETTERED: tuple[re.Pattern[str], ...] = (re.compile(str(Body.patterns["enumerator"])),)
_SPACES = re.compile(r"[\t\v\f]")
_ANNOUNCES_LITERAL = re.compile(r"(?<!\\)(\\\\)*::$")


def is_running_text(text: str) -> bool:
    """Return whether docutils reads *text*, which ends without space, as one paragraph of one line."""
    # docutils turns tabs and the like into spaces before it matches its patterns.
    if not text or text[0] == " " or _SPACES.search(text) or len(text.splitlines()) != 1:
        return False
    if text.endswith("::") and _ANNOUNCES_LITERAL.search(text):
        return False
    return not any(pattern.match(text) for pattern in (_LETTERED if text[0].isalpha() else _BLOCKS))


def is_words(text: str) -> bool:
    """Return whether *text* has no inline markup, and no address that docutils would turn into a link."""
    return ":" not in text and "@" not in text and not _start().search(escape2null(text))


@cache
def _start() -> re.Pattern[str]:
    inliner = Inliner()
    inliner.init_customizations(get_default_settings(Parser()))
    pattern: re.Pattern[str] = inliner.patterns.initial
    return pattern
