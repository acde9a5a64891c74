"""Define the rules for the translation of each kind of message. A kind without a row is refused.

A message is judged by the rules of its catalog before anything is written
(:func:`octavo.compiler.guard.refusals`). A catalog cannot tell in which element of the page a message is. Sphinx
knows it, so :mod:`octavo.sphinxext.doctree.translation_filter` asks this table once more, with the element in hand,
before the text gets into the page.
The table of kinds and sinks in ``docs/reference/security.md`` is compared with this one by a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from octavo.compiler.guard import interface_words
from octavo.compiler.guard.math import problems
from octavo.compiler.guard.pair import Context, Pair, Refusal

CODE = "guard-kind"
#: The beginning of a message that names the file of an image (sphinx.util.nodes.extract_messages).
IMAGE = ".. image:: "


class Kind(Enum):
    """List the kinds of messages: their element in a page, or their use outside of pages."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    TERM = "term"
    CAPTION = "caption"
    CELL_OR_LINE = "cell, line or field"
    TOCTREE = "caption or title in a table of contents"
    ALT = "alternative text"
    META = "metadata of a page"
    IMAGE = "file of an image"
    INDEX = "index entry"
    SUBSTITUTION = "text of a substitution"
    LITERAL = "literal block"
    DOCTEST = "doctest block"
    MATH = "block of mathematics"
    RAW = "raw block"
    FIGURE = "words of a figure"
    PUBLICATION = "title, author and other texts of the publication"
    INTERFACE = "words of themes and templates"


Judge = Callable[[str, str], Iterable[Refusal]]


def _judged_before(master: str, text: str) -> Iterator[Refusal]:
    """Pass: the rules of running text, which the compiler applied, are those of this kind."""
    yield from ()


def _same_lines(master: str, text: str) -> Iterator[Refusal]:
    """Refuse more lines than the master has, each of which could end the block; and none at all."""
    if not text.strip():
        yield Refusal(CODE, "The block is empty", "Translate it, or leave it untranslated")
    if text.count("\n") > master.count("\n"):
        yield Refusal(CODE, "The block has more lines than the original", "Keep its lines")


def _same(master: str, text: str) -> Iterator[Refusal]:
    """Refuse any other text: another program reads it."""
    if text != master:
        yield Refusal(CODE, "This text is read by a program and cannot be translated", "Leave it untranslated")


def _image(master: str, text: str) -> Iterator[Refusal]:
    """Refuse anything but the name of a file beside the master's: in its folder, with its suffix."""
    names = [line.removeprefix(IMAGE).strip() for line in (master, text)]
    folders = [name.rpartition("/")[0] for name in names]
    suffixes = [name.rpartition(".")[2] for name in names]
    is_one = text.startswith(IMAGE) and len(text.splitlines()) == 1
    if not is_one or folders[0] != folders[1] or suffixes[0] != suffixes[1]:
        yield Refusal(
            CODE, "The image is another kind of file, or in another folder", "Name a file beside the original one"
        )


#: HTML whose content is no text, or that ends where no element does.
_NO_WORDS = re.compile(
    r"<\s*/?\s*(?:script|style|svg|math|template|textarea|noscript|i?frame|object|xmp|plaintext|[!?])", re.IGNORECASE
)


def _raw(master: str, text: str) -> Iterator[Refusal]:
    """Refuse anything but other words between the same elements of HTML."""
    if "<" not in master or "\\" in master or _NO_WORDS.search(master):
        yield from _same(master, text)
    else:
        yield from interface_words.refused(Pair(master, text, Context("")))


#: The rules of each kind. Whoever adds a kind that is read by another program gives it rules here, and a row in
#: docs/reference/security.md.
RULES: dict[Kind, Judge] = {
    Kind.PARAGRAPH: _judged_before,
    Kind.TITLE: _judged_before,
    Kind.TERM: _judged_before,
    Kind.CAPTION: _judged_before,
    Kind.CELL_OR_LINE: _judged_before,
    Kind.TOCTREE: _judged_before,
    Kind.ALT: _judged_before,
    Kind.META: _judged_before,
    Kind.IMAGE: _image,
    Kind.INDEX: _judged_before,
    Kind.SUBSTITUTION: _judged_before,
    Kind.LITERAL: _same_lines,
    Kind.DOCTEST: _same_lines,
    Kind.MATH: problems,
    Kind.RAW: _raw,
    Kind.FIGURE: _judged_before,
    Kind.PUBLICATION: _judged_before,
    Kind.INTERFACE: _judged_before,
}


def refusals(kind: Kind | str, master: str, text: str, *, free_formulas: bool = False) -> list[Refusal]:
    """Return why *text* may not replace *master* in an element of *kind*; a kind that is not in the table is refused.

    :param kind: the kind, or the name of an element that is none
    :param free_formulas: whether the project lets a formula be another one than the master's
    """
    judge = RULES.get(kind) if isinstance(kind, Kind) else None
    if judge is None:
        name = kind.value if isinstance(kind, Kind) else kind
        return [Refusal(CODE, f"There are no rules for the text of “{name}”", "Leave it untranslated, and report it")]
    return problems(master, text, is_free=free_formulas) if judge is problems else list(judge(master, text))
