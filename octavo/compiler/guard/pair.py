"""Pair each form of a translation with its master text, for the guard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from octavo.catalogs.po import Message
from octavo.compiler.guard.context.names import NO_NAMES, Names
from octavo.compiler.guard.context.parsing import Parsing

_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Context:
    """Store the surroundings in which a message is published.

    :ivar locale: the language of the translation
    :ivar allowed_hosts: hosts that a translation may link to although the master does not
    :ivar is_plain: whether the text is no reStructuredText: title, author and so on of the publication
    :ivar is_markdown: whether Sphinx may read it as MyST Markdown
    :ivar is_rest: whether Sphinx may read it as reStructuredText; a compact catalog may contain pages of both
    :ivar is_interface: whether it is a word of Sphinx's themes and templates, which are HTML
    :ivar parsing: the settings with which it will be parsed
    :ivar known: the texts of the domain that the master has; ``None`` where no template tells
    :ivar names: how the language calls the master's terms and titles
    :ivar links: addresses that the master's pages define for MyST's ``[words][label]``, by label
    :ivar literals: messages that are literal blocks somewhere, and perhaps other text elsewhere
    :ivar rest_only: in a catalog of both, messages of reStructuredText alone
    :ivar markdown_only: in a catalog of both, messages of MyST Markdown alone
    :ivar formulas: messages that are formulas, with their white space evened out
    :ivar house_style: whether the project follows the house style of Octavo; if not, slips in translations are repaired
    :ivar is_typeset: whether the translation gets the typography of its language
    """

    locale: str
    allowed_hosts: frozenset[str] = frozenset()
    is_plain: bool = False
    is_markdown: bool = False
    is_rest: bool = True
    is_interface: bool = False
    parsing: Parsing = field(default_factory=Parsing)
    known: frozenset[str] | None = None
    names: Names = field(default=NO_NAMES, compare=False)
    links: tuple[tuple[str, str], ...] = ()
    literals: frozenset[str] = frozenset()
    rest_only: frozenset[str] = frozenset()
    markdown_only: frozenset[str] = frozenset()
    formulas: frozenset[str] = frozenset()
    is_typeset: bool = True
    house_style: bool = True

    def of(self, message: Message) -> Context:
        """Return the surroundings of *message*, in the markup of its pages."""
        if message.msgid in self.rest_only:
            return replace(self, is_markdown=False)
        return replace(self, is_rest=False) if message.msgid in self.markdown_only else self


@dataclass(frozen=True, slots=True)
class Pair:
    """Store a text of the master and one form of its translation."""

    master: str
    text: str
    context: Context


@dataclass(frozen=True, slots=True)
class Refusal:
    """Explain why a translation may not be published.

    :ivar code: the finding's code
    :ivar message: what is wrong, one sentence
    :ivar remedy: what the translator should do, one sentence
    """

    code: str
    message: str
    remedy: str


Test = Callable[[Pair], Iterator[Refusal]]


def pairs(message: Message, context: Context) -> Iterator[Pair]:
    """Yield each form with the msgid. Ignore msgid_plural: Sphinx extracts none, so it is untrusted."""
    for text in message.msgstrs:
        yield Pair(message.msgid, text, context)


def surplus(found: Iterable[_T], allowed: Iterable[_T]) -> list[_T]:
    """Return the items of *found* that *allowed* does not have as often."""
    found, allowed = tuple(found), tuple(allowed)
    if not found or found == allowed:
        return []  # nearly always, and counters take long
    return list((Counter(found) - Counter(allowed)).elements())
