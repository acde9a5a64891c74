"""Define ``Subject``, the input of a rule, and ``Problem``, its result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from octavo.catalogs.po import Catalog, Message
from octavo.compiler.checks.term_base import TermBase
from octavo.compiler.guard import REST, Context, Refusal, is_too_much, is_verbatim, prepared, refusals, with_repairs
from octavo.compiler.guard.math.formulas import is_formula
from octavo.errors import OctavoError
from octavo.findings import Severity
from octavo.text.markup import (
    WORDS,
    Construct,
    Inventory,
    Shape,
    Token,
    inventory,
    myst,
    plain_text,
    tokens,
    with_boundaries,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Describe a problem that a rule found in a message.

    :ivar message: what is wrong, one sentence; without line numbers, for baselines compare it
    :ivar fixed: the whole corrected msgstr, if the correction is safe
    :ivar line: where in the file, for a rule that judges a file
    :ivar about: the subject, for a rule that compares many
    :ivar code: the code of the error, if the rule reports one that has its own
    :ivar severity: another severity than that of the rule
    """

    message: str
    remedy: str = ""
    fixed: str | None = None
    line: int = 0
    about: Subject | None = None
    code: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """Represent a catalog for rules: its content, or the reason why it cannot be read.

    :ivar catalog: ``None`` where it cannot be read
    """

    path: Path
    locale: str
    catalog: Catalog | None = None
    error: OctavoError | None = None


@dataclass(frozen=True)
class Subject:
    """Represent a translated message for rules.

    :ivar house_style: whether the project follows Octavo's house style; if not, only what is surely wrong is a problem
    :ivar facts: values that depend on the message alone; they are stored between runs
    """

    message: Message
    path: Path
    context: Context
    terms: TermBase
    house_style: bool = True
    facts: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def fact(self, name: str, find: Callable[[Subject], _T]) -> _T:
        """Return the fact *name*, which *find* finds if it is not known yet."""
        if name not in self.facts:
            self.facts[name] = find(self)
        value: _T = self.facts[name]
        return value

    @property
    def language(self) -> str:
        """Return the language without country: ``zh``."""
        return self.context.locale.partition("_")[0]

    @property
    def msgid(self) -> str:
        """Return the original."""
        return self.message.msgid

    @property
    def msgstr(self) -> str:
        """Return the translation (the first form of a plural)."""
        return self.message.msgstr

    @cached_property
    def refusals(self) -> list[Refusal]:
        """Return the reasons why the compiler would not publish it."""
        return refusals(prepared(self.message, self.context), self.context)

    @cached_property
    def is_repaired(self) -> bool:
        """Return whether the compiler repairs and publishes it although the guard refuses it as it is."""
        return not self.context.house_style and bool(with_repairs(prepared(self.message, self.context), self.context))

    @property
    def is_too_much(self) -> bool:
        """Return whether it is beyond the guard's bounds. It is not published, and rules would need quadratic time."""
        return self.fact("is_too_much", lambda subject: is_too_much(subject.message, subject.context))

    @cached_property
    def is_markdown(self) -> bool:
        """Return whether its document is MyST Markdown; in a catalog of both, the references of the message tell."""
        if not (self.context.is_markdown and self.context.is_rest):
            return self.context.is_markdown
        suffixes = {Path(name).suffix for name in self.message.references}
        return bool(suffixes) and not suffixes & REST

    @cached_property
    def is_formula(self) -> bool:
        """Return whether it is a formula of its own line, in which nothing is running text or markup."""
        return not self.context.is_plain and is_formula(self.msgid, self.context.formulas)

    @cached_property
    def is_verbatim(self) -> bool:
        """Return whether it is a formula, a literal block or the name of a file: nothing in it is running text."""
        return is_verbatim(self.message, self.context)

    @cached_property
    def master(self) -> Inventory:
        """Return the inventory of the original."""
        if self.is_verbatim or self.context.is_plain:
            return WORDS
        return myst.inventory(self.msgid) if self.is_markdown else inventory(self.msgid)

    @cached_property
    def found(self) -> Inventory:
        """Return the inventory of the translation."""
        if self.is_verbatim or self.context.is_plain:
            return WORDS
        return myst.inventory(self.msgstr) if self.is_markdown else inventory(with_boundaries(self.msgstr))

    @cached_property
    def tokens(self) -> list[Token]:
        """Return the tokens of the translation."""
        return self._cut(self.msgstr)

    @cached_property
    def master_tokens(self) -> list[Token]:
        """Return the tokens of the original."""
        return self._cut(self.msgid)

    @cached_property
    def words(self) -> str:
        """Return the visible words of the translation, without code, addresses and titles of links to pages."""
        return readable(self.tokens)

    @cached_property
    def master_words(self) -> str:
        """Return the visible words of the original."""
        return readable(self.master_tokens)

    @cached_property
    def texts(self) -> tuple[str, str]:
        """Return master and translation as plain text, to find markup that was not parsed."""
        if self.is_markdown or self.is_verbatim:
            return readable(self.master_tokens), readable(self.tokens)
        return plain_text(self.msgid), plain_text(with_boundaries(self.msgstr))

    def role(self, name: str, text: str) -> str:
        """Return how the role *name* with *text* is written in the document."""
        return f"{{{name}}}`{text}`" if self.is_markdown else f":{name}:`{text}`"

    def _cut(self, text: str) -> list[Token]:
        if self.is_verbatim:
            return [Token(text, Shape.WHOLE, Construct.LITERAL)]
        if self.context.is_plain:
            return [Token(text)]
        return myst.tokens(text) if self.is_markdown else tokens(text)

    def text_tokens(self) -> Iterator[tuple[int, str]]:
        """Yield the number and text of each token that is running text."""
        return ((index, token.text) for index, token in enumerate(self.tokens) if token.is_text)

    def replaced(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> str:
        """Return the msgstr with *pattern* replaced in its running text; markup, code and targets stay."""
        return self.with_texts({number: pattern.sub(replacement, text) for number, text in self.text_tokens()})

    def with_texts(self, changed: dict[int, str]) -> str:
        """Return the msgstr with the tokens of the numbers in *changed* replaced."""
        return "".join(changed.get(index, token.text) for index, token in enumerate(self.tokens))


def correction(subject: Subject, fixed: str, message: str, remedy: str) -> Iterator[Problem]:
    """Yield a problem that *fixed* corrects, unless the translation is *fixed* already."""
    if fixed != subject.msgstr:
        yield Problem(message, remedy, fixed)


#: Replace code, addresses and roles without words, so that the words around them do not join.
GAP = "\N{OBJECT REPLACEMENT CHARACTER}"


def readable(cut: list[Token]) -> str:
    """Return the running text of tokens, with :data:`GAP` in place of other parts of the line."""
    pieces: list[str] = []
    for token in cut:
        if token.is_text:
            pieces.append(token.text)
        elif token.shape is Shape.WHOLE:
            pieces.append("" if token.text == "\\ " else GAP)
    return "".join(pieces)


def outside_emphasis(cut: list[Token]) -> str:
    """Return the running text of tokens without the text in italics, often the title of an English work."""
    kept: list[Token] = []
    inside = False
    for token in cut:
        if token.construct is Construct.EMPHASIS:
            inside = token.shape is Shape.OPEN
        elif not inside:
            kept.append(token)
    return readable(kept)
