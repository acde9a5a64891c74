"""Register functions as rules, each with a code.

The docstring is the rule's documentation: a first sentence, what it is about, ``Bad::`` and ``Good::`` examples as
they appear in a catalog, and ``Source:``. ``docs/reference/checks.md`` is generated from it, and a test feeds every
rule its own examples.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from octavo.compiler.checks.subject import Problem
from octavo.findings import Severity


class RuleScope(Enum):
    """List the values with which the function of a rule can be called."""

    #: a :class:`octavo.compiler.checks.subject.CatalogFile`, readable or not
    FILE = "file"
    #: a :class:`octavo.compiler.checks.subject.Subject`
    MESSAGE = "message"
    #: all subjects of a language
    LANGUAGE = "language"
    #: a subject, and the codes that its ignore comments did ignore
    IGNORE = "ignore"


RuleFunction = Callable[..., Iterator[Problem]]
_J = TypeVar("_J", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """Represent a rule.

    :ivar code: its stable name, which an ignore comment contains
    :ivar languages: the languages it is for, without country; empty for all
    :ivar can_be_ignored: whether a translator may overrule it; not where the compiler refuses anyway
    :ivar house_style: whether it is about Octavo's house style, which other projects need not share
    :ivar is_policy: whether it is about what Octavo publishes; nobody else need refuse it
    """

    code: str
    severity: Severity
    judge: RuleFunction
    languages: tuple[str, ...] = ()
    scope: RuleScope = RuleScope.MESSAGE
    can_be_ignored: bool = True
    house_style: bool = False
    is_policy: bool = False

    def concerns(self, locale: str) -> bool:
        """Return whether the rule is for the language *locale*."""
        return not self.languages or locale.partition("_")[0] in self.languages

    @property
    def documentation(self) -> str:
        """Return the docstring of its function, without indentation."""
        return inspect.getdoc(self.judge) or ""


#: All rules by code, in the order of their files.
RULES: dict[str, Rule] = {}


def rule(
    code: str,
    severity: Severity,
    *languages: str,
    scope: RuleScope = RuleScope.MESSAGE,
    can_be_ignored: bool = True,
    house_style: bool = False,
    is_policy: bool = False,
) -> Callable[[_J], _J]:
    """Register a function as the rule *code* for *languages* (for all, if none is named)."""

    def register(judge: _J) -> _J:
        if code in RULES:
            raise ValueError(f"the code {code} is taken")
        RULES[code] = Rule(code, severity, judge, languages, scope, can_be_ignored, house_style, is_policy)
        return judge

    return register
