"""Check what a native reader stumbles over: times, nested brackets, quotations that break off, borrowed phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.compiler.checks import lists
from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.subject import Problem, Subject
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
#: The title of a page that is written by the compiler, with the sign before it.
_BARE = re.compile(r"(?P<before>[《«“]?[ \u00a0\u202f]*|^):doc:`[^`<]+`")
_QUOTES = {"zh": "《{}》", "fr": "« {} »"}
#: Two numbers in a row are about so many, and need Chinese numerals: 三四天.
_SHARED_UNITS = "分钟|小时|天|周|个月|名|岁|页"
_HAN_COUNT = re.compile(
    f"(?<![一二两三四五六七八九十百千几第数])(?:[二两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)({_SHARED_UNITS})"
)
_COUNT = re.compile(rf"\d({_SHARED_UNITS})")


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


@rule("wording-title", Severity.WARNING, "fr", "zh", house_style=True)
def title(subject: Subject) -> Iterator[Problem]:
    """The title of a page is in running text without the signs of a title.

    The link writes the title, and a reader takes it for words of the sentence.

    Bad::

        msgid "Read :doc:`index` first."
        msgstr "Lisez d’abord :doc:`index`."

    Good::

        msgid "Read :doc:`index` first."
        msgstr "Lisez d’abord « :doc:`index` »."

    Source: Lexique, « guillemets »; GB/T 15834-2011, 4.15.
    """
    if subject.is_markdown or subject.is_verbatim or not re.search(r"\w", subject.words):
        return
    quotes = _QUOTES[subject.language]

    def quoted(match: re.Match[str]) -> str:
        before = match["before"]
        return match[0] if before.strip() else before + quotes.format(match[0].removeprefix(before))

    fixed = _BARE.sub(quoted, subject.msgstr)
    if fixed != subject.msgstr:
        yield Problem("The title of a page has no quotation marks", f"Type {quotes.format('…')}", fixed)


@rule("chinese-numeral", Severity.WARNING, "zh", house_style=True)
def numeral(subject: Subject) -> Iterator[Problem]:
    """Quantities of one kind are in Chinese numerals and in figures.

    Bad::

        msgid "Answer within 12 hours, and repeat it after six hours."
        msgstr "12小时内回复，六小时后再说一遍。"

    Good::

        msgid "Answer within 12 hours, and repeat it after six hours."
        msgstr "12小时内回复，6小时后再说一遍。"

    Source: GB/T 15835-2011, 4.3: numbers in one place are written in one way.
    """
    figures = set(_COUNT.findall(subject.words))
    for match in _HAN_COUNT.finditer(subject.words) if figures else ():
        if match[1] in figures:
            yield Problem(f"“{match[0]}” is in one text with a figure and {match[1]}", "Write both in one way")
            return


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


@rule("wording-phrase", Severity.WARNING, scope=RuleScope.LANGUAGE, house_style=True)
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
    known = {wrong.casefold(): better for wrong, better in lists.read(subjects, "phrases").items()}
    for subject in subjects if known else ():
        text = subject.words.casefold()
        for wrong, better in known.items():
            if wrong in text and re.search(rf"(?<![A-Za-zÀ-ÿ]){re.escape(wrong)}(?![A-Za-zÀ-ÿ])", text):
                yield Problem(f"“{wrong}” is on the list of phrases to avoid", f"Write “{better}”", about=subject)
