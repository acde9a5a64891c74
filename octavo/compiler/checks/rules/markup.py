"""Check markup that the compiler accepts: missing markup, and signs of markup that a reader would see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.compiler.guard.context.parsing import TITLE
from octavo.compiler.guard.roles import essence
from octavo.findings import Severity

#: What is left of markup when it is not closed, or typed with full-width signs.
_STRAY = re.compile(r"\*\*|`|(?<![\w:]):[a-z]+:(?=\S)|[：:](?:doc|ref|term|numref)[：:]|\]_|[|]\w+[|]")
#: The same for MyST Markdown; markup of reStructuredText is a stray there too.
_STRAY_MARKDOWN = re.compile(
    r"\*\*|`|\]\(|[（［【]https?:|\{[a-z][a-z:-]*\}|｛[a-z:-]+｝|(?<![\w:]):[a-z]+:(?=\S)|\]_|[|]\w+[|]"
)


#: An address of mail; docutils also takes “'@everyone'” for one.
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+.*")


#: Substitutions for characters that a language types or leaves out by its own rules.
_SPACES = frozenset(("nbsp", "nnbsp", "thinsp", "shy", "zwsp", "ndash", "mdash"))


@rule("markup-role-missing", Severity.ERROR)
def role_missing(subject: Subject) -> Iterator[Problem]:
    """A link or term of the original is missing in the translation.

    Several uses of the same target may become one.

    Bad::

        msgid "Read :doc:`/students/getting-ready` today."
        msgstr "Lisez aujourd’hui ce chapitre."

    Good::

        msgid "Read :doc:`/students/getting-ready` today."
        msgstr "Lisez aujourd’hui « :doc:`/students/getting-ready` »."

    Source: Sphinx documentation, "Cross-referencing syntax".
    """
    if not subject.house_style and any(refusal.code == "guard-role" for refusal in subject.refusals):
        return  # the same, said better
    parsing = subject.context.parsing
    kept = {(role.name, role.target.lower()) for role in subject.found.roles}
    kept_words = {essence(role, parsing) for role in subject.found.roles}
    names = {role.name for role in subject.found.roles}
    for role in dict.fromkeys(subject.master.roles):
        known = (role.name, role.target.lower()) in kept or essence(role, parsing) in kept_words
        # Without a name and a default role, its words are only shown, as code or slanted.
        is_shown = subject.is_markdown or parsing.default_role in (None, TITLE)
        known |= not (subject.house_style or role.name) and is_shown
        # What is no link may be in double backquotes.
        is_unlinked = role.target.startswith("!") or role.name == "code"
        known |= not subject.house_style and is_unlinked and "``" in subject.msgstr
        # A text that is only shown (:guilabel:`Save`) is translated: its role is enough.
        if not known and (role.title or role.name not in names):
            shown = subject.role(role.name, f"… <{role.target}>") if role.name else f"`{role.text}`"
            yield Problem(f"{shown} is missing", "Put it where your sentence needs it")


@rule("markup-role-added", Severity.WARNING)
def role_added(subject: Subject) -> Iterator[Problem]:
    """The translation has single backquotes, and the master has none.

    Pages show such words slanted, as the title of a work. Code needs double backquotes.

    Bad::

        msgid "Press Enter to go on."
        msgstr "Appuyez sur `Entrée`."

    Good::

        msgid "Press Enter to go on."
        msgstr "Appuyez sur Entrée."

    Source: reStructuredText specification, "Interpreted Text"; in Markdown, backquotes show code.
    """
    if not subject.is_markdown and not any(not role.name for role in subject.master.roles):
        for role in subject.found.roles:
            if not role.name:
                yield Problem(f"“{role.text}” has single backquotes", "Use double backquotes, or none")


@rule("markup-term-title", Severity.ERROR)
def term_title(subject: Subject) -> Iterator[Problem]:
    """A glossary term is shown in English, for it has no words of its own.

    Write your word, then the original headword in ``<…>``: the glossary finds its entry by it.

    Bad::

        msgid "It saves :term:`bandwidth`."
        msgstr "Cela économise :term:`bandwidth`."

    Good::

        msgid "It saves :term:`bandwidth`."
        msgstr "Cela économise la :term:`bande passante <bandwidth>`."

    Source: Sphinx documentation, role ``term``.
    """
    for role in subject.found.roles if ":term:" in subject.msgstr or "{term}" in subject.msgstr else ():
        term = subject.terms.term(role.target)
        accepted = term.accepted.get(subject.context.locale, ()) if term else ()
        if not subject.house_style and not _has_own_word(subject, role.target):
            continue
        if role.name.endswith("term") and not role.title and role.target not in accepted:
            example = accepted[0] if accepted else "…"
            shown, better = (subject.role(role.name, text) for text in (role.target, f"{example} <{role.target}>"))
            yield Problem(f"{shown} shows the word of the original", f"Write {better}")


def _has_own_word(subject: Subject, target: str) -> bool:
    """Return whether the glossary of the language has another word for the term *target* of the master."""
    if _stays(target):
        return False
    said = subject.context.names.translations(target)
    is_of_master = any(role.target == target for role in subject.master.roles)
    # Some name the term in both languages, “generator -- 生成器”: its English word is one of theirs.
    return is_of_master and bool(said) and not any(" ".join(target.split()).casefold() in word for word in said)


@rule("markup-link-missing", Severity.ERROR)
def link_missing(subject: Subject) -> Iterator[Problem]:
    """An address of the original is missing in the translation.

    Bad::

        msgid "Write to help@example.org."
        msgstr "Écrivez-nous."

    Good::

        msgid "Write to help@example.org."
        msgstr "Écrivez à help@example.org."

    Source: reStructuredText specification, "Hyperlink References", "Standalone Hyperlinks".
    """
    wanted = [uri for uri in subject.master.links if not uri.startswith("mailto:") or _MAIL.fullmatch(uri)]
    missing = list((Counter(wanted) - Counter(subject.found.links)).elements())
    # Another page of the same site may replace it; the guard looks at the host.
    spare = len(subject.found.links) - (len(wanted) - len(missing))
    for uri in missing[: max(0, len(missing) - spare)]:
        yield Problem(f"The link to {uri} is missing", "Put it where your sentence needs it")


@rule("markup-reference-missing", Severity.ERROR)
def reference_missing(subject: Subject) -> Iterator[Problem]:
    """A reference or substitution of the original is missing in the translation.

    Bad::

        msgid "This is version |version|."
        msgstr "Voici la version actuelle."

    Good::

        msgid "This is version |version|."
        msgstr "Voici la version |version|."

    Source: reStructuredText specification, "Substitution References".
    """
    for name in dict.fromkeys(subject.master.substitutions):
        if name not in subject.found.substitutions and (subject.house_style or name not in _SPACES):
            shown = f"{{{{ {name} }}}}" if subject.is_markdown else f"|{name}|"
            yield Problem(f"{shown} is missing", "Put it where your sentence needs it")
    if len(subject.found.references) >= len(subject.master.references):
        return  # the compiler and Sphinx know a title by its translation too
    for name in dict.fromkeys(subject.master.references):
        if name and name not in subject.found.references:
            yield Problem(f"The reference to “{name}” is missing", f"Write `your words <{name}_>`_")


@rule("markup-emphasis", Severity.WARNING, house_style=True)
def emphasis(subject: Subject) -> Iterator[Problem]:
    """Words that the original emphasises are not emphasised in the translation, or the other way round.

    A title in italics may be in the quotation marks for titles of your language instead: 《…》, « … ».

    Bad::

        msgid "Do it **before** the lesson."
        msgstr "Faites-le avant le cours."

    Good::

        msgid "Do it **before** the lesson."
        msgstr "Faites-le **avant** le cours."

    Source: reStructuredText specification, "Emphasis", "Strong Emphasis".
    """
    if subject.found.complaints:
        return  # the guard says it better
    if subject.found.strong != subject.master.strong:
        yield Problem(
            f"The original has {subject.master.strong} × **…**, the translation {subject.found.strong}",
            "Emphasise the words that carry the same weight",
        )
    missing = subject.master.emphasis - subject.found.emphasis
    titles = len(re.findall(r"[《«「“]", subject.words)) - len(re.findall(r"[《«「“]", subject.master_words))
    if missing > max(0, titles):
        yield Problem(
            f"{missing} × *…* of the original is missing", "Emphasise the same words, or put titles in 《》 or « »"
        )


@rule("markup-stray", Severity.ERROR)
def stray(subject: Subject) -> Iterator[Problem]:
    """Readers would see signs of markup, because it is not closed or is typed with full-width signs.

    Bad::

        msgid "Read :doc:`/a` now."
        msgstr "Lisez « :doc:`/a` » maintenant, c’est** important."

    Good::

        msgid "Read :doc:`/a` now."
        msgstr "Lisez « :doc:`/a` » maintenant, c’est important."

    Source: reStructuredText specification, "Inline Markup".
    """
    if subject.found.complaints or (subject.context.is_plain and not subject.house_style):
        return  # the guard says it better, or a program prints the signs as they are
    signs = _STRAY_MARKDOWN if subject.is_markdown else _STRAY
    own, found = (Counter(signs.findall(text)) for text in subject.texts)
    for sign in found - own:
        yield Problem(f"Readers would see “{sign}”", "Close the markup, or put a backslash before a sign that is meant")


@rule("markup-alike", Severity.WARNING)
def alike(subject: Subject) -> Iterator[Problem]:
    """The words of a link are still those of the original.

    Bad::

        msgid "Read :doc:`the first chapter </a>` today."
        msgstr "Lisez aujourd’hui :doc:`the first chapter </a>`."

    Good::

        msgid "Read :doc:`the first chapter </a>` today."
        msgstr "Lisez aujourd’hui :doc:`le premier chapitre </a>`."

    Source: a reader who does not read English cannot choose such a link.
    """
    titles = {role.title for role in subject.master.roles if role.title}
    for role in subject.found.roles:
        # Names of authors and years stay; two words in lower case are a phrase.
        if role.title in titles and len(re.findall(r"\b[a-z]{2,}\b", role.title)) > 1 and not _stays(role.title):
            yield Problem(f"“{role.title}” is not translated", "Translate the words before <…>")


def _stays(title: str) -> bool:
    """Return whether *title* names a source, or is code."""
    return bool(re.search(r"\d{4}|[()\[\]{}_=]|\w\.\w|^[-/]|::|->|\s-\w|\d", title))
