"""A line of text → whether docutils takes it for running text, and for words alone, without parsing it.

Nearly every message is one line of running text, and most have no markup. The patterns are docutils' own, so that there
is no second opinion; whatever they do not exclude is left to its parser.
"""

from __future__ import annotations

import re
from functools import cache

from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.parsers.rst.states import Body, Inliner
from docutils.utils import escape2null

#: What docutils looks for at the beginning of a block, all but running text itself.
_BLOCKS = tuple(re.compile(Body.patterns[name]) for name in Body.initial_transitions if name != "text")
#: The only one that begins with a letter: ``a.``, ``iv)``.
_LETTERED: tuple[re.Pattern[str], ...] = (re.compile(str(Body.patterns["enumerator"])),)
_SPACES = re.compile(r"[\t\v\f]")
_ANNOUNCES_LITERAL = re.compile(r"(?<!\\)(\\\\)*::$")


def is_running_text(text: str) -> bool:
    """Whether docutils reads *text*, which ends without space, as one paragraph of one line."""
    # docutils turns tabs and the like into spaces before it looks at anything.
    if not text or text[0] == " " or _SPACES.search(text) or len(text.splitlines()) != 1:
        return False
    if text.endswith("::") and _ANNOUNCES_LITERAL.search(text):
        return False
    return not any(pattern.match(text) for pattern in (_LETTERED if text[0].isalpha() else _BLOCKS))


def is_words(text: str) -> bool:
    """Whether docutils finds no inline markup in *text*, nor an address that it would make a link of."""
    return ":" not in text and "@" not in text and not _start().search(escape2null(text))


@cache
def _start() -> re.Pattern[str]:
    inliner = Inliner()
    inliner.init_customizations(get_default_settings(Parser()))
    pattern: re.Pattern[str] = inliner.patterns.initial
    return pattern
