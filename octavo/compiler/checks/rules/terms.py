"""Check that terms are translated as in the term base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.compiler.checks.registry import RuleScope, rule
from octavo.compiler.checks.subject import GAP, Problem, Subject
from octavo.compiler.checks.term_base import Exemption, Term, folded
from octavo.findings import Severity


@rule("terms-missing", Severity.WARNING)
def missing(subject: Subject) -> Iterator[Problem]:
    """A term of the glossary is not said as the project agreed.

    The term base, ``locales/terms.toml``, lists for every term which words a translation may use. If your sentence
    rightly says it otherwise, add an exception with its reason there, or ignore the rule for the message.

    Bad::

        # terms: bandwidth = bande passante
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de débit."

    Good::

        # terms: bandwidth = bande passante
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de bande passante."

    Source: ISO 704, Terminology work: one concept, one term.
    """
    locale = subject.context.locale
    for term in terms_in(subject):
        accepted = term.accepted.get(locale, ())
        if accepted and not _is_exempt(term, subject) and not is_said(accepted, subject):
            yield Problem(
                f"“{term.headword}” should be said as “{'” or “'.join(accepted[:3])}”",
                "Use an agreed form, or add an exception with its reason to terms.toml",
            )


def terms_in(subject: Subject) -> list[Term]:
    """Return the terms in the original, each once; none is found inside a longer one."""
    words = subject.master_words
    # Titles of English works stay as they are, in italics.
    for title in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", subject.msgid):
        if title in subject.msgstr:
            words = words.replace(title, GAP)
    text = folded(words.replace(GAP, f" {GAP} "))
    # The target of a bare :term:`bandwidth` is also what the reader reads.
    shown = " ".join(role.text for role in subject.master.roles if role.name.endswith("term") and not role.title)
    found = [match[0] for match in subject.terms.pattern.finditer(f"{text} {GAP} {folded(shown)}")]
    return list({term.headword: term for term in (subject.terms.by_form[form] for form in found)}.values())


def is_said(accepted: Sequence[str], subject: Subject) -> bool:
    """Return whether the translation of *subject* contains one of the *accepted* forms."""
    # Spaces do not count in Chinese, nor does a title that hides in a role without words.
    text = folded(subject.msgstr)
    bare = re.sub(r"[\s*`\\]", "", text)
    return any(folded(form) in text or folded(form).replace(" ", "") in bare for form in accepted)


def _is_exempt(term: Term, subject: Subject) -> bool:
    return any(_covers(exemption, subject) for exemption in term.exemptions)


def _covers(exemption: Exemption, subject: Subject) -> bool:
    return exemption.language == subject.context.locale and subject.msgid.startswith(exemption.text)


@rule("terms-exception", Severity.NOTE, scope=RuleScope.LANGUAGE)
def exception(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """An exception in the term base no longer applies to any message.

    The original was edited, or the translation now uses an agreed form.

    Bad::

        # terms: bandwidth = bande passante; except "Video has gone"
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de bande passante."

    Good::

        # terms: bandwidth = bande passante; except "Video"
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de débit."

    Source: an exception that nobody needs would hide the next fault.
    """
    if not subjects:
        return
    locale = subjects[0].context.locale
    for term in subjects[0].terms.terms:
        for exemption in term.exemptions:
            if exemption.language == locale and not any(_needs(term, exemption, item) for item in subjects):
                yield Problem(
                    f"The exception of “{term.headword}” for “{exemption.text[:60]}” ({locale}) is not needed",
                    "Delete it from the term base",
                )


def _needs(term: Term, exemption: Exemption, subject: Subject) -> bool:
    accepted = term.accepted.get(exemption.language, ())
    return _covers(exemption, subject) and term in terms_in(subject) and not is_said(accepted, subject)


@rule("terms-avoided", Severity.WARNING)
def avoided(subject: Subject) -> Iterator[Problem]:
    """A term has a form that the term base forbids.

    ``avoid = { fr = ["débit"] }`` in the term base lists such forms. A form that another term of the message accepts
    is allowed.

    Bad::

        # terms: bandwidth = bande passante; avoid débit
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de débit et de bande passante."

    Good::

        # terms: bandwidth = bande passante; avoid débit
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de bande passante."

    Source: ISO 704, 7.3: deprecated terms.
    """
    locale = subject.context.locale
    found = [term for term in terms_in(subject) if locale in term.avoided or locale in term.accepted]
    allowed = [form for term in found for form in term.accepted.get(locale, ())]
    rest = _without(allowed, folded(subject.words))
    for term in found:
        for form in term.avoided.get(locale, ()):
            if not _is_exempt(term, subject) and re.search(
                rf"(?<![a-zà-ÿ]){re.escape(folded(form))}(?![a-zà-ÿ])", rest
            ):
                yield Problem(
                    f"“{term.headword}” should not be said as “{form}”",
                    term.note or "Use an agreed form of the term base",
                )


def _without(forms: Sequence[str], text: str) -> str:
    for form in sorted(map(folded, forms), key=len, reverse=True):
        text = text.replace(form, GAP)
    return text


@rule("terms-first", Severity.NOTE, scope=RuleScope.LANGUAGE)
def first(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """The first mention of a term in a catalog is not in the full form.

    ``first = { fr = "largeur de bande passante" }`` in the term base is that form.

    Bad::

        # terms: bandwidth = bande passante; first largeur de bande passante
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de bande passante."

    Good::

        # terms: bandwidth = bande passante; first largeur de bande passante
        msgid "Video needs more bandwidth."
        msgstr "La vidéo demande plus de largeur de bande passante."

    Source: ISO 704, 7: a short form is explained where readers meet it first.
    """
    terms = [term for term in subjects[0].terms.terms if term.first] if subjects else []
    for term in terms:
        form = term.first.get(subjects[0].context.locale)
        texts = [subject for subject in subjects if form and subject.msgid not in term.forms]  # a headword is short
        mentions = {subject.path: subject for subject in reversed(texts) if term in terms_in(subject)}
        for subject in mentions.values():
            if form and folded(form) not in folded(subject.words):
                yield Problem(f"“{term.headword}” is first said as “{form}”", "Use the full form here", about=subject)
