"""Read the term base ``locales/terms.toml``: the translations of the glossary's terms in each language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from octavo.errors import ContentError
from octavo.files import toml


@dataclass(frozen=True, slots=True)
class Exemption:
    """Represent a message that correctly uses another word for a term.

    :ivar text: the beginning of its msgid
    """

    language: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """Represent a term of the glossary.

    :ivar headword: as in the glossary
    :ivar forms: the headword and what else counts as the term in English
    :ivar accepted: by locale, the forms that a translation may use; the agreed one first
    :ivar avoided: by locale, the forms that it may not use for the term
    :ivar first: by locale, the form of the first mention in a catalog
    """

    headword: str
    forms: tuple[str, ...]
    accepted: dict[str, tuple[str, ...]]
    exemptions: tuple[Exemption, ...] = ()
    note: str = ""
    avoided: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TermBase:
    """Store all terms; empty if the project has no term base."""

    terms: tuple[Term, ...] = ()
    path: Path = field(default_factory=Path)

    @cached_property
    def by_form(self) -> dict[str, Term]:
        """Return every English form in :func:`folded` spelling, with its term."""
        return {folded(form): term for term in self.terms for form in term.forms}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return a pattern that finds every form as whole words, the longest first, in a folded text."""
        forms = sorted(self.by_form, key=len, reverse=True)
        # A hyphen joins: "back-up plan" has no "plan".
        return re.compile("|".join(rf"(?<![\w-]){re.escape(form)}(?![\w-])" for form in forms) or r"(?!)")

    def term(self, headword: str) -> Term | None:
        """Return the term whose headword or form is *headword*, in upper or lower case."""
        return self.by_form.get(folded(headword))


def folded(text: str) -> str:
    """Return *text* for comparison: no case, one apostrophe, single plain spaces."""
    return " ".join(text.replace("’", "'").casefold().split())


def load(path: Path) -> TermBase:
    """Read the term base at *path*; none there is an empty one.

    :raises ContentError: it cannot be read, or a term in it is not as it should be
    """
    if not path.is_file():
        return TermBase()
    try:
        rows = toml.loads(path.read_text(encoding="utf-8")).get("term", [])
        return TermBase(tuple(_term(row) for row in rows), path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(
            "terms-syntax", f"the term base cannot be read: {error}",
            remedy="Write each term as a [[term]] table with en and a list of forms for each language", path=path,
        ) from error  # fmt: skip


_OTHER_KEYS = ("en", "forms", "note", "except", "avoid", "first")


def _term(row: dict[str, Any]) -> Term:
    english = row["en"]
    languages = {key: tuple(value) for key, value in row.items() if key not in _OTHER_KEYS}
    if not isinstance(english, str) or not all(isinstance(row[key], list) for key in languages):
        raise TypeError(f"the term {english!r} needs a text as en and lists for its languages")
    exemptions = tuple(Exemption(item["language"], item["text"], item["reason"]) for item in row.get("except", ()))
    avoided = {key: tuple(value) for key, value in row.get("avoid", {}).items()}
    first = dict(row.get("first", {}))
    return Term(
        english, (english, *row.get("forms", ())), languages, exemptions, row.get("note", ""), avoided, first
    )  # fmt: skip
