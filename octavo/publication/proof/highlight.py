"""Cut the text of a message into spans of markup, terms of the term base, and plain text.

Reviewers see the message as it is in the catalog, markup included; spans only say how to highlight its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from octavo.catalogs.extract.figure_lines import is_wide
from octavo.text.markup import Construct, tokens

#: Constructs that contain no words for readers.
_WORDLESS = (Construct.LITERAL, Construct.URL, Construct.EMAIL, Construct.ESCAPE, Construct.SUBSTITUTION)
#: A letter that continues a word; scripts without spaces between words are excluded.
_LETTER = r"(?![\u3040-\u30ff\u3400-\u9fff])[\w-]"


@dataclass(frozen=True, slots=True)
class Span:
    """Represent a piece of a message.

    :ivar kind: ``plain``, or the markup construct: ``role``, ``literal``, ``substitution`` …
    :ivar is_term: whether the span is a term of the term base
    """

    text: str
    kind: str = Construct.PLAIN.value
    is_term: bool = False


def highlight(text: str, forms: Iterable[str] = (), *, is_plain: bool = False) -> list[Span]:
    """Cut *text* into spans; their texts joined are *text*.

    :param forms: the terms to find, ignoring case
    :param is_plain: whether *text* is plain text without markup
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
    """Return a pattern for *forms*, longest first, as whole words where the script has spaces."""
    patterns = [_form_pattern(form) for form in sorted(set(forms), key=len, reverse=True) if form.strip()]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _form_pattern(form: str) -> str:
    words = r"\s+".join(map(re.escape, form.split()))
    words = re.sub("['’]", "['’]", words)
    before = "" if is_wide(form.strip()[0]) else rf"(?<!{_LETTER})"
    after = "" if is_wide(form.strip()[-1]) else rf"(?!{_LETTER})"
    return f"{before}{words}{after}"
