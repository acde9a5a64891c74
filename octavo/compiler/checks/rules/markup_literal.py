"""Check the code in double backquotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity

#: A name of a program: with a sign that no word has.
_NAME = re.compile(r"(?=.*[_./-])[A-Za-z0-9_./-]+(?:\(\))?")


@rule("markup-literal", Severity.ERROR)
def literal(subject: Subject) -> Iterator[Problem]:
    """The code in double backquotes differs from the original.

    Text that a reader types or sees on a screen stays letter by letter.

    Bad::

        msgid "Open ``settings.txt``."
        msgstr "Ouvrez ``réglages.txt``."

    Good::

        msgid "Open ``settings.txt``."
        msgstr "Ouvrez ``settings.txt``."

    Source: reStructuredText specification, "Inline Literals".
    """
    wanted, found = set(subject.master.literals), set(subject.found.literals)
    quotes = "`" if subject.is_markdown else "``"
    if not subject.house_style:
        for old, new in _altered(subject, wanted - found, found - wanted):
            what = f"{quotes}{old}{quotes} was changed to {quotes}{new}{quotes}"
            yield Problem(what, "Copy it from the original as it is")
        return
    for text in sorted(wanted - found):
        yield Problem(f"{quotes}{text}{quotes} is missing or was changed", "Copy it from the original as it is")
    for text in sorted(found - wanted):
        yield Problem(f"{quotes}{text}{quotes} is not in the original", "Use the code of the original only")


def _altered(subject: Subject, missing: set[str], added: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each code that became another one that is like it: a slip, not another way to say it."""
    for old in sorted(missing):
        for new in sorted(added):
            is_told = old in subject.msgstr or new in subject.msgid or _spaced(old) == _spaced(new)
            # Case, spaces and width are slips. Other words may be a translation, but hardly in a name of a program.
            is_slip = _folded(old) == _folded(new)
            are_names = bool(_NAME.fullmatch(old) and _NAME.fullmatch(new))
            is_slip |= are_names and _is_mistyped(old, new)
            if is_slip and not is_told:
                yield old, new
                break


def _is_mistyped(old: str, new: str) -> bool:
    """Return whether *new* is *old* with a letter more, less or other, or with two of them swapped."""
    start = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    parts = old[start : len(old) - end], new[start : len(new) - end]
    return max(map(len, parts)) <= 1 or sorted(parts[0]) == sorted(parts[1])


def _alike(old: str, new: str) -> int:
    """Return how many characters at the beginning of both are the same."""
    both = min(len(old), len(new))
    return next((place for place in range(both) if old[place] != new[place]), both)


def _folded(code: str) -> str:
    return _spaced(unicodedata.normalize("NFKC", code).casefold())


def _spaced(code: str) -> str:
    """Return *code* as a reader takes it: without spaces, and with three dots for what is left out."""
    return "".join(code.replace("…", "...").split())
