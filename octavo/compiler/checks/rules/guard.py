"""Report messages that the guard refuses: the compiler publishes the original. Each rule is a part of the guard.

A problem is a warning if the compiler can repair the message and publish it.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.compiler.checks.registry import rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.findings import Severity


def _refused(subject: Subject, code: str) -> Iterator[Problem]:
    for item in subject.refusals:
        if item.code == code:
            severity = Severity.WARNING if subject.is_repaired else None
            yield Problem(item.message, item.remedy, severity=severity)


@rule("guard-form", Severity.ERROR, can_be_ignored=False, is_policy=True)
def form(subject: Subject) -> Iterator[Problem]:
    r"""The master does not have this message, or has it marked not to be translated.

    The text is in no page, has control characters, or has plural forms, which no text of a page has. ``octavo update``
    retires such messages.

    Bad::

        msgid "%d page"
        msgid_plural "%d pages"
        msgstr[0] "%d page"
        msgstr[1] "%d pages"

    Good::

        msgid "%d pages"
        msgstr "%d pages"

    Source: only what the master says is published; Sphinx extracts no plural forms.
    """
    return _refused(subject, "guard-form")


@rule("guard-characters", Severity.ERROR, can_be_ignored=False)
def characters(subject: Subject) -> Iterator[Problem]:
    r"""A character is invisible or unsafe: a control character, a zero-width space, a mark that turns text around.

    A line break counts too, for the text after it would begin a new block.

    Bad::

        msgid "First read, then write."
        msgstr "Lisez,\npuis écrivez."

    Good::

        msgid "First read, then write."
        msgstr "Lisez, puis écrivez."

    Source: Unicode Technical Report 36; CVE-2021-42574.
    """
    return _refused(subject, "guard-characters")


@rule("guard-bounds", Severity.ERROR, can_be_ignored=False)
def bounds(subject: Subject) -> Iterator[Problem]:
    """The translation is far longer than the original, or has far more markup.

    Such a text was pasted by mistake, or is meant to keep the build busy.

    Bad::

        msgid "A computer"
        msgstr "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

    Good::

        msgid "A computer"
        msgstr "Un ordinateur"

    Source: the limits are in ``octavo/compiler/guard/bounds.py``.
    """
    return _refused(subject, "guard-bounds")


@rule("guard-block", Severity.ERROR, can_be_ignored=False)
def block(subject: Subject) -> Iterator[Problem]:
    """The translation would be read as a directive, a definition or a table, not as running text.

    The compiler puts the backslash before a number or a dash that would begin a list.

    Bad::

        msgid "Note: read the task."
        msgstr ".. Remarque : lisez la consigne."

    Good::

        msgid "Note: read the task."
        msgstr "Remarque : lisez la consigne."

    Source: reStructuredText specification, "Body Elements".
    """
    return _refused(subject, "guard-block")


@rule("guard-role", Severity.ERROR, can_be_ignored=False)
def role(subject: Subject) -> Iterator[Problem]:
    """The translation uses a role, or a target of a role, that the original does not use.

    The words before ``<…>`` are yours; what is inside stays as it is in the original.

    Bad::

        msgid "Read :doc:`/students/getting-ready`."
        msgstr "Lisez « :doc:`/students/se-preparer` »."

    Good::

        msgid "Read :doc:`/students/getting-ready`."
        msgstr "Lisez « :doc:`/students/getting-ready` »."

    Source: Sphinx documentation, "Cross-referencing syntax".
    """
    return _refused(subject, "guard-role")


@rule("guard-link", Severity.ERROR, can_be_ignored=False, is_policy=True)
def link(subject: Subject) -> Iterator[Problem]:
    """The translation links to a site that the original does not link to.

    A page of the same site in your language is welcome. Another site must be added to ``allowed-hosts``.

    Bad::

        msgid "See `the guide <https://example.org/guide>`__."
        msgstr "Voyez `le guide <https://example.net/guide>`__."

    Good::

        msgid "See `the guide <https://example.org/guide>`__."
        msgstr "Voyez `le guide <https://example.org/fr/guide>`__."

    Source: RFC 3986; Unicode Technical Standard 39 for addresses that only look alike.
    """
    return _refused(subject, "guard-link")


@rule("guard-reference", Severity.ERROR, can_be_ignored=False)
def reference(subject: Subject) -> Iterator[Problem]:
    """The translation uses a substitution, a reference or a target that the original does not use.

    Bad::

        msgid "Use the newest version."
        msgstr "Utilisez la version |release|."

    Good::

        msgid "Use the newest version."
        msgstr "Utilisez la version la plus récente."

    Source: reStructuredText specification, "Substitution References", "Hyperlink References".
    """
    return _refused(subject, "guard-reference")


@rule("guard-footnote", Severity.ERROR, can_be_ignored=False)
def footnote(subject: Subject) -> Iterator[Problem]:
    """The footnotes or citations differ from those of the original.

    A note that nobody refers to, or refers to twice, upsets the numbers of the others.

    Bad::

        msgid "It was tested in 2020. [#test]_"
        msgstr "Essai fait en 2020."

    Good::

        msgid "It was tested in 2020. [#test]_"
        msgstr "Essai fait en 2020. [#test]_"

    Source: reStructuredText specification, "Footnote References".
    """
    return _refused(subject, "guard-footnote")


@rule("guard-syntax", Severity.ERROR, can_be_ignored=False)
def markup(subject: Subject) -> Iterator[Problem]:
    """docutils cannot make sense of the markup.

    Bad::

        msgid "This is **important**."
        msgstr "C’est **important*."

    Good::

        msgid "This is **important**."
        msgstr "C’est **important**."

    Source: reStructuredText specification, "Inline Markup".
    """
    return _refused(subject, "guard-syntax")


@rule("guard-math", Severity.ERROR, can_be_ignored=False)
def math(subject: Subject) -> Iterator[Problem]:
    r"""The translation of a formula is another formula, or uses a command that a translation cannot use.

    Translate the words in ``\text{…}``. The decimal sign, spaces, names of variables and functions, and the signs of
    multiplication and division may be those of your language. Everything else stays as it is in the original.

    Bad::

        msgid "The mean is :math:`\\frac{\\text{sum}}{n}`."
        msgstr "La moyenne vaut :math:`\\sqrt{\\text{somme}}`."

    Good::

        msgid "The mean is :math:`\\frac{\\text{sum}}{n}`."
        msgstr "La moyenne vaut :math:`\\frac{\\text{somme}}{n}`."

    Source: amsmath and latex2mathml; only what both can set, and what reads or writes no file, is on the list.
    """
    return _refused(subject, "guard-math")


@rule("guard-plain", Severity.ERROR, can_be_ignored=False, is_policy=True)
def plain(subject: Subject) -> Iterator[Problem]:
    r"""A text of the publication itself (title, author …) has a sign that HTML or TeX would read as a command.

    These texts, in ``publication.po``, are no reStructuredText.

    Bad::

        # in publication.po
        msgid "Guidance"
        msgstr "Guide <b>pratique</b>"

    Good::

        # in publication.po
        msgid "Guidance"
        msgstr "Guide pratique"

    Source: Sphinx documentation, ``latex_documents``: the title is put into the document as LaTeX markup.
    """
    return _refused(subject, "guard-plain")
