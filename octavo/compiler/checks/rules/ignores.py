"""Check ignore comments: each needs a reason, and must still silence a finding."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.compiler.checks.ignores import ignore_comments
from octavo.compiler.checks.registry import RULES, Scope, rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity


@rule("silence-reason", Severity.WARNING, scope=Scope.SILENCE)
def reason(subject: Subject, used: frozenset[str]) -> Iterator[Problem]:
    """A silence gives no reason.

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
    for silence in ignore_comments(subject.message):
        if silence.code in used and not silence.reason:
            yield Problem(f"The silence of {silence.code} has no reason", "Write the reason after the code")


@rule("silence-unused", Severity.WARNING, scope=Scope.SILENCE)
def unused(subject: Subject, used: frozenset[str]) -> Iterator[Problem]:
    """A silence silences nothing: the fault is mended, or the code is not known.

    What the compiler refuses (the codes that begin with ``guard-``) cannot be silenced.

    Bad::

        # octavo: ignore values-number seven days are a week
        msgid "Come back in 7 days."
        msgstr "Revenez dans 7 jours."

    Good::

        msgid "Come back in 7 days."
        msgstr "Revenez dans 7 jours."

    Source: an old silence would hide the next fault.
    """
    for silence in ignore_comments(subject.message):
        if silence.code not in used:
            known = silence.code in RULES
            what = f"The silence of {silence.code} silences nothing" if known else f"There is no rule “{silence.code}”"
            yield Problem(what, "Delete the comment")
