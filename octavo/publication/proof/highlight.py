"""Text of a message → spans: what is markup, what is a term of the term base, what is running text.

A reviewer reads the source text as it is, with every mark in its place; the spans only say which letters mean what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from octavo.catalogs.extract.figure_lines import is_wide
from octavo.text.markup import Construct, tokens

#: Nobody reads words in these.
_WORDLESS = (Construct.LITERAL, Construct.URL, Construct.EMAIL, Construct.ESCAPE, Construct.SUBSTITUTION)
#: What carries a word on; a letter of a script without spaces between words does not.
_LETTER = r"(?![\u3040-\u30ff\u3400-\u9fff])[\w-]"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a message.

    :ivar kind: ``plain``, or the construct whose mark this is: ``role``, ``literal``, ``substitution`` …
    :ivar is_term: whether a term of the term base stands here
    """

    text: str
    kind: str = Construct.PLAIN.value
    is_term: bool = False


def highlight(text: str, forms: Iterable[str] = (), *, is_plain: bool = False) -> list[Span]:
    """Cut *text* into spans; joined again they are *text*.

    :param forms: the terms to look for, in any case
    :param is_plain: whether the text is no reStructuredText, so that nothing in it is markup
    """
    pattern = _pattern(forms)
    if is_plain:
        return list(_cut(text, Construct.PLAIN.value, pattern))
    return [
        span
        for token in tokens(text)
        for span in _cut(token.text, token.construct.value, None if token.construct in _WORDLESS else pattern)
    ]


def _cut(text: str, kind: str, pattern: re.Pattern[str] | None) -> Iterator[Span]:
    start = 0
    for match in pattern.finditer(text) if pattern else ():
        if start < match.start():
            yield Span(text[start : match.start()], kind)
        yield Span(match[0], kind, is_term=True)
        start = match.end()
    if start < len(text):
        yield Span(text[start:], kind)


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds *forms*, the longest first, as whole words where the script has words."""
    found = [_form(form) for form in sorted(set(forms), key=len, reverse=True) if form.strip()]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _form(form: str) -> str:
    words = r"\s+".join(map(re.escape, form.split()))
    words = re.sub("['’]", "['’]", words)
    before = "" if is_wide(form.strip()[0]) else rf"(?<!{_LETTER})"
    after = "" if is_wide(form.strip()[-1]) else rf"(?!{_LETTER})"
    return f"{before}{words}{after}"
