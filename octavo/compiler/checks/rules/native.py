"""Check what a native reader stumbles over: times, nested brackets, quotations that break off, borrowed phrases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.compiler.checks.registry import Scope, rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.files import toml
from octavo.findings import Severity

#: A time of the English form; seconds, dates and ratios are none.
_TIME = re.compile(r"(?<![\d:.,/-])([01]?\d|2[0-3]):([0-5]\d)(?![\d:]|\s*[ap]\.?m)")
_REFERENCE = re.compile(r"(?<=\b[Ll]a )Figure(?= \d)|(?<=\b[Ll]e )Tableau(?= \d)")
_TITLE_IN_EMPHASIS = re.compile(r"\*(《[^*《》]+》)\*")
_PAIRS = (("(", ")"), ("（", "）"), ("[", "]"))
#: Words after which a sentence must go on, before the closing quotation mark.
_BREAKS_OFF = {
    "fr": re.compile(r"\b(?:parce que|puisque|lorsque|je|si|que|et|mais|car|de|à|pour)\s*[»”]", re.IGNORECASE),
    "zh": re.compile(r"(?:因为|如果|我要|但是|所以|而且|虽然|由于)[”』]"),
}
#: The list of a language: phrases that are borrowed from the language of the original, with better ones.
PHRASES = "phrases.toml"


@rule("french-time", Severity.WARNING, "fr", house_style=True)
def time(subject: Subject) -> Iterator[Problem]:
    """A time is written in the English form.

    Bad::

        msgid "The lesson begins at 18:00 and ends at 18:45."
        msgstr "Le cours commence à 18:00 et finit à 18:45."

    Good::

        msgid "The lesson begins at 18:00 and ends at 18:45."
        msgstr "Le cours commence à 18 h et finit à 18 h 45."

    Source: Lexique, « heure ».
    """
    if not _TIME.search(subject.master_words):
        return
    fixed = subject.replaced(_TIME, lambda match: f"{match[1]} h" + ("" if match[2] == "00" else f" {match[2]}"))
    if fixed != subject.msgstr:
        yield Problem("A time is written with a colon", "Type 18 h or 18 h 45", fixed)


@rule("french-reference", Severity.WARNING, "fr", house_style=True)
def reference(subject: Subject) -> Iterator[Problem]:
    """A figure or table has a capital after its article.

    Bad::

        msgid "Figure 3 shows the week."
        msgstr "La Figure 3 montre la semaine."

    Good::

        msgid "Figure 3 shows the week."
        msgstr "La figure 3 montre la semaine."

    Source: Lexique, « figure », « tableau »: common nouns, with a capital at the beginning of a sentence only.
    """
    fixed = subject.replaced(_REFERENCE, lambda match: match[0].lower())
    if fixed != subject.msgstr:
        yield Problem("A common noun has a capital", "Type figure or tableau", fixed)


@rule("chinese-title-emphasis", Severity.WARNING, "zh", house_style=True)
def title_emphasis(subject: Subject) -> Iterator[Problem]:
    """A title in 《》 is emphasised too.

    Bad::

        msgid "Read *Learning at home* first."
        msgstr "先读*《在家学习》*。"

    Good::

        msgid "Read *Learning at home* first."
        msgstr "先读《在家学习》。"

    Source: GB/T 15834-2011, 4.15; clreq, 2.1: Chinese has no italics.
    """
    if not subject.is_verbatim and _TITLE_IN_EMPHASIS.search(subject.msgstr):
        fixed = _TITLE_IN_EMPHASIS.sub(r"\1", subject.msgstr)
        yield Problem("A title in 《》 is emphasised", "Delete the asterisks", fixed)


@rule("wording-brackets", Severity.WARNING, "fr", "zh", house_style=True)
def brackets(subject: Subject) -> Iterator[Problem]:
    """Brackets are inside brackets of the same shape.

    Bad::

        msgid "Ask early (by phone, if possible)."
        msgstr "Demandez tôt (par téléphone (si possible))."

    Good::

        msgid "Ask early (by phone, if possible)."
        msgstr "Demandez tôt (par téléphone, si possible)."

    Source: Lexique, « parenthèses »; GB/T 15834-2011, 4.9: inner brackets have another shape.
    """
    if not any(map(_nested, subject.master_words.split("\n"))) and _nested(subject.words):
        yield Problem("Brackets are inside brackets of the same shape", "Use commas, dashes or other brackets inside")


def _nested(text: str) -> bool:
    for opening, closing in _PAIRS:
        depth = 0
        for char in text:
            depth = depth + 1 if char == opening else max(0, depth - 1) if char == closing else depth
            if depth > 1:
                return True
    return False


@rule("wording-broken-quote", Severity.WARNING, "fr", "zh", house_style=True)
def broken_quote(subject: Subject) -> Iterator[Problem]:
    r"""A quotation breaks off without points of suspension.

    Bad::

        msgid "You may say: \"I see it differently, because\"."
        msgstr "On peut dire : « Je le vois autrement, parce que »."

    Good::

        msgid "You may say: \"I see it differently, because\"."
        msgstr "On peut dire : « Je le vois autrement, parce que… »."

    Source: Lexique, « points de suspension »; GB/T 15834-2011, 4.11.
    """
    found = _BREAKS_OFF[subject.language].search(subject.words)
    if found:
        sign = "……" if subject.language == "zh" else "…"
        yield Problem(
            f"The quotation breaks off after “{found[0][:-1].strip()}”", f"Add {sign} before the closing sign"
        )


@rule("wording-phrase", Severity.WARNING, scope=Scope.LANGUAGE, house_style=True)
def phrase(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """A phrase is on the language's list of phrases to avoid.

    The list is ``phrases.toml`` in the folder of the language: phrases and better ones. Many such phrases were borrowed
    word by word from the original.

    Bad::

        # phrases: est pour vous = s’adresse à vous
        msgid "This chapter is for you if you teach."
        msgstr "Ce chapitre est pour vous si vous enseignez."

    Good::

        # phrases: est pour vous = s’adresse à vous
        msgid "This chapter is for you if you teach."
        msgstr "Ce chapitre s’adresse à vous si vous enseignez."

    Source: the lists of second readers; a fault that was found once is not made again.
    """
    known = _phrases(subjects)
    for subject in subjects if known else ():
        text = subject.words.casefold()
        for wrong, better in known.items():
            if wrong in text and re.search(rf"(?<![A-Za-zÀ-ÿ]){re.escape(wrong)}(?![A-Za-zÀ-ÿ])", text):
                yield Problem(f"“{wrong}” is on the list of phrases to avoid", f"Write “{better}”", about=subject)


def _phrases(subjects: Sequence[Subject]) -> dict[str, str]:
    paths = {subject.path for subject in subjects}
    folders = {parent.parent for path in paths for parent in path.parents if parent.name == "LC_MESSAGES"}
    found: dict[str, str] = {}
    for folder in sorted(folders):
        file = folder / PHRASES
        if file.is_file():
            found |= _read(file)
    return found


def _read(path: Path) -> dict[str, str]:
    try:
        rows = toml.loads(path.read_text(encoding="utf-8")).get("phrases", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return {str(wrong).casefold(): str(better) for wrong, better in rows.items()} if isinstance(rows, dict) else {}
