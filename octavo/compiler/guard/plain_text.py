"""Refuse signs of HTML, TeX or reStructuredText in texts that are not markup.

The publication's own texts (title, author and so on) go to places that do not escape them: Sphinx hands the title
to LaTeX as it is, and some themes print the copyright line as HTML.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.compiler.guard.pair import Pair, Refusal

SIGNS = "\\<>{}$`|^*"


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each sign that the master's text does not have as often."""
    for sign in SIGNS:
        if pair.text.count(sign) > pair.master.count(sign):
            yield Refusal("guard-plain", f"“{sign}” cannot be in this text; it is not reStructuredText", "Take it out")
