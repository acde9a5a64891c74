"""Check ignore comments: each needs a reason, and must still ignore a finding."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.compiler.checks.ignores import ignore_comments
from octavo.compiler.checks.registry import RULES, RuleScope, rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity


@rule("ignore-reason", Severity.WARNING, scope=RuleScope.IGNORE)
def reason(subject: Subject, used: frozenset[str]) -> Iterator[Problem]:
    """An ignore comment gives no reason.

    The next translator needs to know why the rule is wrong here.

    Bad::

        # octavo: ignore values-number
        msgid "Come back in 7 days."
        msgstr "Revenez dans une semaine."

    Good::

        # octavo: ignore values-number seven days are a week
        msgid "Come back in 7 days."
        msgstr "Revenez dans une semaine."

    Source: the habit of every linter that lasts.
    """
    for comment in ignore_comments(subject.message):
        if comment.code in used and not comment.reason:
            yield Problem(f"The ignore comment for {comment.code} has no reason", "Write the reason after the code")


@rule("ignore-unused", Severity.WARNING, scope=RuleScope.IGNORE)
def unused(subject: Subject, used: frozenset[str]) -> Iterator[Problem]:
    """An ignore comment has no effect: the sentence is correct now, or no rule has this code.

    Refusals of the compiler (codes that begin with ``guard-``) cannot be ignored.

    Bad::

        # octavo: ignore values-number seven days are a week
        msgid "Come back in 7 days."
        msgstr "Revenez dans 7 jours."

    Good::

        msgid "Come back in 7 days."
        msgstr "Revenez dans 7 jours."

    Source: an old ignore comment would hide the next fault.
    """
    for comment in ignore_comments(subject.message):
        if comment.code not in used:
            known = comment.code in RULES
            what = (
                f"The ignore comment for {comment.code} has no effect"
                if known
                else f"There is no rule “{comment.code}”"
            )
            yield Problem(what, "Delete the comment")
