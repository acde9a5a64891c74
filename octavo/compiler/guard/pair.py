"""Message → pairs of a master text and its translation, which the guard compares one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from octavo.catalogs.po import Message


@dataclass(frozen=True, slots=True)
class Context:
    """What a message is published in.

    :ivar locale: the language of the translation
    :ivar allowed_hosts: hosts that a translation may link to although the master does not
    :ivar is_plain: whether the text is no reStructuredText: title, author and so on of the publication
    :ivar is_markdown: whether Sphinx may read it as MyST Markdown
    :ivar is_rest: whether Sphinx may read it as reStructuredText; a compact catalog may hold pages of both
    :ivar formulas: messages that are formulas, with their white space evened out
    """

    locale: str
    allowed_hosts: frozenset[str] = frozenset()
    is_plain: bool = False
    is_markdown: bool = False
    is_rest: bool = True
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """A text of the master and one form of its translation."""

    master: str
    text: str
    context: Context


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a translation may not be published.

    :ivar code: the finding's code
    :ivar message: what is wrong, one sentence
    :ivar remedy: what the translator should do, one sentence
    """

    code: str
    message: str
    remedy: str


Test = Callable[[Pair], Iterator[Refusal]]


def pairs(message: Message, context: Context) -> Iterator[Pair]:
    """Yield every form of the translation with the master's text that it stands for."""
    for index, text in enumerate(message.msgstrs):
        master = message.msgid if index == 0 or message.msgid_plural is None else message.msgid_plural
        yield Pair(master, text, context)
