"""Make the catalogs of the pseudo-locale ``en_XA``, which is English with accents, from the templates.

A text without accents in an edition of this language did not come from a catalog, so nobody can translate it.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message
from octavo.project import PSEUDO_LOCALE, Language, Project
from octavo.text.markup import Token, tokens

#: The most frequent letters, each with an accent that any font for Latin scripts has.
_ACCENTS = str.maketrans(
    "acdegijklnorstuwyzACDEGIJKLNORSTUWYZ",
    "áčďéğíĵķļñóřšťúŵýžÁČĎÉĞÍĴĶĻÑÓŘŠŤÚŴÝŽ",
)
#: What programs read inside the words of an interface: tags, entities, placeholders.
_FIXED = re.compile(r"(<[^>]*>|&#?\w+;|%\(\w+\)[sd]|%[sd]|\{[^}]*\})")
#: Names of sites and files, which the words of a link must go on naming, and placeholders, which templates fill in.
_FIXED_IN_TEXT = re.compile(r"((?:[\w-]+\.)+[a-z]{2,}\b|%\(\w+\)[sd]|\{\w+\})")
_TERM = re.compile(r":term:`([^<`]+)`")


def is_pseudo(language: Language) -> bool:
    """Return whether *language* is the pseudo-locale."""
    return language.locale == PSEUDO_LOCALE


def accented(text: str) -> str:
    """Return the reStructuredText *text* with accents; markup, targets, literals and addresses stay."""
    return "".join(map(_accented, tokens(text)))


def _accented(token: Token) -> str:
    if token.is_text:
        return _translated(_FIXED_IN_TEXT, token.text)
    # A reference to a term shows the term: a translator writes what is read before what is meant.
    return _TERM.sub(lambda match: f":term:`{match[1].translate(_ACCENTS)} <{match[1]}>`", token.text)


def accented_ui_text(text: str) -> str:
    """Return *text* of an interface with accents; tags, entities and placeholders stay."""
    return _translated(_FIXED, text)


def _translated(fixed: re.Pattern[str], text: str) -> str:
    """Return *text* with accents outside the one group of *fixed*."""
    pieces = fixed.split(text)
    return "".join(piece if index % 2 else piece.translate(_ACCENTS) for index, piece in enumerate(pieces))


def write_catalogs(project: Project) -> None:
    """Write the catalogs of the pseudo-locale from the templates, as if somebody had translated them all."""
    language = Language(PSEUDO_LOCALE)
    folder = project.catalogs(language)
    current = set()
    for template in sorted(project.templates.rglob("*.pot")):
        path = (folder / template.relative_to(project.templates)).with_suffix(".po")
        current.add(path)
        messages = [m if m.is_header else m.edited(msgstrs=(accented(m.msgid),)) for m in po.read(template).messages]
        po.write(Catalog(path, tuple(messages)))
    for stale in set(folder.rglob("*.po")) - current:
        stale.unlink()


def sphinx_messages() -> list[Message]:
    """Return the words of Sphinx's own interface, with accents."""
    spec = find_spec("sphinx")
    template = Path(spec.origin or "").parent / "locale" / "sphinx.pot" if spec else None
    if template is None or not template.is_file():
        return []
    return [m.edited(msgstrs=(accented_ui_text(m.msgid),)) for m in po.read(template) if m.msgid_plural is None]
