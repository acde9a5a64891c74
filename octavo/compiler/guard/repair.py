r"""Repair slips in the markup of translations that plain Sphinx would show, for adopted projects.

A space too many in ````literal ````, none before the address of a link, or a sign of markup that nothing closes: plain
Sphinx shows the translation with its signs. A role or a link that the master does not have is shown as its words. Each
repaired text passes the guard like any other, so that a repair cannot add anything that the master does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

#: Signs with which markup begins, by the name that docutils gives it.
_STARTS = {
    "literal": "``",
    "strong": "**",
    "emphasis": "*",
    "interpreted text or phrase reference": "`",
    "substitution_reference": "|",
    "target": "_`",
}
_OPEN = re.compile(r"Inline ([\w ]+) start-string without end-string")
_LITERAL = re.compile(r"``[ \u00a0]*([^`]*?[^`\s])[ \u00a0]*``")
_ADDRESS = re.compile(r"(`[^`<>]*[^`<>\s])<([^<>`\s]+)>(`__?)")
_BEFORE = re.compile(r"(\w)(``[^`]+``|`[^`]+`__?)")
#: An address that goes on with letters of another script, as in Chinese text.
_AFTER = re.compile(r"(https?://[!-~]*[\w/])(?=[^\x00-\x7f\s])", re.ASCII)
#: A role, or a link with its address.
_ROLE = re.compile(r":[\w:+.-]+:`([^`<]+?)[ ]*(?:<[^`>]*>)?`")
_LINK = re.compile(r"`([^`<]+?)[ ]*<[^`>]*>`__?")
#: A message with more signs is not worth the time.
_MOST = 30


def repaired(text: str, master: str, reasons: Callable[[str], list[str]]) -> str | None:
    """Return *text* as it may be published, or ``None``.

    :param master: the master's text, whose roles and links stay
    :param reasons: returns why a text may not be published; no reasons if it may
    """
    for candidate in _candidates(text, master, reasons):
        if candidate != text and not reasons(candidate):
            return candidate
    return None


def _candidates(text: str, master: str, reasons: Callable[[str], list[str]]) -> Iterator[str]:
    for pattern, replacement in ((_LITERAL, r"``\1``"), (_ADDRESS, r"\1 <\2>\3"), (_AFTER, r"\1 ")):
        text = pattern.sub(replacement, text)
        yield text
    if text.startswith(">>>") and not master.startswith(">>>"):
        text = f"\\{text}"  # it is no session of Python
        yield text
    # Latin, Greek and Cyrillic words have a space before what follows, Chinese ones have none.
    text = _BEFORE.sub(lambda found: f"{found[1]}{' ' if ord(found[1]) < 0x0590 else chr(92) + ' '}{found[2]}", text)
    yield text
    for pattern in (_ROLE, _LINK):
        text = pattern.sub(lambda found: found[0] if found[0] in master else found[1], text)
        yield text
    for _ in range(len(_STARTS)):
        match = next((found for reason in reasons(text) if (found := _OPEN.search(reason))), None)
        start = _STARTS.get(match.group(1), "") if match else ""
        places = [found.start() for found in re.finditer(re.escape(start), text)] if start else []
        if not places or len(places) > _MOST:
            return
        for place in places:
            yield _escaped(text, start, [place])
        text = _escaped(text, start, places)
        yield text


def _escaped(text: str, start: str, places: list[int]) -> str:
    for place in reversed(places):
        sign = "".join(f"\\{char}" for char in start)
        text = text[:place] + sign + text[place + len(start) :]
    return text
