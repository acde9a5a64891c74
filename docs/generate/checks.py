"""Write ``docs/reference/checks.md`` from the docstrings of the rules.

``make reference`` runs it. A test compares the page with the docstrings.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from octavo.compiler.checks import RULES
from octavo.compiler.checks.registry import Rule

PAGE = Path("docs/reference/checks.md")

_INTRODUCTION = """\
# Checks

`octavo check` reads the catalogs and says what a translator should look at again, at the line of the translation.
This page is made from the rules' own documentation by `make reference`; a test holds it current, and another feeds
every rule the examples below.

`--fix` makes the corrections that are beyond doubt. A finding that is wrong for a sentence is ignored with a translator
comment above the message, with the code and the reason; an ignore comment that is no longer needed is a finding too:

```po
# octavo: ignore values-number seven days are a week
msgid "Come back in 7 days."
msgstr "Revenez dans une semaine."
```

Rules of house style run in projects that have Octavo's layout, and elsewhere with `--style`. In other projects, the
rules about code, numbers, placeholders, terms and untranslated words report only what is surely wrong.

Codes that begin with `guard-` cannot be ignored: the compiler would put the original in place of such a message,
because a catalog may come from anybody and must not harm a reader or the machine that builds the books.
"""


@dataclass(frozen=True, slots=True)
class Documentation:
    """Store the parts of a rule's docstring.

    :ivar what: the first sentence, without its stop
    :ivar why: the paragraphs after it
    :ivar bad: an example in a catalog that the rule finds
    :ivar good: the same as it should be
    """

    what: str
    why: str
    bad: str
    good: str
    source: str


def documentation(rule: Rule) -> Documentation:
    """Return the parts of *rule*'s docstring; one that lacks a part is a ``ValueError``."""
    text, bad_mark, rest = rule.documentation.partition("\nBad::\n")
    bad, good_mark, rest = rest.partition("\nGood::\n")
    good, source_mark, source = rest.partition("\nSource: ")
    if not (bad_mark and good_mark and source_mark):
        raise ValueError(f"the documentation of {rule.code} lacks Bad::, Good:: or Source:")
    what, _, why = text.strip().partition("\n\n")
    return Documentation(
        " ".join(what.split()).rstrip("."), why.strip(), _example(bad), _example(good), " ".join(source.split())
    )


def _example(text: str) -> str:
    return textwrap.dedent(text).strip() + "\n"


def page(rules: Iterable[Rule]) -> str:
    """Return ``docs/reference/checks.md``: every rule, in the order of its file."""
    return _INTRODUCTION + "".join(map(_section, rules))


def _section(rule: Rule) -> str:
    parts = documentation(rule)
    languages = f", only {', '.join(rule.languages)}" if rule.languages else ""
    style = ", house style" if rule.house_style else ""
    why = f"{parts.why}\n\n" if parts.why else ""
    return (
        f"\n## {rule.code}\n\n**{parts.what}.** ({rule.severity.label}{languages}{style})\n\n{why}"
        f"Bad:\n\n```po\n{parts.bad}```\n\nGood:\n\n```po\n{parts.good}```\n\nSource: {parts.source}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(RULES.values()), encoding="utf-8")
