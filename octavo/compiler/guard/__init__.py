"""Message → what of it may be published, and why not.

A catalog may come from anybody. Sphinx parses every translation as a whole reStructuredText document with all roles
and directives, so :func:`refusals` is the one predicate that stands between a catalog and Sphinx: the compiler writes
only messages for which it is empty, and the fuzz tests hold compiled catalogs against it. It compares a translation
with its master: nothing that the master's text does not have may be run, opened, linked to or referred to.

:func:`prepared` is what is published of a message: typeset, with boundaries around its markup. The compiler holds
that text against the guard, not the translator's, so that nothing comes between the look and the deed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from octavo.catalogs.po import Message
from octavo.compiler.guard import bounds, characters, gettext_form, links, math, myst, plain_text, rst
from octavo.compiler.guard.formulas import formulas, is_formula
from octavo.compiler.guard.pair import Context, Pair, Refusal, Test, pairs
from octavo.project import Project, domains, file_of_document
from octavo.text.markup import emphasised, inventory, with_boundaries
from octavo.text.typography import typeset

__all__ = ["PUBLICATION", "Context", "Refusal", "context_for", "prepared", "refusals"]

#: The domain of the publication's own texts, which are no reStructuredText.
PUBLICATION = "publication"

#: The later tests parse the text, and rely on the earlier ones for its size and characters.
_CHEAP: tuple[Test, ...] = (characters.refused, bounds.refused)
#: The typography knows the markup of reStructuredText; a text with these signs of Markdown stays as it is typed.
_MARKDOWN = re.compile(r"[\[\]<>{}()$\\*_`~#|]|://")
#: Suffixes of reStructuredText; any other file is MyST's.
REST = frozenset((".rst", ".txt"))
_PARSING: tuple[Test, ...] = (rst.refused, links.refused)


def context_for(project: Project, locale: str, domain: str) -> Context:
    """Return what the guard needs to know about the messages of *domain* in the language *locale*."""
    is_plain = domain == PUBLICATION
    sources = [] if is_plain else _sources(project, domain)
    kinds = {path.suffix for path in sources}
    return Context(
        locale,
        frozenset(map(str.lower, project.allowed_hosts)),
        is_plain=is_plain,
        is_markdown=bool(kinds - REST),
        is_rest=is_plain or bool(kinds & REST) or not kinds,
        formulas=formulas(sources),
    )


def _sources(project: Project, domain: str) -> list[Path]:
    """Return the files whose text the catalog *domain* holds."""
    documents = [domain] if project.compact is False else domains(project).get(domain, [])
    return [path for document in documents if (path := file_of_document(project, document))]


def refusals(message: Message, context: Context) -> list[Refusal]:
    """Return the reasons why the translation of *message* may not be published; none means that it may."""
    both = list(pairs(message, context))
    found = [*gettext_form.refused(message, context), *_refused(both, _CHEAP)]
    if found:
        return found
    if _is_formula(message, context):
        return _refused(both, (math.refused,))
    tests: tuple[Test, ...] = (plain_text.refused,) if context.is_plain else ()
    tests += (myst.refused,) if context.is_markdown else ()
    return _refused(both, tests + _PARSING if context.is_rest else tests)


def prepared(message: Message, context: Context) -> Message:
    r"""Return *message* as it is published: typeset in the language of *context*, with boundaries where docutils asks.

    A message that is too long or holds forbidden characters comes back unchanged: it is not worth the work.
    """
    both = list(pairs(message, context))
    # No typography for formulas: an apostrophe is a derivative there.
    if _refused(both, _CHEAP) or _is_formula(message, context):
        return message
    # A text that stays as it is in the master, the title of a book, keeps the master's typography.
    texts = tuple(_typeset(pair) for pair in both)
    # Alternative text, index entries and words of figures are plain, and would show the boundary as "\ ". They
    # cannot be told from a paragraph without markup, and neither needs a boundary.
    is_rest = context.is_rest and not context.is_plain and not context.is_markdown
    if is_rest and any(inventory(pair.master).has_markup for pair in both):
        texts = tuple(map(with_boundaries, texts))
    return message.edited(msgstrs=texts)


def _is_formula(message: Message, context: Context) -> bool:
    return not context.is_plain and message.msgid_plural is None and is_formula(message.msgid, context.formulas)


def _typeset(pair: Pair) -> str:
    if pair.text == pair.master or (pair.context.is_markdown and _MARKDOWN.search(pair.text)):
        return pair.text
    text = typeset(pair.text, pair.context.locale)
    for title in emphasised(pair.master):
        if f"*{title}*" in pair.text:
            text = text.replace(f"*{typeset(title, pair.context.locale)}*", f"*{title}*")
    return text


def _refused(both: Iterable[Pair], tests: Iterable[Test]) -> list[Refusal]:
    return list(dict.fromkeys(refusal for test in tests for pair in both for refusal in test(pair)))
