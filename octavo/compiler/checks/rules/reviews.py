"""Check the comments that record reviews."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.catalogs.po import reviews
from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity


@rule("review-malformed", Severity.WARNING)
def malformed(subject: Subject) -> Iterator[Problem]:
    """A comment looks like a review and is none, for example because its date is no day of the calendar.

    It does not count, and the proof shows it as any other comment.

    Bad::

        # octavo: reviewed 9999-99-99 by Ada (4f1c09ab)
        msgid "One more time."
        msgstr "Encore une fois."

    Good::

        # octavo: reviewed 2026-11-24 by Ada (4f1c09ab)
        msgid "One more time."
        msgstr "Encore une fois."

    Source: ``octavo review`` writes a day, a name and the code of the message.
    """
    for comment in reviews.malformed(subject.message):
        yield Problem(
            f"“{comment[:80]}” is no review", "Delete the comment, and record the review with “octavo review”"
        )
