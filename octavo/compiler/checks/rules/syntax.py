"""Check the form of a catalog file, which gettext, editors and Octavo need to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.subject import CatalogFile, Problem, Subject
from octavo.findings import Severity

#: Chinese by its script alone, and the country whose name stands for it (Unicode CLDR, likely subtags).
_CHINESE = re.compile("^zh_(Hans|Hant)$")
_COUNTRIES = {"Hans": "zh_CN", "Hant": "zh_TW"}
#: A country at the end of the name of a locale.
_COUNTRY = re.compile(r"_(?=[A-Z]{2}$)")


@rule("catalog-syntax", Severity.ERROR, scope=RuleScope.FILE)
def unreadable(file: CatalogFile) -> Iterator[Problem]:
    r"""The catalog cannot be read, or not by gettext.

    A text is not closed, a line is cut off, the file is not UTF-8, or a merge conflict was left in it. Or a message
    is in it twice. Nothing of the language is published until it is corrected. In a project that was adopted, all
    other messages are published, and the first of two that are the same.

    Bad::

        msgid "A computer"
        msgstr "Un ordinateur

    Good::

        msgid "A computer"
        msgstr "Un ordinateur"

    Source: GNU gettext manual, "The Format of PO Files".
    """
    errors = (*file.catalog.unread, *file.catalog.tolerated) if file.catalog else (file.error,)
    for error in filter(None, errors):
        what = error.what[:1].upper() + error.what[1:]
        yield Problem(what, error.remedy, line=error.line or 0, code=error.code)


@rule("syntax-language", Severity.WARNING, scope=RuleScope.FILE)
def language(file: CatalogFile) -> Iterator[Problem]:
    r"""The header names another language than the folder.

    Editors choose their spelling dictionary and translation memory by it.

    Bad::

        msgid ""
        msgstr ""
        "Language: de\n"
        "Content-Type: text/plain; charset=UTF-8\n"

        msgid "A computer"
        msgstr "Un ordinateur"

    Good::

        msgid ""
        msgstr ""
        "Language: fr\n"
        "Content-Type: text/plain; charset=UTF-8\n"

        msgid "A computer"
        msgstr "Un ordinateur"

    Source: GNU gettext manual, "Filling in the Header Entry".
    """
    if not file.catalog or not file.catalog.header_message:
        return
    named = file.catalog.headers.get("Language", "")
    if named and not _is_same_language(named.replace("-", "_"), file.locale):
        line = file.catalog.header_message.line
        yield Problem(f"The header says “Language: {named}”", f"Write “Language: {file.locale}”", line=line)


def _is_same_language(one: str, other: str) -> bool:
    """Return whether two locales differ at most by a country that only one has, as ``ja`` and ``ja_JP``, or its script.

    ``zh_Hans`` is ``zh_CN``, and ``zh_Hant`` is ``zh_TW``.
    """
    one, other = (_CHINESE.sub(lambda match: _COUNTRIES[match[1]], name) for name in (one, other))
    left, right = (_COUNTRY.split(name, maxsplit=1) for name in (one, other))
    return one == other or (left[0] == right[0] and len(left) != len(right) and "@" not in one + other)


@rule("syntax-space", Severity.WARNING, house_style=True)
def space(subject: Subject) -> Iterator[Problem]:
    """The translation begins or ends with a space, or has two spaces together.

    Bad::

        msgid "A computer"
        msgstr "Un  ordinateur "

    Good::

        msgid "A computer"
        msgstr "Un ordinateur"

    Source: reStructuredText ignores such spaces; word counts, memories and plain texts (titles, alternative text)
    do not.
    """
    text = subject.msgstr
    if re.search(r" {2}|^\s|\s$", text) and not re.search(r" {2}|^\s|\s$", subject.msgid):
        tidy = subject.with_texts({number: re.sub(" {2,}", " ", part) for number, part in subject.text_tokens()})
        fixed = tidy.strip()
        yield Problem("There are spaces too many", "Delete them", fixed if fixed != text else None)
