"""Check what only a whole language shows: forms of address, labels of links, ways to write numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from octavo.compiler.checks import lists
from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity

#: The words of the two ways to address a reader, by language. “Ton” and “ta” are nouns and endings too often.
_ADDRESS = {
    "fr": {
        "tu": re.compile(r"(?<![\w’'-])(?<!est )(?:tu|toi|te|tes|t’\w+)(?![\w’'-])", re.IGNORECASE),
        "vous": re.compile(r"(?<![\w’'-])(?:vous|votre|vos|vôtres?)(?![\w’'])", re.IGNORECASE),
    },
    "zh": {"你": re.compile("(?<!迷)你(?!们)"), "您": re.compile("您")},
}
#: What somebody else says has its own form of address: in quotation marks, after a colon, or with “I”.
_QUOTED = re.compile("«[^»]*»|“[^”]*”|「[^」]*」|‘[^’]*’|《[^》]*》|[:：].*")
_SAYS_I = {"fr": re.compile(r"\b(?:je|moi|mon|ma|mes)\b|\b[jm]’", re.IGNORECASE), "zh": re.compile("我")}
#: Fewer messages, or a smaller share of one form, do not tell which form the pages use.
_FEWEST, _SHARE = 10, 0.9
_ONLY_LINK = re.compile(r":\w+:`[^`]*`")
#: A page with more messages of another form has a part for other readers.
_SLIPS = 2
_TITLED = re.compile(r":(?:doc|ref):`([^`<]+?)\s*<([^`>]+)>`")
#: Large numbers before a Chinese word: those of English titles and of code are none of the translator's.
_LARGE = {
    "with": re.compile("(?<![\\d.,])\\d{1,3}(?:,\\d{3})+(?=[\u3400-\u9fff])"),
    "without": re.compile(r"(?<![\d.,A-Za-z/:-])[1-9]\d{4,}(?=[\u3400-\u9fff])"),
}


@rule("wording-address", Severity.WARNING, "fr", "zh", scope=RuleScope.LANGUAGE, house_style=True)
def address(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """A message addresses the reader in another way than its guide does.

    The form of a guide is that of nearly all its messages: those of one folder. To set it, write the folder and its
    form in ``phrases.toml`` in the folder of the language: ``[address]`` and ``students = "你"``. Quotations are free,
    and so are pages with more than two such messages: a part of them is for other readers.

    Bad::

        # address: index = vous
        msgid "Write down your plan."
        msgstr "Note ton plan, tu en auras besoin."

    Good::

        # address: index = vous
        msgid "Write down your plan."
        msgstr "Notez votre plan, vous en aurez besoin."

    Source: the lists of second readers; a reader who is “vous” on one page is not “tu” on the next.
    """
    guides: dict[str, list[tuple[Subject, str, bool]]] = defaultdict(list)
    for subject in subjects:
        form, is_own = subject.fact("address", _form)
        if form:
            guides[_guide(subject)].append((subject, form, is_own))
    wanted = lists.read(subjects, "address")
    for guide, found in guides.items():
        usual = wanted.get(guide) or _usual(form for _, form, is_own in found if is_own)
        others = Counter(subject.path for subject, form, _ in found if form != usual)
        for subject, form, is_own in found if usual else ():
            if form != usual and is_own and others[subject.path] <= _SLIPS:
                message = f"The reader is “{form}” here, and “{usual}” elsewhere in this guide"
                yield Problem(message, "Use one form", about=subject)


def _form(subject: Subject) -> list[Any]:
    """Return the form of address in *subject*, and whether it is not only in the words of somebody else."""
    own = _QUOTED.sub(" ", subject.words)
    said = _SAYS_I[subject.language].search(own) or _ONLY_LINK.fullmatch(subject.msgstr)
    for text, is_own in ((own, not said), (subject.words, False)):
        for form, pattern in _ADDRESS[subject.language].items():
            if pattern.search(text):
                return [form, is_own]
    return ["", False]


def _guide(subject: Subject) -> str:
    """Return the folder of the catalog below the folder of the language, or the catalog's own name."""
    parts = subject.path.parts
    place = next((n for n, part in enumerate(parts) if part == "LC_MESSAGES"), len(parts) - 2)
    return Path(parts[place + 1]).stem


def _usual(forms: Iterator[str]) -> str:
    counts = Counter(forms)
    form, count = counts.most_common(1)[0] if counts else ("", 0)
    return form if count >= max(_FEWEST, counts.total() * _SHARE) else ""


@rule("wording-label", Severity.WARNING, scope=RuleScope.LANGUAGE, house_style=True)
def label(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """Two links have the same words and lead to two places, and the original tells them apart.

    On paper only the words are left: two works of UNICEF of one year are 2020a and 2020b.

    Bad::

        msgctxt "one page"
        msgid "See :ref:`UNICEF (2020a) <source-one>`."
        msgstr "Voir :ref:`UNICEF (2020) <source-one>`."

        msgctxt "another page"
        msgid "See :ref:`UNICEF (2020b) <source-two>`."
        msgstr "Voir :ref:`UNICEF (2020) <source-two>`."

    Good::

        msgctxt "one page"
        msgid "See :ref:`UNICEF (2020a) <source-one>`."
        msgstr "Voir :ref:`UNICEF (2020a) <source-one>`."

        msgctxt "another page"
        msgid "See :ref:`UNICEF (2020b) <source-two>`."
        msgstr "Voir :ref:`UNICEF (2020b) <source-two>`."

    Source: ISO 690, 5.2.2: each citation names one work.
    """
    masters: dict[str, set[str]] = defaultdict(set)
    uses: dict[str, dict[str, Subject]] = defaultdict(dict)
    for subject in subjects:
        for words, target in subject.fact("master_labels", lambda item: _labels(item.msgid)):
            masters[target].add(words)
        for words, target in subject.fact("labels", lambda item: _labels(item.msgstr)):
            uses[words].setdefault(target, subject)
    for words, targets in uses.items():
        first = next(iter(targets))
        for target, subject in targets.items():
            if target != first and masters[target].isdisjoint(masters[first]):
                yield Problem(f"“{words}” is the label of two targets: {first}, {target}", "Tell them apart",
                              about=subject)  # fmt: skip


def _labels(text: str) -> list[list[str]]:
    return [[" ".join(match[1].casefold().split()), match[2]] for match in _TITLED.finditer(text)]


@rule("chinese-number", Severity.WARNING, "zh", scope=RuleScope.LANGUAGE, house_style=True)
def number(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """Some large numbers have a comma after the thousands, and others have none.

    Bad::

        msgctxt "one page"
        msgid "It reached 12,000 pupils."
        msgstr "共有12000名学生。"

        msgctxt "another page"
        msgid "It reached 27,533 pupils."
        msgstr "共有27,533名学生。"

    Good::

        msgctxt "one page"
        msgid "It reached 12,000 pupils."
        msgstr "共有12000名学生。"

        msgctxt "another page"
        msgid "It reached 27,533 pupils."
        msgstr "共有27533名学生。"

    Source: GB/T 15835-2011, 4.3 and 5.1.2: one way to write large numbers in one publication.
    """
    found = {
        kind: [subject for subject in subjects if pattern.search(subject.words)] for kind, pattern in _LARGE.items()
    }
    if all(found.values()):
        rarer = min(found, key=lambda kind: len(found[kind]))
        for subject in found[rarer]:
            yield Problem(f"A large number is written {rarer} a comma, and most are not", "Write all in one way",
                          about=subject)  # fmt: skip
