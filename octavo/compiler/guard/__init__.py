"""Decide whether a message may be published, and give the reasons if not.

A catalog may come from anybody. Sphinx parses every translation as a whole reStructuredText document with all roles
and directives, so :func:`refusals` protects Sphinx from catalogs. The compiler writes only messages without refusals,
and the fuzz tests check compiled catalogs with the same function. It compares a translation with its master: a
translation may not run, open, link to or refer to anything that the master's text does not.

:func:`prepared` returns the text that is published: typeset, with boundaries around its markup and the master's names
behind translated ones. The compiler checks this text, not the translator's, so no later step changes a checked text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from octavo.catalogs.po import Message
from octavo.compiler.guard import (
    bounds,
    characters,
    gettext_form,
    interface_words,
    kinds,
    links,
    math,
    myst,
    plain_text,
    repair,
    rst,
)
from octavo.compiler.guard.context.domain import INTERFACE, PUBLICATION, REST, context_for
from octavo.compiler.guard.context.names import with_master_names
from octavo.compiler.guard.links import without_addresses
from octavo.compiler.guard.math.formulas import is_formula
from octavo.compiler.guard.myst import parser
from octavo.compiler.guard.pair import Context, Pair, Refusal, Test, pairs
from octavo.text.markup import emphasised, inventory, with_boundaries
from octavo.text.typography import typeset

__all__ = [
    "INTERFACE",
    "PUBLICATION",
    "REST",
    "Context",
    "Refusal",
    "context_for",
    "is_literal",
    "is_math",
    "is_too_much",
    "is_verbatim",
    "prepared",
    "refusals",
    "with_repairs",
]

#: The later tests parse the text. They rely on the earlier ones, which check its size and characters.
_CHEAP: tuple[Test, ...] = (bounds.refused, characters.refused)
#: The typography knows the markup of reStructuredText; a text with these signs of Markdown stays as it is typed.
_MARKDOWN = re.compile(r"[\[\]<>{}()$\\*_`~#|]|://")
_PARSING: tuple[Test, ...] = (rst.refused, links.refused)
#: Tabs and line ends with the white space around them.
_BREAKS = re.compile(r"(?<! ) *[\t-\r\x85][\t-\r\x85 ]*")
_REST_FILE = re.compile(r"\.(?:rst|txt)(?::\d+)?$")
#: A directive, a comment, a target or a substitution.
_EXPLICIT = ("..", "__ ")
#: In an entry of a glossary, Sphinx takes what follows for a classifier.
_CLASSIFIER = re.compile(r"\S +: +\S")


def refusals(message: Message, context: Context) -> list[Refusal]:
    """Return the reasons why the translation of *message* may not be published; empty if it may."""
    context = context.of(message)
    both = list(pairs(message, context))
    found = [*gettext_form.refused(message, context), *_refused(both, (bounds.refused,))]
    found = found or _refused(both, (characters.refused,))
    if found:
        return found
    if context.is_interface:
        return _refused(both, (interface_words.refused,))
    if is_math(message, context):
        return _refused(both, (math.refused,))
    if is_literal(message, context):
        return kinds.refusals(kinds.Kind.LITERAL, message.msgid, message.msgstr)
    if _is_image(message, context):
        return kinds.refusals(kinds.Kind.IMAGE, message.msgid, message.msgstr)
    tests: tuple[Test, ...] = (plain_text.refused,) if context.is_plain else ()
    tests += (myst.refused,) if context.is_markdown else ()
    return _refused(both, tests + _PARSING if context.is_rest else tests)


def with_repairs(message: Message, context: Context) -> Message | None:
    """Return *message* with slips in its markup repaired, if it may be published then; else ``None``."""
    context = context.of(message)
    is_rest = context.is_rest and not (context.is_plain or context.is_interface)
    # Of a catalog of both markups, without a template, the references only say which repair to try.
    is_rest &= not context.is_markdown or bool(message.references and all(map(_REST_FILE.search, message.references)))
    if not is_rest or message.msgid_plural is not None or is_verbatim(message, context):
        return None
    if is_too_much(message, context):
        return None

    def reasons(text: str) -> list[str]:
        return [refusal.message for refusal in refusals(message.edited(msgstrs=(text,)), context)]

    if (visible := characters.without_invisible(message.msgstr, context.locale)) != message.msgstr:
        message = prepared(message.edited(msgstrs=(visible,)), context)
        if not refusals(message, context):
            return message
    text = repair.repaired(message.msgstr, message.msgid, context.parsing, reasons)
    return None if text is None else message.edited(msgstrs=(text,))


def is_literal(message: Message, context: Context) -> bool:
    """Return whether *message* is judged as a literal block, in which no markup is read.

    If the same text is a paragraph as well, :mod:`octavo.sphinxext.doctree.translation_filter` judges it once more. On
    pages of Markdown, Sphinx reads markup in a translated literal block.
    """
    context = context.of(message)
    return message.msgid in context.literals and not context.is_markdown


def _is_image(message: Message, context: Context) -> bool:
    """Return whether *message* names the file of an image. No paragraph begins like that."""
    return context.is_rest and not context.is_plain and message.msgid.startswith(kinds.IMAGE)


def is_verbatim(message: Message, context: Context) -> bool:
    """Return whether *message* is a formula, code or the name of a file: nothing in it is running text or markup."""
    context = context.of(message)
    return is_math(message, context) or is_literal(message, context) or _is_image(message, context)


def is_too_much(message: Message, context: Context) -> bool:
    """Return whether *message* is beyond the bounds. Rules skip it to save time."""
    return bool(_refused(pairs(message, context), (bounds.refused,)))


def prepared(message: Message, context: Context) -> Message:
    r"""Return *message* as it is published: typeset in the language of *context*, with boundaries where docutils asks.

    A message that is too long or contains forbidden characters is returned unchanged, because it will be refused.
    """
    context = context.of(message)
    if not (context.house_style or context.is_interface or is_verbatim(message, context)):
        message = _folded(message)
    both = list(pairs(message, context))
    # No typography for formulas and code: an apostrophe is a derivative there, or a sign of a program.
    if _refused(both, _CHEAP) or is_verbatim(message, context):
        return message
    if context.is_interface:
        return message.edited(msgstrs=tuple(interface_words.plain(pair.text) for pair in both))
    # A text that stays as it is in the master, the title of a book, keeps the master's typography.
    texts = tuple(_typeset(_trimmed(pair)) for pair in both)
    # Alternative text, index entries and words of figures are plain, and would show the boundary as "\ ". They
    # cannot be told from a paragraph without markup, and neither needs a boundary.
    is_rest = context.is_rest and not context.is_plain and not context.is_markdown
    if is_rest and any(inventory(pair.master, context.parsing.dialect).has_markup for pair in both):
        texts = tuple(map(with_boundaries, texts))
    if is_rest:
        texts = tuple(without_addresses(text, message.msgid, context) for text in texts)
        texts = tuple(_as_running_text(text, message.msgid, context) for text in texts)
    if not context.is_plain:
        texts = tuple(with_master_names(text, message.msgid, context) for text in texts)
    if context.is_markdown and not context.is_rest:
        texts = tuple(parser.with_addresses(text, context.links) if context.links else text for text in texts)
        texts = tuple(parser.plain(text, message.msgid, context.parsing.myst) for text in texts)
    return message.edited(msgstrs=texts)


def is_math(message: Message, context: Context) -> bool:
    """Return whether *message* is judged as a formula."""
    context = context.of(message)
    is_text = not (context.is_plain or context.is_interface)
    return is_text and message.msgid_plural is None and is_formula(message.msgid, context.formulas)


def _folded(message: Message) -> Message:
    """Return *message* with one space for each tab and line break, as browsers show them, if the master has none."""
    if _BREAKS.search(message.msgid) or not any(map(_BREAKS.search, message.msgstrs)):
        return message
    return message.edited(msgstrs=tuple(_BREAKS.sub(" ", text).strip(" ") or text for text in message.msgstrs))


def _trimmed(pair: Pair) -> Pair:
    """Return *pair* without a space around the translation that the master does not have; it would make a block."""
    return pair if pair.master != pair.master.strip() else replace(pair, text=pair.text.strip(" ") or pair.text)


def _as_running_text(text: str, master: str, context: Context) -> str:
    """Return *text* with a backslash before it if docutils reads it as a list or another block, unlike *master*."""
    dialect = context.parsing.dialect
    if text.startswith(_EXPLICIT) or inventory(text, dialect).is_inline or not inventory(master, dialect).is_inline:
        return text
    return f"\\{text}" if inventory(f"\\{text}", dialect).is_inline else text


def _typeset(pair: Pair) -> str:
    if (
        not pair.context.is_typeset
        or pair.text == pair.master
        or (pair.context.is_markdown and _MARKDOWN.search(pair.text))
    ):
        return pair.text
    text = typeset(pair.text, pair.context.locale)
    for title in emphasised(pair.master):
        if f"*{title}*" in pair.text:
            text = text.replace(f"*{typeset(title, pair.context.locale)}*", f"*{title}*")
    if _CLASSIFIER.search(pair.text) and _CLASSIFIER.search(pair.master):
        text = re.sub("[\u00a0\u202f]: ", " : ", text)
    return text


def _refused(both: Iterable[Pair], tests: Iterable[Test]) -> list[Refusal]:
    both = list(both)
    return list(dict.fromkeys(refusal for test in tests for pair in both for refusal in test(pair)))
