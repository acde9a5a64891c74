"""Register functions as typographic rules of a language, applied in the order of registration.

The docstring of a rule is its documentation: a sentence, ``Bad::`` and ``Good::`` examples, and ``Source:``. A test
runs the examples of every rule.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

#: Placeholders for markup while rules run: its start, its end, or all of it if it contains no visible text. They are
#: noncharacters (Unicode 23.7), so no text contains them. No rule may add a space after OPEN or before CLOSE, because
#: docutils would no longer recognise the markup.
OPEN, CLOSE, WHOLE = "\ufdd0", "\ufdd1", "\ufdd2"
#: All placeholders, for a character class.
MARKS = f"{OPEN}{CLOSE}{WHOLE}"
#: Placeholders that end a piece of markup; for the following text they count as a word.
ENDED = f"{CLOSE}{WHOLE}"
#: Units of measurement, of any language, for a regular expression. A number keeps its unit on its line.
UNITS = r"[kKMGT]?(?:bits?|B|o|octets?)(?:/s)?|[kcm]?m|km/h|[km]?g|[kM]?W|Hz|dpi|px|pt|min|h|s|°C|%|€"

Apply = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class TypographyRule:
    """Represent a rule of typography.

    :ivar code: its stable name
    :ivar apply: the function, idempotent; it keeps the number and the order of :data:`MARKS`
    :ivar signs: a text without any of these characters is not changed; if empty, any text may be changed
    """

    code: str
    apply: Apply
    signs: frozenset[str] = frozenset()

    @property
    def documentation(self) -> str:
        """Return the docstring of its function."""
        return inspect.getdoc(self.apply) or ""


#: Rules by language without region, in the order of application.
RULES: dict[str, list[TypographyRule]] = {}


def rule(code: str, language: str, signs: str = "") -> Callable[[Apply], Apply]:
    """Register a function as the rule *code* of *language*, for texts that contain one of *signs*."""

    def register(apply: Apply) -> Apply:
        rules = RULES.setdefault(language, [])
        if any(other.code == code for other in rules):
            raise ValueError(f"there is already a rule with the code {code}")
        rules.append(TypographyRule(code, apply, frozenset(signs)))
        return apply

    return register
