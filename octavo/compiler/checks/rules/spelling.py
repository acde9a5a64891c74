"""Check the spelling of French messages, if hunspell and its French dictionary are installed.

Words of the project that no dictionary has stand in ``locales/fr/words.txt``, one a line.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.compiler.checks.lists import language_folders
from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.rules.french import LIGATURE
from octavo.compiler.checks.subject import Problem, Subject, outside_emphasis
from octavo.files import text_or_empty
from octavo.findings import Severity

WORD_LIST = "words.txt"
#: Names have capitals; what stands in the original too (a loan word, a title) was kept on purpose.
_WORD = re.compile(r"(?<![\w’'@./-])[^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[’-][^\W\d_]+)*(?![\w@/])")
SHORTEST, LONGEST = 3, 40
_SECONDS = 120
#: So many unknown words may be names, even if they are most of the words.
_STRANGE = 300


@rule("french-spelling", Severity.NOTE, "fr", scope=RuleScope.LANGUAGE, house_style=True)
def spelling(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """A word is not in the dictionary.

    A right word that the dictionary lacks goes into ``locales/fr/words.txt``. Nothing is checked where hunspell or
    its French dictionary is not installed.

    Bad::

        msgid "Read the task first."
        msgstr "Lisez d’abord la consinge."

    Good::

        msgid "Read the task first."
        msgstr "Lisez d’abord la consigne."

    Source: the Dicollecte dictionary of hunspell, which follows both spellings, of 1990 and before.
    """
    words = {word for subject in subjects for word in subject.fact("words", _words)}
    own = frozenset().union(*map(word_list, language_folders(subjects)))
    wrong = (unknown(words) if words else frozenset()) - own
    if len(wrong) > max(_STRANGE, len(words) / 2):
        # Another language, or made-up words: a finding for each would hide all others.
        what = f"The dictionary lacks {len(wrong)} of {len(words)} words, so spelling is not checked"
        yield Problem(what, "Check that the catalogs are French", about=subjects[0])
        return
    for subject in subjects if wrong else ():
        for word in wrong.intersection(subject.fact("words", _words)):
            yield Problem(f"“{word}” is not in the dictionary", f"Correct it, or add it to {WORD_LIST}", about=subject)


def _words(subject: Subject) -> list[str]:
    found = _WORD.findall(outside_emphasis(subject.tokens))
    fit = (word for word in dict.fromkeys(found) if SHORTEST <= len(word) <= LONGEST)
    # oe for œ is another rule's; what is longer than any word was not typed as one.
    return [word for word in fit if word not in subject.msgid and not LIGATURE.search(word)]


def word_list(folder: Path) -> frozenset[str]:
    """Return the words of the project's own list for the language of *folder*, one a line."""
    lines = text_or_empty(folder / WORD_LIST).splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def unknown(words: set[str]) -> frozenset[str]:
    """Return those of *words* that hunspell does not know; none where it is not installed."""
    program = shutil.which("hunspell")
    if not program:
        return frozenset()
    # The dictionary has straight apostrophes.
    plain = {word.replace("’", "'"): word for word in words}
    done = subprocess.run(
        [program, "-d", "fr", "-i", "UTF-8", "-l"],
        input="\n".join(sorted(plain)), capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False,
    )  # fmt: skip
    return (
        frozenset(plain[word] for word in done.stdout.splitlines() if word in plain)
        if not done.returncode
        else frozenset()
    )
