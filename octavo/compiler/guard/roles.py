"""Find the parts of a role that a translation may not change. All other parts are words for the translator."""

from __future__ import annotations

import re

from octavo.compiler.guard.context.parsing import TITLE, Parsing
from octavo.text.markup import Role

#: Roles that point at a target and may carry a title of their own: ``:doc:`title </target>` ``.
POINTING = frozenset(
    (
        "any", "confval", "cve", "cwe", "doc", "download", "envvar", "eq", "external", "keyword", "numref", "option",
        "pep", "pep-reference", "ref", "rfc", "rfc-reference", "term", "token",
        "attr", "class", "const", "data", "deco", "exc", "func", "meth", "mod", "obj", "type",
    )
)  # fmt: skip
#: Roles whose text is only shown, so that it may be translated.
SHOWN = frozenset(
    (
        "abbr", "abbreviation", "ac", "acronym", "bdg", "command", "dfn", "emphasis", "guilabel", "kbd", "mailheader",
        "makevar", "menuselection", "mimetype", "newsgroup", "program", "regexp", "strong", "sub",
        "subscript", "sup", "superscript", "t", "title", "title-reference",
    )
)  # fmt: skip
#: Roles that change only how their words look; a language may need one where the original does not (``1\\ :sup:`er```).
_LOOKS = frozenset(("emphasis", "strong", "sub", "subscript", "sup", "superscript", "title-reference"))
MATH = "math"
#: Roles whose text another language reads, or a program runs.
CODE = frozenset(("code", "eval", "math", "raw", "sub-ref"))
#: Roles whose text is fixed except in braces, which is shown in italics.
_WITH_BRACES = frozenset(("file", "samp"))
#: sphinx-design: ``bdg-primary`` and ``bdg-primary-line`` show words; ``bdg-link-…`` and ``bdg-ref-…`` point.
_BADGE = re.compile(r"bdg-(?!link-|ref-)[a-z]+(?:-line)?")
_BRACES = re.compile(r"(?<!\\)\{[^{}\\]*\}")
#: Words before a target that no role can take for anything but words.
_WORDS = re.compile(r"[^<>{}\\$`|&%#^~\x00-\x1f]*")
_DOMAIN = re.compile(r".*:")
_HOW = re.compile(r"^[~!]*(?:\.(?=[A-Za-z_]))?")
#: The kind of an index entry, before its colon.
_ENTRY = re.compile(r"\s*(!?)\s*(?:(single|pair|double|triple|see|seealso)\s*:)?(.*)", re.DOTALL)


def essence(role: Role, parsing: Parsing) -> tuple[str, str]:
    """Return the name of *role* and what of its text may not change: a target, or the whole; nothing of mere words."""
    return role.name, _kept(role, parsing)


def is_free(role: Role, parsing: Parsing) -> bool:
    """Return whether a translation may use *role* although the master does not: it only changes how words look."""
    name = role.name or parsing.default_role
    return name in _LOOKS and name not in parsing.code


def is_formula(role: Role, parsing: Parsing) -> bool:
    """Return whether the text of *role* is a formula, which has rules of its own."""
    name = role.name or parsing.default_role
    return name == MATH and name not in parsing.code


def _kept(role: Role, parsing: Parsing) -> str:
    named = role.name or parsing.default_role
    if named is None:
        return role.text
    name = _DOMAIN.sub("", named) or TITLE
    kept = role.text
    if is_formula(role, parsing):
        kept = ""  # formulas have a test of their own
    elif name in CODE or name in parsing.code or role.name in parsing.code:
        pass
    elif name in SHOWN or role.name in parsing.shown or _BADGE.fullmatch(name):
        kept = ""
    elif name == "index":
        kept = _index(role)
    elif name in _WITH_BRACES:
        kept = _BRACES.sub("{}", role.text)
    elif name in POINTING or role.name in parsing.pointing:
        # Sphinx looks terms up in lower case. "~" and "!" say how much of a name is shown, "." where to look.
        target = role.target.lower() if name == "term" else role.target
        kept = target if name in ("doc", "download", "ref") else _HOW.sub("", target)
    elif role.title and _WORDS.fullmatch(role.title):
        kept = f"<{role.target}>"
    return kept


def _index(role: Role) -> str:
    """Return the kinds of the entries and the number of their parts; their words may be translated."""
    if not role.title:
        return ""
    found = [_ENTRY.fullmatch(entry) for entry in role.target.split(",")]
    return ",".join(f"{match[1]}{match[2] or ''}{match[3].count(';')}" for match in found if match)
