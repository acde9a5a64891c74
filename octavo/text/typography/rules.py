"""Function with a docstring → typographic rule of a language, in the order in which rules apply.

The docstring is the documentation: a sentence, ``Bad::`` and ``Good::`` examples, and ``Source:``. A test feeds every
rule its own examples.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

#: Stand for pieces of markup while rules run: its start, its end, or all of it where nothing of it is text. They are
#: noncharacters (Unicode 23.7), so no text holds them. No rule may put a space after OPEN or before CLOSE: docutils
#: would no longer see the markup.
OPEN, CLOSE, WHOLE = "\ufdd0", "\ufdd1", "\ufdd2"
#: Any of them, for a class of characters.
MARKS = f"{OPEN}{CLOSE}{WHOLE}"
#: What ends a piece of markup, and so stands for the word before what follows.
ENDED = f"{CLOSE}{WHOLE}"

Apply = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of typography.

    :ivar code: its stable name
    :ivar apply: text → text, idempotent; pieces of markup are :data:`MARKS` and stay in their number and order
    :ivar signs: characters of which a text that it changes holds at least one; none named, it may change any
    """

    code: str
    apply: Apply
    signs: frozenset[str] = frozenset()

    @property
    def documentation(self) -> str:
        """The docstring of its function."""
        return inspect.getdoc(self.apply) or ""


#: Rules by language (without country), in their order.
RULES: dict[str, list[Rule]] = {}


def rule(code: str, language: str, signs: str = "") -> Callable[[Apply], Apply]:
    """Register a function as the rule *code* of *language*; a text with none of *signs* is not changed by it."""

    def register(apply: Apply) -> Apply:
        rules = RULES.setdefault(language, [])
        if any(known.code == code for known in rules):
            raise ValueError(f"the code {code} is taken")
        rules.append(Rule(code, apply, frozenset(signs)))
        return apply

    return register
