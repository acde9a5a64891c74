"""Text of MyST → the formulas in it, and the text without them.

MyST reads ``$…$`` and ``$$…$$`` as formulas only where a project asks for it. Whether it does is not known here, so a
text is read both ways: what may be a formula is held against the rules of formulas, and what is left, with the dollars
in their places, against those of text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: A dollar without a backslash before it, and what the next one closes: the widest reading of dollarmath's options.
_DOLLARS = re.compile(r"(?<!\\)(?P<sign>\$\$?)(?P<inside>[^$]+?)(?<!\\)(?P=sign)", re.DOTALL)
_CODE = re.compile(r"(`+[^`]+`+)")
_ROLE = "{math}"
#: Signs that mean something to TeX; between two prices there are none.
_TEX = re.compile(r"[\\^_{}%#&~]")


class Formulas(NamedTuple):
    """A text in two parts.

    :ivar formulas: what TeX might take for more than words, in the order of the text
    :ivar candidates: these, and what stands between dollars that may be those of prices
    :ivar rest: the text with ``$x$`` where the formulas were
    """

    formulas: tuple[str, ...]
    candidates: tuple[str, ...]
    rest: str


def inline_formulas(text: str) -> Formulas:
    """Return the formulas of the MyST *text*, and the rest."""
    found: list[str] = []
    candidates: list[str] = []

    def taken(match: re.Match[str]) -> str:
        formula = match["inside"].strip()
        candidates.append(formula)
        if not _TEX.search(formula):
            return match[0]
        found.append(formula)
        return f"{match['sign']}x{match['sign']}"

    rest: list[str] = []
    for index, part in enumerate(_CODE.split(text)):
        if not index % 2:
            rest.append(_DOLLARS.sub(taken, part))
        elif rest[-1].endswith(_ROLE):
            formula = part.strip("`")
            found.append(formula)
            candidates.append(formula)
            rest.append("`x`")
        else:
            rest.append(part)
    return Formulas(tuple(found), tuple(candidates), "".join(rest))
